"""Operators and their grants are written in one act and never drift apart (4-3-(1))."""

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Account, AccountGrant, Operator
from accounts.operators import OPERATE, add_operator, end_operator
from core.lifecycle.act import acting, create, edit
from core.lifecycle.actor import SYSTEM
from core.staff.grants import granted_objects, holds
from tests.factories import AT, ON, a_person, a_unit
from tests.factories.drafts import a_platform

pytestmark = pytest.mark.django_db


@pytest.fixture
def account() -> Account:
    return create(Account, by=SYSTEM, at=AT, platform=a_platform(), name="いわき", section=a_unit())


def test_adding_writes_record_and_grant(account: Account) -> None:
    person = a_person()
    with acting(by=SYSTEM, at=AT) as act:
        operator = add_operator(act, account, person, "shared_password", "投稿", ON)
    assert (operator.person, operator.starts_on, holds(OPERATE, person, account)) == (person, ON, True)
    assert list(granted_objects(OPERATE, person, Account)) == [account]


def add_two(account: Account, *reasons: str) -> None:
    """Add operators with these reasons in one act."""
    with acting(by=SYSTEM, at=AT) as act:
        for reason in reasons:
            add_operator(act, account, a_person(), "shared_password", reason, ON)


def test_a_failed_act_leaves_neither_record_nor_grant(account: Account) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        add_two(account, "投稿", "")
    assert (Operator.objects.count(), AccountGrant.objects.count()) == (0, 0)


def test_ending_takes_the_grant_of_that_person_only(account: Account) -> None:
    with acting(by=SYSTEM, at=AT) as act:
        first, second = (add_operator(act, account, a_person(), "drafts_only", "", ON) for _ in range(2))
        end_operator(act, first, ON)
    assert [holds(OPERATE, one.person, account) for one in (first, second)] == [False, True]


def test_a_person_who_has_left_holds_nothing(account: Account) -> None:
    person = a_person()
    with acting(by=SYSTEM, at=AT) as act:
        add_operator(act, account, person, "drafts_only", "", ON)
    left = edit(person, by=SYSTEM, at=AT, is_active=False)
    assert (holds(OPERATE, left, account), list(granted_objects(OPERATE, left, Account))) == (False, [])


def test_a_grant_is_for_one_account(account: Account) -> None:
    other = create(Account, by=SYSTEM, at=AT, platform=account.platform, name="別", section=account.section)
    person = a_person()
    with acting(by=SYSTEM, at=AT) as act:
        add_operator(act, account, person, "drafts_only", "", ON)
    assert (holds(OPERATE, person, account), holds(OPERATE, person, other)) == (True, False)

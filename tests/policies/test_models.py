"""Policies as records: their moves, and what the database itself refuses."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Account
from accounts.states import AccountState
from core.lifecycle.act import create, perform
from core.lifecycle.actor import SYSTEM
from core.lifecycle.errors import Denied
from policies.models import MediaPolicy
from policies.moves import APPROVE, SEND_BACK, SUBMIT
from policies.queries import approved_policy, latest_policy
from policies.rules import ITEMS
from policies.states import PolicyState
from tests.factories import AT, ON, a_unit
from tests.factories.approvals import again, an_account
from tests.factories.drafts import a_platform

pytestmark = pytest.mark.django_db
COMPLETE = {item.field: "あり" for item in ITEMS} | {"replies": "none"}


@pytest.fixture
def account() -> Account:
    return create(Account, by=SYSTEM, at=AT, platform=a_platform(), name="いわき", section=a_unit())


def a_policy(account: Account, **values: Any) -> MediaPolicy:
    """Draft a policy, complete unless told otherwise."""
    return create(MediaPolicy, by=SYSTEM, at=AT, account=account, **{**COMPLETE, **values})


@pytest.mark.parametrize("field", [*(item.field for item in ITEMS), "replies"])
def test_submission_of_an_incomplete_policy_is_refused(account: Account, field: str) -> None:
    policy = a_policy(account, **{field: ""})
    with pytest.raises(Denied) as refused:
        perform(policy, SUBMIT, by=SYSTEM, at=AT)
    assert (refused.value.field, refused.value.clause[:4]) == (field, "第4-2")


def test_a_policy_goes_back_and_forth_and_is_settled(account: Account) -> None:
    policy = perform(a_policy(account), SUBMIT, by=SYSTEM, at=AT)
    policy = perform(policy, SEND_BACK, by=SYSTEM, at=AT)
    policy = perform(policy, SUBMIT, by=SYSTEM, at=AT)
    assert approved_policy(account) is None
    policy = perform(policy, APPROVE, by=SYSTEM, at=AT)
    assert (approved_policy(account), policy.version) == (policy, 5)


def test_latest_policy_is_the_highest_version_and_approved_policy_the_highest_settled(account: Account) -> None:
    assert latest_policy(account) is None
    first = perform(a_policy(account), SUBMIT, by=SYSTEM, at=AT)
    first = perform(first, APPROVE, by=SYSTEM, at=AT)
    second = a_policy(account, number=2)
    assert (latest_policy(account), approved_policy(account)) == (second, first)


def test_a_version_has_its_number_once(account: Account) -> None:
    a_policy(account)
    with pytest.raises(IntegrityError), transaction.atomic():
        a_policy(account)


REFUSED: list[dict[str, Any]] = [
    {"state": "lost"},
    {"replies": ""},
    {"state": "published"},
    {"state": "published", "published_on": ON},
    {"state": "superseded"},
    {"decided_on": ON},
]


@pytest.mark.parametrize("values", REFUSED, ids=str)
def test_the_database_refuses(values: dict[str, Any]) -> None:
    policy = approved_policy(an_account(AccountState.AUTHORISED))
    assert policy is not None
    with pytest.raises(IntegrityError), transaction.atomic():
        MediaPolicy._base_manager.filter(pk=policy.pk).update(**values)
    assert again(policy).replies == "none"


def test_the_database_holds_one_version_being_made_and_one_published(account: Account) -> None:
    a_policy(account)
    with pytest.raises(IntegrityError), transaction.atomic():
        a_policy(account, number=2)


def test_every_state_has_a_tone() -> None:
    tones = {"draft": "draft", "submitted": "wait", "returned": "warn", "approved": "run", "published": "ok"}
    tones |= {"superseded": "end", "withdrawn": "end"}
    assert {state.value: MediaPolicy(state=state).tone for state in PolicyState} == tones


def test_words_of_a_version_are_the_items_the_replies_and_what_is_further(account: Account) -> None:
    words = {"reply_note": "平日の昼に返信する。", "further": "荒天の日は休む。"}
    given = {item.field: "あり" for item in ITEMS} | {"replies": "some", **words}
    assert a_policy(account, **given).items() == given

"""Accounts and operators: their keys, and what the database itself refuses."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Account, Operator, Platform
from accounts.states import AccountState
from core.lifecycle.act import create, edit
from core.lifecycle.actor import SYSTEM
from core.records import WrittenOutsideLifecycleError
from tests.factories import AT, ON, a_person, a_unit
from tests.factories.approvals import an_account, an_office_world
from tests.factories.drafts import a_platform

pytestmark = pytest.mark.django_db


def an_entry(**values: Any) -> Account:
    """Enter a planned account directly."""
    given = {"platform": a_platform(), "name": "いわき", "section": values.pop("section", None) or a_unit(), **values}
    return create(Account, by=SYSTEM, at=AT, **given)


def test_keys_are_derived_on_creation_and_on_edit() -> None:
    account = an_entry(handle="＠Iwaki", url="https://www.twitter.com/Iwaki/")
    assert (account.handle_key, account.url_key) == ("iwaki", "x.com/iwaki")
    account = edit(account, by=SYSTEM, at=AT, handle="@Iwaki2", url="")
    assert (account.handle_key, account.url_key) == ("iwaki2", "")


@pytest.mark.parametrize("values", [{"handle": "@IWAKI"}, {"url": "https://twitter.com/iwaki/"}])
def test_an_account_stands_once_on_its_service(values: dict[str, str]) -> None:
    an_entry(handle="iwaki", url="https://x.com/iwaki")
    with pytest.raises(IntegrityError), transaction.atomic():
        an_entry(**values)


@pytest.mark.parametrize("code", ["other", "youtube"])
def test_an_address_stands_once_whatever_the_service(code: str) -> None:
    an_entry(url="https://x.com/iwaki")
    with pytest.raises(IntegrityError), transaction.atomic():
        an_entry(platform=a_platform(code), url="https://mobile.twitter.com/Iwaki/")


def test_keys_have_the_first_host_of_the_service_that_owns_the_address() -> None:
    x, other, line = a_platform(), a_platform("other"), a_platform("line")
    url = "https://www.twitter.com/Iwaki"
    assert [platform.key_of_url(url) for platform in (x, other, line)] == ["x.com/iwaki"] * 3
    assert other.key_of_url("https://sns.example.jp/Iwaki") == "sns.example.jp/iwaki"


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("https://x.com/iwaki", "x"),
        ("https://m.twitter.com/iwaki", "x"),
        ("https://lin.ee/abc", "line"),
        ("https://voom.line.me/abc", "line"),
        ("https://blog.x.com/iwaki", "company"),
        ("https://a.blog.x.com/iwaki", "x"),
        ("https://x.com.example.jp/iwaki", None),
        ("https://evilx.com/iwaki", None),
        ("https://[", None),
        ("", None),
    ],
)
def test_owning_finds_the_service_of_an_address(url: str, code: str | None) -> None:
    a_platform(), a_platform("line"), a_platform("other"), a_platform("company", hosts=["blog.x.com"])
    owner = Platform.objects.owning(url)
    assert (owner.code if owner else None) == code


def test_the_same_handle_on_another_service_is_another_account() -> None:
    an_entry(handle="iwaki")
    assert an_entry(handle="iwaki", platform=a_platform("youtube")).handle_key == "iwaki"


def test_an_abandoned_account_frees_its_handle() -> None:
    world = an_office_world()
    an_account(AccountState.ABANDONED, world=world, handle="iwaki")
    assert an_entry(handle="iwaki").state == AccountState.PLANNED


def test_accounts_without_handle_stand_side_by_side() -> None:
    assert {an_entry().handle_key, an_entry().handle_key} == {""}


@pytest.mark.parametrize(
    "values",
    [
        {"state": "lost"},
        {"acquired_on": ON},
        {"state": AccountState.ACQUIRED},
        {"state": AccountState.ACTIVE},
    ],
    ids=str,
)
def test_the_database_refuses(values: dict[str, Any]) -> None:
    account = an_entry()
    with pytest.raises(IntegrityError), transaction.atomic():
        Account._base_manager.filter(pk=account.pk).update(**values)


def test_the_database_refuses_an_active_account_without_its_first_day() -> None:
    account = an_account(AccountState.ACTIVE)
    with pytest.raises(IntegrityError), transaction.atomic():
        Account._base_manager.filter(pk=account.pk).update(started_on=None)


def an_operator(account: Account, **values: Any) -> Operator:
    """Enter an operator directly."""
    given = {"person": a_person(), "access": "shared_password", "reason": "投稿", "starts_on": ON, **values}
    return create(Operator, by=SYSTEM, at=AT, account=account, **given)


@pytest.mark.parametrize("access", ["shared_password", "personal_role", "tool_token"])
def test_access_needs_its_reason_in_the_database(access: str) -> None:
    account = an_entry()
    with pytest.raises(IntegrityError), transaction.atomic():
        an_operator(account, access=access, reason="")


def test_drafting_alone_needs_no_reason_and_no_password() -> None:
    operator = an_operator(an_entry(), access="drafts_only", reason="")
    assert (operator.handles_password, an_operator(operator.account).handles_password) == (False, True)


def test_a_person_operates_an_account_once_at_a_time() -> None:
    account, person = an_entry(), a_person()
    first = an_operator(account, person=person)
    with pytest.raises(IntegrityError), transaction.atomic():
        an_operator(account, person=person)
    edit(first, by=SYSTEM, at=AT, ends_on=ON)
    assert an_operator(account, person=person).ends_on is None


def test_an_account_is_written_by_acts_only() -> None:
    account = an_entry()
    with pytest.raises(WrittenOutsideLifecycleError):
        account.save()


def test_every_state_has_label_and_tone() -> None:
    account = an_entry()
    tones = {"planned": "wait", "authorised": "wait", "acquired": "run", "active": "ok", "abandoned": "draft"}
    tones |= {"suspended": "warn", "closing": "warn", "closed": "end", "retired": "end"}
    assert {state.value: Account(state=state).tone for state in AccountState} == tones
    assert (account.get_state_display(), account.title) == ("取得手続中", "X「いわき」")


def test_aliases_map_every_host_to_the_first() -> None:
    assert a_platform().aliases() == {"x.com": "x.com", "twitter.com": "x.com"}
    assert a_platform("other").aliases() == {}

"""Recognising an account that already stands, in whatever writing."""

from typing import Any

import pytest

from accounts.models import Account
from accounts.queries import standing_account
from accounts.states import AccountState
from tests.factories.approvals import a_platform, an_account, an_office_world

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("handle", ["iwaki", "@iwaki", " @Iwaki ", "ＩＷＡＫＩ", "＠iwaki"])
def test_standing_account_by_handle(handle: str) -> None:
    account = an_account(AccountState.PLANNED, handle="@Iwaki")
    assert standing_account(account.platform, handle=handle) == account


@pytest.mark.parametrize(
    "url",
    [
        "https://x.com/iwaki",
        "http://twitter.com/iwaki/",
        "https://mobile.twitter.com/IWAKI?lang=ja",
        "https://www.x.com/ｉｗａｋｉ",
    ],
)
def test_standing_account_by_address(url: str) -> None:
    account = an_account(AccountState.ACTIVE, handle="iwaki")
    assert standing_account(account.platform, url=url) == account


def test_standing_account_of_nothing_is_none() -> None:
    account = an_account(AccountState.PLANNED, handle="")
    nothing: list[dict[str, Any]] = [
        {},
        {"handle": " "},
        {"handle": "@"},
        {"url": "  "},
        {"url": "https://["},
        {"url": "https://"},
    ]
    for given in nothing:
        assert standing_account(account.platform, **given) is None


def test_standing_account_besides_itself_is_none() -> None:
    account = an_account(AccountState.ACTIVE, handle="iwaki")
    assert standing_account(account.platform, handle="iwaki", url=account.url, besides=account.pk) is None


def test_standing_account_of_another_service_is_none() -> None:
    an_account(AccountState.ACTIVE, handle="iwaki")
    assert standing_account(a_platform("youtube"), handle="iwaki") is None


def test_standing_account_that_was_abandoned_is_none() -> None:
    account = an_account(AccountState.ABANDONED, handle="iwaki")
    assert standing_account(account.platform, handle="iwaki") is None


def test_standing_and_in_operation() -> None:
    world = an_office_world()
    accounts = {state: an_account(state, world=world) for state in AccountState}
    assert set(Account.objects.in_operation()) == {accounts[AccountState.ACTIVE]}
    assert set(Account.objects.standing()) == set(accounts.values()) - {accounts[AccountState.ABANDONED]}

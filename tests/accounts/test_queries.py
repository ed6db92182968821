"""Recognising an account that already stands, in whatever writing."""

from typing import Any

import pytest

from accounts.models import Account, Platform
from accounts.queries import problem_with_address, standing_account
from accounts.states import OPEN_TO_STAFF, AccountState
from core.lifecycle.act import create, edit
from core.lifecycle.actor import SYSTEM
from tests.factories import AT, a_unit
from tests.factories.approvals import an_account, an_office_world
from tests.factories.drafts import a_platform
from tests.factories.notices import account_in

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
    accounts = {state: account_in(state, world=world) for state in AccountState}
    assert set(Account.objects.in_operation()) == {accounts[state] for state in OPEN_TO_STAFF}
    assert set(Account.objects.standing()) == set(accounts.values()) - {accounts[AccountState.ABANDONED]}


URLS = ["https://x.com/iwaki", "http://mobile.twitter.com/Iwaki/", "https://twitter.com/@iwaki?s=20"]


@pytest.mark.parametrize("url", URLS)
def test_standing_account_by_address_whatever_the_service(url: str) -> None:
    account = an_account(AccountState.ACTIVE, handle="iwaki")
    assert standing_account(a_platform("other"), url=url, handle="iwaki_other") == account


@pytest.mark.parametrize("url", URLS)
def test_standing_account_by_address_entered_under_services_of_any_host(url: str) -> None:
    x, account = a_platform("x"), bare_account(a_platform("other"), url="https://www.twitter.com/Iwaki")
    assert (account.url_key, standing_account(x, url=url)) == ("x.com/iwaki", account)


@pytest.mark.parametrize("url", URLS)
def test_standing_account_by_the_handle_an_address_carries(url: str) -> None:
    account = an_account(AccountState.PLANNED, handle="iwaki")
    found = [standing_account(platform, url=url) for platform in (account.platform, a_platform("other"))]
    assert found == [account, account]


def test_standing_account_of_a_handle_carried_on_another_service_is_none() -> None:
    account = an_account(AccountState.PLANNED, handle="iwaki")
    a_platform("instagram", name="Instagram", hosts=["instagram.com"])
    assert standing_account(account.platform, url="https://www.instagram.com/iwaki/") is None
    assert standing_account(account.platform, url="https://sns.example.jp/iwaki") is None


def test_standing_account_is_found_after_the_first_host_of_its_service_changed() -> None:
    account = an_account(AccountState.ACTIVE, handle="iwaki")
    platform = edit(account.platform, by=SYSTEM, at=AT, hosts=["x.example", "twitter.com", "x.com"])
    assert standing_account(platform, url="https://x.example/iwaki") == account


def bare_account(platform: Platform, **values: Any) -> Account:
    """Enter an account without any errand."""
    return create(Account, by=SYSTEM, at=AT, platform=platform, name="いわき", section=a_unit(), **values)


def test_problem_with_address_names_the_service_it_belongs_to() -> None:
    a_platform("x"), a_platform("line")
    other, youtube = a_platform("other"), a_platform("youtube")
    found = {
        (platform.code, url): problem_with_address(platform, url)
        for platform in (other, youtube)
        for url in ("https://m.twitter.com/iwaki", "https://lin.ee/abc", "https://page.line.me/iwaki")
    }
    assert found == {
        (platform.code, url): f"これは「{owner}」のURLです。サービスに「{owner}」を選んだ起案で許可を受けるか、"
        f"「{platform.name}」のアカウントのURLを入力してください。"
        for platform in (other, youtube)
        for url, owner in (
            ("https://m.twitter.com/iwaki", "X"),
            ("https://lin.ee/abc", "LINE"),
            ("https://page.line.me/iwaki", "LINE"),
        )
    }


@pytest.mark.parametrize(
    ("code", "url", "begins"),
    [
        ("x", "https://twitter.com/iwaki", ""),
        ("x", "https://x.com/", "アカウントを示す部分がありません。"),
        ("x", "https://sns.example.jp/iwaki", "このサービスのURLではありません。"),
        ("other", "https://sns.example.jp/iwaki", ""),
        ("other", "https://x.com.example.jp/iwaki", ""),
        ("other", "https://bit.ly/iwaki", "短縮URLは使えません。"),
        ("other", "https://[", "URLの形を確かめてください。"),
        ("other", "", "https:// から始まるURLを入力してください。"),
    ],
)
def test_problem_with_address_of_no_other_service(code: str, url: str, begins: str) -> None:
    a_platform("x")
    problem = problem_with_address(a_platform(code), url)
    assert (problem.startswith(begins), bool(problem)) == (True, bool(begins))

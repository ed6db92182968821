"""The registry's list, asked through the client: who sees what, filters, search, cursors, odd input."""

from datetime import timedelta
from html import unescape
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Account, Platform
from accounts.states import AccountState
from core.lifecycle.act import create, edit
from core.lifecycle.actor import SYSTEM, Actor
from core.periods.clock import japan_date, now
from core.staff.models import Unit
from core.staff.offices import Office
from tests.factories.approvals import OfficeWorld, an_account, an_office_world
from tests.factories.drafts import a_platform

pytestmark = pytest.mark.django_db
WHEN = now()
TODAY = japan_date(WHEN)
LONG_AGO = TODAY - timedelta(days=60)
URL = "/accounts/"


@pytest.fixture
def world() -> OfficeWorld:
    """Return a department whose offices are held today."""
    return an_office_world(WHEN, since=LONG_AGO)


def registry(client: Client, actor: Actor, query: str = "") -> str:
    assert actor.person is not None
    client.force_login(actor.person)
    response = client.get(f"{URL}{query}")
    assert response.status_code == 200
    return response.content.decode()


def names(page: str) -> list[str]:
    """Return the accounts of a page in their order."""
    rows = page.split('<th scope="row">')[1:]
    return [unescape(row.partition('">')[2].partition("</a>")[0]) for row in rows]


def entered(section: Unit, name: str, platform: Platform | None = None, **values: object) -> Account:
    """Enter a planned account as it is, without its request."""
    platform = platform or a_platform(when=WHEN)
    return create(Account, by=SYSTEM, at=WHEN, platform=platform, name=name, section=section, **values)


def test_anonymous_is_led_to_the_sign_in(client: Client) -> None:
    response = client.get(URL)
    assert (response.status_code, response["Location"].split("?")[0]) == (302, "/signin/")


def test_planned_account_by_office(client: Client, world: OfficeWorld) -> None:
    account = an_account(AccountState.PLANNED, world=world, when=WHEN)
    seen = {office for office, actor in world.people.items() if names(registry(client, actor)) == [account.name]}
    assert seen == {
        Office.STAFF,
        Office.SECTION_HEAD,
        Office.DEPARTMENT_HEAD,
        Office.POLICY_DIRECTOR,
        Office.GENERAL_AFFAIRS_DIRECTOR,
        Office.DEPUTY_MAYOR,
        Office.PR_SECTION_HEAD,
        Office.AUDITOR,
    }
    assert [names(registry(client, actor)) for actor in world.foreign.values()] == [[], [], []]


def test_active_account_by_office(client: Client, world: OfficeWorld) -> None:
    account = an_account(world=world, when=WHEN)
    everybody = [*world.people.values(), *world.foreign.values()]
    assert [names(registry(client, actor)) for actor in everybody] == [[account.name]] * len(everybody)


def test_row_shows_duties_manager_and_next_date(client: Client, world: OfficeWorld) -> None:
    account = an_account(AccountState.ACQUIRED, world=world, when=WHEN)
    page = registry(client, world.staff)
    head = world.section_head.person
    assert head is not None
    assert f'href="/accounts/{account.pk}/#duties">2件' in page  # to file and to start
    assert f"管理者 {head.name}" in page
    assert account.filings.get().due_on.isoformat() in page


def test_row_of_a_section_without_head(client: Client) -> None:
    world = an_office_world(WHEN, since=LONG_AGO, without=[Office.SECTION_HEAD])
    entered(world.section, "いわき図書館")
    assert "管理者 (空席)" in registry(client, world.staff)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("旅だより", True),
        ("たびいわき", True),
        ("@IWAKI_TABI", True),
        ("x.com/iwaki_tabi", True),
        ("ＩＷＡＫＩ", True),
        ("観光振興課", True),
        ("観光部", True),
        ("旅だより 観光部", True),
        ("旅だより 土木部", False),
        ("なにもない", False),
        ("%%", False),
        ("__", False),
        ("\\'\"", False),
    ],
)
def test_search(client: Client, world: OfficeWorld, words: str, found: bool) -> None:
    entered(
        world.section,
        "いわき旅だより",
        common_name="たびいわき",
        handle="iwaki.tabi",
        url="https://x.com/iwaki.tabi",
    )
    words = words.replace("_TABI", ".TABI").replace("iwaki_tabi", "iwaki.tabi")
    assert names(registry(client, world.staff, f"?q={quote(words)}")) == (["いわき旅だより"] if found else [])


@pytest.mark.parametrize(
    ("written", "sought"),
    [
        ("ＩＷＡＫＩ だより", "iwaki"),
        ("iwaki news", "ＩＷＡＫＩ"),
        ("ｶﾞｲﾄﾞいわき", "ガイド"),
        ("ガイドいわき", "ｶﾞｲﾄﾞ"),
        ("第２庁舎", "第2庁舎"),
        ("髙橋", "髙橋"),
    ],
)
def test_search_in_every_width(client: Client, world: OfficeWorld, written: str, sought: str) -> None:
    entered(world.section, written)
    assert names(registry(client, world.staff, f"?q={quote(sought)}")) == [written]


def test_search_by_document_number(client: Client, world: OfficeWorld) -> None:
    account = an_account(world=world, when=WHEN, account_name="番号のあるもの")
    entered(world.section, "番号のないもの")
    number = account.requests.get().document_number
    assert names(registry(client, world.staff, f"?q={quote(number)}")) == ["番号のあるもの"]


def test_search_with_one_character_says_why(client: Client, world: OfficeWorld) -> None:
    entered(world.section, "いわき図書館")
    page = registry(client, world.staff, "?q=a")
    assert "2文字以上のことばで探してください。" in page
    assert names(page) == ["いわき図書館"]


def test_filters(client: Client, world: OfficeWorld) -> None:
    planned = entered(world.section, "手続中のもの", a_platform("line", when=WHEN))
    active = an_account(world=world, when=WHEN, account_name="運用中のもの")
    abandoned = an_account(AccountState.ABANDONED, world=world, when=WHEN, account_name="やめたもの")
    auditor = world.people[Office.AUDITOR]
    foreign = world.foreign_section.department
    asked = {
        "": [abandoned.name, active.name, planned.name],
        "?state=active": [active.name],
        "?state=standing": [active.name, planned.name],
        "?service=line": [planned.name],
        f"?department={world.department.pk}": [abandoned.name, active.name, planned.name],
        f"?department={foreign.pk}": [],
        "?state=active&service=line": [],
    }
    assert {query: names(registry(client, auditor, query)) for query in asked} == asked


def test_department_filter_follows_a_reorganisation(client: Client, world: OfficeWorld) -> None:
    entered(world.section, "引き継がれたもの")
    yesterday = TODAY - timedelta(days=1)
    edit(world.section, by=SYSTEM, at=WHEN, ends_on=yesterday, successor=world.foreign_section)
    foreign = world.foreign_section.department
    auditor = world.people[Office.AUDITOR]
    assert names(registry(client, auditor, f"?department={foreign.pk}")) == ["引き継がれたもの"]
    assert names(registry(client, auditor, f"?department={world.department.pk}")) == []


def test_active_filters_are_shown_and_removable(client: Client, world: OfficeWorld) -> None:
    page = registry(client, world.staff, "?q=%3Cb%3E&state=active")
    assert 'href="/accounts/?state=active">ことば「&lt;b&gt;」' in page
    assert 'href="/accounts/?q=%3Cb%3E">状態 運用中' in page
    assert "条件に合うアカウントはありません" in page


def test_orders(client: Client, world: OfficeWorld) -> None:
    late = an_account(AccountState.ACQUIRED, world=world, when=WHEN - timedelta(days=30), account_name="遅れたもの")
    calm = an_account(AccountState.ABANDONED, world=world, when=WHEN, account_name="義務のないもの")
    soon = an_account(AccountState.ACQUIRED, world=world, when=WHEN, account_name="近いもの")
    other = entered(world.foreign_section, "道路のもの")
    auditor = world.people[Office.AUDITOR]
    newest = [other.name, soon.name, calm.name, late.name]
    nearest = [late.name, soon.name, calm.name, other.name]
    by_section = [late.name, calm.name, soon.name, other.name]
    assert names(registry(client, auditor)) == newest
    assert names(registry(client, auditor, "?order=duty")) == nearest
    assert names(registry(client, auditor, "?order=section")) == by_section


def follow(page: str, rel: str) -> str:
    """Return the query of the next or previous page, empty when there is none."""
    before, found, _ = page.partition(f'" rel="{rel}"')
    return unescape(before.rpartition('href="')[2]) if found else ""


@pytest.mark.parametrize("order", ["", "duty", "section"])
def test_cursor_shows_every_account_once_and_leads_back(client: Client, world: OfficeWorld, order: str) -> None:
    for number in range(103):
        entered(world.section, f"アカウント{number:03}")
    query, pages, addresses = f"?order={order}", [], []
    while query:
        page = registry(client, world.staff, query)
        pages.append(names(page))
        addresses.append(query)
        query = follow(page, "next")
    assert [len(page) for page in pages] == [50, 50, 3]
    assert len({name for page in pages for name in page}) == 103
    back = follow(registry(client, world.staff, addresses[2]), "prev")
    assert names(registry(client, world.staff, back)) == pages[1]


def test_cursor_stays_in_place_when_accounts_are_entered(client: Client, world: OfficeWorld) -> None:
    for number in range(60):
        entered(world.section, f"アカウント{number:02}")
    following = follow(registry(client, world.staff), "next")
    second = names(registry(client, world.staff, following))
    entered(world.section, "あとから")
    assert names(registry(client, world.staff, following)) == second


@pytest.mark.parametrize(
    "query",
    [
        "?cursor=x",
        "?cursor=" + "A" * 5000,
        "?order=duty&cursor=eyJ4IjoxfQ:1:2",
        "?order=zzz&state=zzz&service=zzz&department=zzz",
        "?department=" + "9" * 40,
        "?department=-1",
        "?q=" + "a" * 5000,
        "?q=%F0%9F%92%A9%F0%9F%92%A9",
        "?q=%ED%A0%80aa",
        "?q=" + quote("｡ﾟ ゙゙ ヺ"),
        "?q=" + quote(" ".join("abcdefgh")),
        "?q=a&q=bb&state=&state=active",
    ],
)
def test_odd_queries_show_a_page(client: Client, world: OfficeWorld, query: str) -> None:
    entered(world.section, "いわき図書館")
    assert "</main>" in registry(client, world.staff, query)


def test_nul_is_refused(client: Client, world: OfficeWorld) -> None:
    assert world.staff.person is not None
    client.force_login(world.staff.person)
    assert client.get(f"{URL}?q=%00ab").status_code == 400


def test_cursor_of_another_order_starts_at_the_beginning(client: Client, world: OfficeWorld) -> None:
    for number in range(51):
        entered(world.section, f"アカウント{number:02}")
    cursor = follow(registry(client, world.staff, "?order=section"), "next").partition("cursor=")[2]
    first = names(registry(client, world.staff, "?order=duty"))
    assert names(registry(client, world.staff, f"?order=duty&cursor={cursor}")) == first


@pytest.mark.parametrize("query", ["", "?order=duty", "?order=section&q=いわき"])
def test_queries_do_not_grow_with_the_rows(client: Client, world: OfficeWorld, query: str) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            registry(client, world.staff, query)
        return len(queries)

    an_account(AccountState.ACQUIRED, world=world, when=WHEN)
    registry(client, world.staff, query)
    one = count()
    an_account(AccountState.ACQUIRED, world=world, when=WHEN)
    an_account(AccountState.PLANNED, world=world, when=WHEN)
    entered(world.section, "いわき図書館")
    assert count() == one


def test_no_count_over_the_table(client: Client, world: OfficeWorld) -> None:
    entered(world.section, "いわき図書館")
    with CaptureQueriesContext(connection) as queries:
        registry(client, world.staff)
    counting = [q["sql"] for q in queries if "COUNT(" in q["sql"].upper() and "accounts_account" in q["sql"]]
    assert counting == []

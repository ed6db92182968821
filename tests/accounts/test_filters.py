"""Filters, orders and pages of the registry's list."""

from datetime import timedelta
from itertools import count

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.finding import Finding
from accounts.following import follow
from accounts.models import Account
from accounts.offers import Offers, year_words
from accounts.permissions import Sight
from accounts.search import ORDERS, listed_page, narrowed
from accounts.states import AccountState
from core.lifecycle.act import create, edit
from core.lifecycle.actor import SYSTEM
from core.periods.civil import latest_announcement
from core.periods.clock import japan_date, now
from core.records import writing
from core.staff.models import UnitLevel
from core.staff.offices import Office
from tests.accounts.importing import a_row, imported
from tests.factories import a_unit, a_version
from tests.factories.approvals import OfficeWorld, an_account, an_office_world
from tests.factories.core import AT, ON, SINCE
from tests.factories.drafts import a_platform

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
EVERYTHING = Sight(person=0, everything=True, sections=())


@pytest.fixture
def world() -> OfficeWorld:
    """Return a department whose offices are held."""
    return an_office_world()


def kept(**wanted: object) -> list[str]:
    """Return the names that a filter keeps, on both ways that it is asked."""
    listed = [row.name for row in listed_page(EVERYTHING, wanted, ON, None).rows]
    assert sorted(listed) == sorted(narrowed(Finding.objects.all(), wanted, ON).values_list("account__name", flat=True))
    return sorted(listed)


def entered(world: OfficeWorld, name: str, **values: object) -> Account:
    given_ = {"platform": a_platform(), "section": world.section, **values}
    return create(Account, by=SYSTEM, at=AT, name=name, **given_)


def test_filter_by_duties(world: OfficeWorld) -> None:
    an_account(AccountState.ACQUIRED, world=world, account_name="遅れ", when=AT - 60 * DAY)
    an_account(AccountState.ACQUIRED, world=world, account_name="これから")
    entered(world, "なし")
    asked = {kind: kept(duty=kind) for kind in ("overdue", "open", "none")}
    assert asked == {"overdue": ["遅れ"], "open": ["これから", "遅れ"], "none": ["なし"]}


def test_filter_by_section_follows_successors(world: OfficeWorld) -> None:
    ended = a_unit(UnitLevel.SECTION, "旧課", parent=world.foreign_section.department)
    entered(world, "いまの課")
    entered(world, "旧い課", section=ended)
    edit(ended, by=SYSTEM, at=AT, ends_on=ON - DAY, successor=world.section)
    sections = (world.section, ended, world.foreign_section)
    assert [kept(section=str(one.pk)) for one in sections] == [["いまの課", "旧い課"], [], []]


def test_filter_by_year_of_acquisition(world: OfficeWorld) -> None:
    account = an_account(AccountState.ACQUIRED, world=world, account_name="取得済み")
    entered(world, "まだ")
    assert account.acquired_on == ON
    year = ON.year if ON.month > 3 else ON.year - 1
    assert [kept(year=str(year)), kept(year=str(year - 1))] == [["取得済み"], []]


def test_registered_accounts_stand_under_the_year_in_which_they_began(world: OfficeWorld) -> None:
    a_platform()
    imported([a_row(1, world.section.full_name, started_on="2015/3/31")], world.general_affairs_director)
    assert [kept(year=str(year)) for year in (2013, 2014, 2015)] == [[], ["公式アカウント1"], []]


@pytest.mark.parametrize(
    ("year", "words"),
    [(2026, "令和8年度(2026)"), (2019, "令和元年度(2019)"), (2018, "平成30年度(2018)"), (2007, "平成19年度(2007)")],
)
def test_words_of_a_year(year: int, words: str) -> None:
    assert year_words(year) == words


def test_dormant_is_what_is_in_operation_without_an_act_for_the_months(world: OfficeWorld) -> None:
    last = latest_announcement(ON, months=6)
    for name, day in (("眠る", last), ("起きている", last + DAY)):
        account = an_account(world=world, account_name=name)
        Finding.objects.filter(pk=account.pk).update(last_act_on=day)
    planned = entered(world, "手続中")
    Finding.objects.filter(pk=planned.pk).update(last_act_on=last)
    assert kept(dormant=6) == ["眠る"]


@pytest.mark.parametrize(("settings_", "months"), [({}, 6), ({"dormant_months": 3}, 3), ({"idle_minutes": 20}, 6)])
def test_what_is_dormant_is_said_by_the_version_in_force(settings_: dict[str, int], months: int) -> None:
    a_version(SINCE, settings=settings_)
    a_version(ON + DAY, settings={"dormant_months": 9})
    assert Offers.to(None, ON).months == months


def test_without_a_version_the_usual_months_count() -> None:
    assert Offers.to(None, ON).months == 6


def test_filters_are_and(world: OfficeWorld) -> None:
    entered(world, "観光 図書館")
    entered(world, "観光 公民館", platform=a_platform("line"))
    assert [kept(service="line", q="観光"), kept(service="line", q="図書館")] == [["観光 公民館"], []]


def test_orders(world: OfficeWorld) -> None:
    named = ("ウ", "あ", "ｲ")
    services = (a_platform("line", position=2), a_platform("x", position=3), a_platform("youtube", position=1))
    sections = [a_unit(UnitLevel.SECTION, name, parent=world.department) for name in ("課3", "課1", "課2")]
    for name, platform, section in zip(named, services, sections, strict=True):
        entered(world, name, platform=platform, section=section)
    shown = {
        order.slug: "".join(row.name for row in listed_page(EVERYTHING, {"order": order.slug}, ON, None).rows)
        for order in ORDERS
    }
    assert shown == {"": "ｲあウ", "duty": "ウあｲ", "section": "あｲウ", "name": "あｲウ", "service": "ｲウあ"}


@pytest.mark.parametrize("order", [order.slug for order in ORDERS])
def test_pages_show_every_old_row_once_while_rows_are_added(world: OfficeWorld, order: str) -> None:
    platform, numbers = a_platform(), count()

    def add(name: str) -> int:
        with writing():
            row = Account(platform=platform, section=world.section, name=name, handle=f"h{next(numbers)}")
            row.set_keys()
            row.save()
        follow([row], {}, ON)
        return row.pk

    @settings(max_examples=12)
    @given(st.lists(st.sampled_from("あいうえおか"), min_size=1, max_size=9), st.text("あかさ", min_size=1, max_size=3))
    def holds(old: list[str], between: str) -> None:
        Finding.objects.all().delete()
        expected = {add(name) for name in old}
        seen, cursor, more = [], None, True
        while more:
            page = listed_page(EVERYTHING, {"order": order}, ON, cursor, size=2)
            seen += [row.pk for row in page.rows]
            cursor, more = page.next, page.next is not None
            if len(seen) < 12:
                add(between[0])
        assert [pk for pk in seen if pk in expected] == list(dict.fromkeys(pk for pk in seen if pk in expected))
        assert expected <= set(seen)

    holds()


@pytest.mark.parametrize(
    "query", ["", "?order=duty", "?order=section&state=active", "?q=いわき 観光", "?q=いわき&order=name", "?duty=open"]
)
@pytest.mark.parametrize("office", [Office.STAFF, Office.DEPARTMENT_HEAD, Office.AUDITOR])
def test_list_asks_six_times_for_one_row_and_for_three(client: Client, query: str, office: Office) -> None:
    when = now()
    world = an_office_world(when, since=japan_date(when) - 60 * DAY)
    person = world.people[office].person
    assert person is not None
    client.force_login(person)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/accounts/{query}").status_code == 200
        return len(queries)

    an_account(AccountState.ACQUIRED if query == "?duty=open" else AccountState.ACTIVE, world=world, when=when)
    asked()
    one = asked()
    for _ in range(2):
        an_account(AccountState.ACQUIRED if query == "?duty=open" else AccountState.ACTIVE, world=world, when=when)
    assert (one, asked()) == (6, 6)


def test_no_filter_asks_more_than_eight_times(client: Client) -> None:
    when = now()
    world = an_office_world(when, since=japan_date(when) - 60 * DAY)
    an_account(AccountState.ACTIVE, world=world, when=when)
    Finding.objects.update(last_act_on=japan_date(when) - 600 * DAY)
    person = world.people[Office.STAFF].person
    assert person is not None
    client.force_login(person)
    filters = ["dormant=on", "service=x", "state=standing", "state=suspended", "year=2026", "duty=none", "q=いわき"]
    filters += [f"department={world.department.pk}", f"section={world.section.pk}", "&".join(filters)]
    asked = {}
    for query in filters:
        client.get(f"/accounts/?{query}")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/accounts/?{query}")
        asked[query] = len(queries)
    assert max(asked.values()) <= 8, asked

"""The page: months, days, filters, late and ended ones, paper, and what it costs."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from approvals.states import RequestState
from core.deadlines.models import Obligation
from core.deadlines.moves import FULFIL, WAIVE
from core.lifecycle.act import perform
from core.lifecycle.actor import SYSTEM
from core.periods.clock import now
from core.staff.offices import Office
from core.ui.markup import era_month
from dashboard.calendar.reading import SIZE
from tests.approvals.pages import a_world, browser_of, today
from tests.dashboard.calendar.helpers import PAGE, a_duty, links, opened, titles
from tests.factories.approvals import OfficeWorld, a_request, account_of

pytestmark = pytest.mark.django_db
FAR = date(2031, 5, 15)


@pytest.fixture
def world() -> OfficeWorld:
    """Return a department whose offices are held today."""
    return a_world()


def test_whoever_is_not_signed_in_is_led_to_the_sign_in(client: Client) -> None:
    answer = client.get(PAGE)
    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/signin/")


def test_the_month_of_today_comes_first_with_ways_to_its_neighbours(world: OfficeWorld) -> None:
    page = opened(world.staff)
    assert era_month(today()) in page
    assert page.count('rel="prev"') == page.count('rel="next"') == 1
    assert ">今月</a>" not in page
    assert ">今月</a>" in opened(world.staff, month="2031-05")


def test_a_month_lists_its_days_in_order_and_nothing_else(world: OfficeWorld) -> None:
    for number, day in enumerate([FAR, FAR.replace(day=1), FAR.replace(day=31), date(2031, 6, 1), date(2031, 4, 30)]):
        a_duty(world.section, day, f"仕事{number}")
    a_duty(world.section, None, "期限なし")
    assert titles(opened(world.staff, month="2031-05")) == ["仕事1", "仕事0", "仕事2"]


def test_a_day_and_an_act_narrow_the_list(world: OfficeWorld) -> None:
    a_duty(world.section, FAR, "その日")
    a_duty(world.section, FAR + timedelta(days=1), "次の日")
    assert titles(opened(world.staff, day=FAR.isoformat())) == ["その日"]
    assert titles(opened(world.staff, month="2031-05", act="届け出る")) == ["その日", "次の日"]
    assert titles(opened(world.staff, month="2031-05", act="直す")) == []


@pytest.mark.parametrize(
    "query",
    [
        {"month": "soon"},
        {"day": "2031-02-31"},
        {"day": "2031-05-15T00"},
        {"show": "x"},
        {"cursor": "x"},
        {"unit": "x"},
    ],
)
def test_what_makes_no_sense_in_an_address_is_left_out(world: OfficeWorld, query: dict[str, str]) -> None:
    a_duty(world.section, today(), "きょうの仕事")
    shown = titles(opened(world.staff, **query))
    assert shown == ["きょうの仕事"]


def test_a_scope_nobody_knows_is_ones_own(world: OfficeWorld) -> None:
    a_duty(world.section, today(), "きょうの仕事")
    assert titles(opened(world.staff, scope="everything")) == ["きょうの仕事"]


def test_a_department_narrows_the_city_to_its_units(world: OfficeWorld) -> None:
    for unit in (world.section, world.foreign_section):
        a_duty(world.section if unit == world.section else unit.parent, FAR, unit.name, Office.DEPARTMENT_HEAD)
    vice = world.people[Office.DEPUTY_MAYOR]
    both = titles(opened(vice, scope="city", month="2031-05"))
    assert both == [world.section.name, world.foreign_section.name]
    department = str(world.foreign_section.department.pk)
    assert titles(opened(vice, scope="city", month="2031-05", unit=department)) == [world.foreign_section.name]


def test_late_ones_are_listed_without_a_month(world: OfficeWorld) -> None:
    a_duty(world.section, today() - timedelta(days=400), "ずっと前")
    a_duty(world.section, today() - timedelta(days=1), "きのう")
    a_duty(world.section, today(), "きょう")
    page = opened(world.staff, show="late")
    assert titles(page) == ["ずっと前", "きのう"]
    assert '<table class="month">' not in page
    assert page.count('data-tone="stop"') == 2


def test_ended_ones_say_how_they_ended(world: OfficeWorld) -> None:
    done = a_duty(world.section, FAR, "果たした仕事")
    waived = a_duty(world.section, FAR, "免除された仕事")
    perform(done, FULFIL, by=SYSTEM, at=now(), ended_on=today())
    perform(waived, WAIVE, by=world.section_head, at=now(), ended_on=today(), waive_reason="庁舎の移転のため")
    assert titles(opened(world.staff, month="2031-05")) == []
    page = opened(world.staff, month="2031-05", show="ended")
    assert titles(page) == ["果たした仕事", "免除された仕事"]
    assert "免除の理由:庁舎の移転のため。" in page


def test_a_list_longer_than_a_page_goes_on_and_back(world: OfficeWorld) -> None:
    for number in range(SIZE + 2):
        a_duty(world.section, FAR + timedelta(days=number % 3), f"仕事{number}")
    browser = browser_of(world.staff)
    first = browser.get(PAGE, {"month": "2031-05"}).context["shown"]
    second = browser.get(PAGE, {"month": "2031-05", "cursor": first.next}).context["shown"]
    back = browser.get(PAGE, {"month": "2031-05", "cursor": second.previous}).context["shown"]
    assert (len(first.rows), len(second.rows), second.next) == (SIZE, 2, None)
    assert [one.pk for one in back.rows] == [one.pk for one in first.rows]
    assert len({one.pk for one in (*first.rows, *second.rows)}) == SIZE + 2


def test_paper_holds_the_whole_month(world: OfficeWorld) -> None:
    for number in range(SIZE + 2):
        a_duty(world.section, FAR, f"仕事{number}")
    page = opened(world.staff, month="2031-05", print="1")
    assert len(titles(page)) == SIZE + 2
    assert "画面の暦に戻る" in page


def test_who_owes_gets_the_act_and_the_office_above_the_waiver(world: OfficeWorld) -> None:
    duty = a_duty(world.section, FAR, "課の仕事")
    assert "免除する" not in opened(world.staff, month="2031-05")
    page = opened(world.section_head, month="2031-05", scope="section")
    assert f'href="/calendar/duties/{duty.pk}/waive/">免除する' in page
    assert "免除する" not in opened(world.second_staff, month="2031-05", scope="section")


def test_a_title_is_escaped(world: OfficeWorld) -> None:
    a_duty(world.section, FAR, "<script>alert(1)</script>")
    assert "<script>alert" not in opened(world.staff, month="2031-05")


@pytest.mark.parametrize(("office", "scope"), [("staff", "mine"), ("staff", "section"), ("auditor", "city")])
def test_the_page_asks_the_same_for_one_row_and_for_three(world: OfficeWorld, office: str, scope: str) -> None:
    browser = browser_of(world.people[Office(office)])

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(PAGE, {"scope": scope}).status_code == 200
        return len(captured)

    a_request(world=world, when=now())
    queries()
    once = queries()
    for _ in range(2):
        a_request(world=world, when=now())
    assert (queries(), once <= 6) == (once, True)


def test_a_title_leads_to_the_act_for_who_owes_it_and_to_the_account_for_others(world: OfficeWorld) -> None:
    account = account_of(a_request(RequestState.APPROVED, world=world, when=now()))
    duty = Obligation.objects.open().get(link_name="approvals:acquire")
    assert duty.due_on is not None
    day = duty.due_on.isoformat()
    assert f"/approvals/accounts/{account.pk}/acquire/" in links(opened(world.staff, scope="section", day=day))
    page = opened(world.people[Office.PR_SECTION_HEAD], scope="city", day=day)
    assert links(page) == [f"/accounts/{account.pk}/"]

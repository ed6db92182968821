"""The last day to announce for a wished one, where versions of the guideline change the period (4-5-(2))."""

from datetime import date, timedelta
from typing import Any

import pytest

from approvals.notices.actions import reschedule_notice
from approvals.notices.numbers import last_day
from approvals.notices.planner import plan_for
from approvals.notices.states import NoticeState
from core.deadlines.models import Obligation
from core.periods.civil import earliest_effect
from core.periods.opening_days import add_opening_days
from core.rulebook.queries import parameter
from core.staff.offices import Office
from tests.factories.approvals import again, an_office_world
from tests.factories.core import AT, ON, a_version
from tests.factories.notices import a_notice, filing_with

pytestmark = pytest.mark.django_db
D = date
S = NoticeState
DAY = timedelta(days=1)
TODAY, CHANGED = D(2027, 3, 1), D(2027, 4, 1)


def months_from(first: date, months: int) -> None:
    """Let another period rule from a day on."""
    a_version(first, settings={"notice_months": months})


@pytest.mark.parametrize(
    ("wish", "last"),
    [
        (D(2027, 6, 10), D(2027, 4, 9)),
        (D(2027, 6, 1), D(2027, 3, 31)),
        (D(2027, 5, 20), D(2027, 3, 31)),
        (D(2027, 5, 1), D(2027, 3, 31)),
        (D(2027, 4, 30), D(2027, 3, 29)),
        (D(2027, 4, 2), D(2027, 3, 1)),
    ],
)
def test_a_longer_period_to_come_rules_from_its_first_day(wish: date, last: date) -> None:
    months_from(CHANGED, 2)

    assert last_day(wish, TODAY) == last


@pytest.mark.parametrize(
    ("wish", "last"),
    [(D(2027, 5, 1), D(2027, 2, 28)), (D(2027, 5, 2), D(2027, 4, 1)), (D(2027, 6, 10), D(2027, 5, 9))],
)
def test_a_shorter_period_to_come_gives_more_days_from_its_first_on(wish: date, last: date) -> None:
    months_from(D(2027, 1, 1), 2)
    months_from(CHANGED, 1)

    assert last_day(wish, D(2027, 2, 20)) == last


def test_the_last_day_is_the_one_that_looking_at_every_day_finds() -> None:
    for first, months in ((D(2027, 2, 10), 3), (D(2027, 4, 1), 1), (D(2027, 5, 15), 2)):
        months_from(first, months)
    on, span = D(2027, 1, 20), 200
    effects = {
        day: earliest_effect(day, months=parameter("notice_months", day))
        for day in (on + days * DAY for days in range(span))
    }
    wishes = [on + days * DAY for days in range(40, span)]

    by_day = {wish: max(day for day, effect in effects.items() if effect <= wish) for wish in wishes}

    assert {wish: last_day(wish, on) for wish in wishes} == by_day


def test_where_no_day_is_left_the_last_one_is_over() -> None:
    months_from(CHANGED, 2)

    assert last_day(D(2027, 3, 20), TODAY) == D(2027, 2, 19)
    assert last_day(D(2027, 2, 20), TODAY) == D(2027, 1, 19)


def test_the_planner_answers_by_the_version_of_the_announcement() -> None:
    months_from(CHANGED, 2)

    wished = plan_for("change", TODAY, {"wish": D(2027, 6, 10)})
    told = plan_for("change", TODAY, {"wish": D(2027, 6, 10), "account_on": D(2027, 5, 9)})

    assert (wished.last_on, wished.months, wished.spare) == (D(2027, 4, 9), 2, 39)
    assert (told.last_on, told.months, told.earliest_on) == (D(2027, 4, 9), 2, D(2027, 7, 10))
    assert (told.spare, told.holds) == (-30, False)


@pytest.mark.parametrize(
    ("account_on", "spare"),
    [(D(2027, 3, 10), 21), (D(2027, 3, 31), 0), (D(2027, 4, 1), -1), (D(2027, 5, 10), -40)],
)
def test_spare_days_end_with_the_version_that_allows_them(account_on: date, spare: int) -> None:
    months_from(CHANGED, 2)

    plan = plan_for("change", TODAY, {"wish": D(2027, 5, 20), "account_on": account_on})

    assert (plan.spare, plan.holds) == (spare, plan.earliest_on is not None and plan.earliest_on <= D(2027, 5, 20))
    assert [warning for warning in plan.warnings() if "月末" in warning] == []
    assert any("令和9年4月1日(木)から周知の期間が変わるため" in warning for warning in plan.warnings())


def test_what_is_announced_under_a_longer_period_is_late_though_a_later_day_is_in_time() -> None:
    months_from(D(2027, 1, 1), 2)
    months_from(CHANGED, 1)

    plan = plan_for("change", TODAY, {"wish": D(2027, 5, 5), "account_on": D(2027, 3, 9)})

    assert (plan.last_on, plan.earliest_on) == (D(2027, 4, 4), D(2027, 5, 10))
    assert (plan.spare, plan.holds) == (-5, False)


def test_the_first_filing_is_due_by_the_last_day_of_the_version_to_come() -> None:
    world = an_office_world()
    months_from(ON + 3 * DAY, 2)

    notice = a_notice(S.SETTLED, world=world, planned_on=ON + 45 * DAY)

    assert add_opening_days(ON, 5) > ON + 2 * DAY
    assert filing_with(notice, Office.POLICY_DIRECTOR).due_on == ON + 2 * DAY


def test_announcements_are_due_by_the_last_day_of_the_version_to_come() -> None:
    world = an_office_world()
    notice = a_notice(S.FILED, world=world)
    months_from(ON + 10 * DAY, 3)
    later = earliest_effect(ON + 20 * DAY, months=3)

    days = []
    for planned_on in (later, later - 20 * DAY):
        facts: dict[str, Any] = {"planned_on": planned_on, "reason": "準備のため", "seen": again(notice).fingerprint()}
        moved = again(reschedule_notice(notice, by=world.section_head, at=AT, **facts))
        streams = [one.stream for one in moved.showings()]
        days.append(set(Obligation.objects.open().about(*streams).values_list("due_on", flat=True)))

    assert days == [{ON + 20 * DAY}, {ON + 9 * DAY}]

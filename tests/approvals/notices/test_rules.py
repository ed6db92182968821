"""The days of a notice as literal tables: month ends, leap days, 31 March, holidays (4-5-(2))."""

from datetime import date, timedelta

import pytest

from approvals.notices.rules import (
    Plan,
    counted_from,
    days_short,
    is_breach,
    keeps_until,
    last_opening_day,
)

D = date
TODAY = D(2026, 11, 24)


@pytest.mark.parametrize(
    ("account_on", "homepage_on", "earliest_on"),
    [
        (D(2026, 12, 18), D(2026, 12, 21), D(2027, 1, 22)),
        (D(2026, 12, 21), D(2026, 12, 18), D(2027, 1, 22)),
        (D(2027, 1, 28), D(2027, 1, 28), D(2027, 3, 1)),
        (D(2027, 1, 31), D(2027, 1, 1), D(2027, 3, 1)),
        (D(2028, 1, 30), D(2028, 1, 30), D(2028, 3, 1)),
        (D(2028, 1, 28), D(2028, 1, 28), D(2028, 2, 29)),
        (D(2027, 2, 28), D(2027, 2, 28), D(2027, 4, 1)),
        (D(2027, 3, 31), D(2027, 3, 31), D(2027, 5, 1)),
        (D(2026, 12, 31), D(2026, 12, 31), D(2027, 2, 1)),
    ],
)
def test_earliest_day_counts_from_the_later_announcement(
    account_on: date, homepage_on: date, earliest_on: date
) -> None:
    plan = Plan(TODAY, 1, 12, account_on=account_on, homepage_on=homepage_on)

    assert plan.earliest_on == earliest_on


@pytest.mark.parametrize(
    ("wish", "last_on", "last_work_on"),
    [
        (D(2027, 2, 1), D(2026, 12, 31), D(2026, 12, 28)),
        (D(2027, 3, 31), D(2027, 2, 27), D(2027, 2, 26)),
        (D(2027, 4, 1), D(2027, 2, 28), D(2027, 2, 26)),
        (D(2028, 3, 1), D(2028, 1, 31), D(2028, 1, 31)),
        (D(2027, 5, 6), D(2027, 4, 5), D(2027, 4, 5)),
        (D(2027, 6, 4), D(2027, 5, 3), D(2027, 4, 30)),
    ],
)
def test_last_day_to_announce_and_the_last_opening_day_before_it(wish: date, last_on: date, last_work_on: date) -> None:
    plan = Plan(TODAY, 1, 12, wish=wish)

    assert (plan.last_on, plan.last_work_on) == (last_on, last_work_on)


@pytest.mark.parametrize(
    ("effected_on", "posted_on", "months", "until"),
    [
        (D(2027, 2, 1), D(2026, 12, 21), 12, D(2028, 2, 1)),
        (D(2027, 2, 28), D(2027, 1, 1), 12, D(2028, 2, 29)),
        (D(2026, 8, 30), D(2026, 7, 1), 6, D(2027, 2, 28)),
        (D(2027, 3, 31), D(2027, 2, 1), 6, D(2027, 9, 30)),
        (D(2027, 2, 1), D(2027, 2, 10), 6, D(2027, 8, 10)),
        (D(2027, 2, 1), None, 6, D(2027, 8, 1)),
    ],
)
def test_notice_stands_for_its_months(effected_on: date, posted_on: date | None, months: int, until: date) -> None:
    assert keeps_until(effected_on, posted_on, months=months) == until


@pytest.mark.parametrize(
    ("removed_on", "short", "breach"),
    [
        (D(2028, 2, 2), 0, False),
        (D(2028, 2, 1), 1, False),
        (D(2028, 1, 19), 14, False),
        (D(2028, 1, 18), 15, True),
    ],
)
def test_short_by_more_than_the_tolerance_is_a_breach(
    removed_on: date, short: int, breach: bool
) -> None:  # a column of the table
    until = D(2028, 2, 1)

    assert (days_short(until, removed_on), is_breach(until, removed_on, tolerance=14)) == (short, breach)


def test_what_is_not_down_is_no_breach() -> None:
    assert not is_breach(D(2028, 2, 1), None, tolerance=14)
    assert not is_breach(None, D(2028, 2, 1), tolerance=14)


def test_period_waits_for_both_announcements() -> None:
    assert counted_from(D(2026, 12, 18), None) is None
    assert counted_from(D(2026, 12, 18), D(2026, 12, 21)) == D(2026, 12, 21)


@pytest.mark.parametrize(
    ("day", "opening"),
    [
        (D(2026, 12, 31), D(2026, 12, 28)),
        (D(2027, 1, 3), D(2026, 12, 28)),
        (D(2027, 5, 5), D(2027, 4, 30)),
        (D(2026, 12, 21), D(2026, 12, 21)),
    ],
)
def test_last_opening_day(day: date, opening: date) -> None:
    assert last_opening_day(day) == opening


def test_plan_of_the_design() -> None:
    plan = Plan(TODAY, 1, 12, D(2027, 2, 1), D(2026, 12, 18), D(2026, 12, 21))

    assert (plan.spare, plan.holds, plan.effect_on) == (10, True, D(2027, 2, 1))
    assert (plan.file_after_on, plan.keep_until) == (D(2026, 12, 28), D(2028, 2, 1))


def test_wish_that_can_not_be_kept_gives_way_to_the_earliest_day() -> None:
    plan = Plan(TODAY, 1, 12, D(2027, 1, 10), D(2026, 12, 18), D(2026, 12, 21))

    assert (plan.holds, plan.effect_on) == (False, D(2027, 1, 22))


@pytest.mark.parametrize(
    ("announced_on", "wish", "spare"),
    [
        (D(2027, 2, 27), D(2027, 3, 31), 0),
        (D(2027, 2, 28), D(2027, 3, 31), -1),
        (D(2027, 2, 26), D(2027, 3, 31), 1),
        (D(2027, 1, 28), D(2027, 3, 1), 3),
        (D(2027, 1, 31), D(2027, 3, 1), 0),
        (D(2027, 2, 1), D(2027, 3, 1), -1),
        (D(2028, 1, 28), D(2028, 2, 29), 0),
        (D(2028, 1, 28), D(2028, 3, 1), 3),
        (D(2028, 2, 28), D(2028, 3, 31), 0),
        (D(2027, 3, 30), D(2027, 5, 1), 1),
        (D(2026, 12, 21), D(2027, 2, 1), 10),
    ],
)
def test_spare_is_by_how_many_days_the_announcement_may_be_late(announced_on: date, wish: date, spare: int) -> None:
    plan, latest, late = (
        Plan(TODAY, 1, 12, wish, announced_on + timedelta(days=days)) for days in (0, spare, spare + 1)
    )

    assert (plan.spare, plan.holds) == (spare, spare >= 0)
    assert (latest.holds, late.holds) == (True, False)
    assert [one.earliest_on is not None and one.earliest_on <= wish for one in (latest, late)] == [True, False]


@pytest.mark.parametrize(
    ("plan", "words"),
    [
        (Plan(TODAY, 1, 12, wish=D(2027, 2, 1)), "閉庁日"),
        (Plan(TODAY, 1, 12, wish=D(2027, 3, 31)), "応当日のない月末"),
        (Plan(TODAY, 1, 12, account_on=D(2027, 1, 30)), "月の長さが違う"),
        (Plan(TODAY, 1, 12, wish=D(2027, 4, 1)), "異動の日"),
    ],
)
def test_warnings_name_what_is_overlooked(plan: Plan, words: str) -> None:
    assert any(words in warning for warning in plan.warnings())


def test_plain_days_have_no_warnings() -> None:
    assert list(Plan(TODAY, 1, 12, wish=D(2027, 1, 22), account_on=D(2026, 12, 9)).warnings()) == []


def test_nothing_announced_counts_from_nothing() -> None:
    assert counted_from() is None


def test_a_wish_alone_may_be_announced_until_its_last_day() -> None:
    plan = Plan(TODAY, 1, 12, wish=D(2027, 2, 1))

    assert (plan.spare, plan.holds) == ((D(2026, 12, 31) - TODAY).days, True)


def test_a_wish_on_the_very_first_day_can_be_kept() -> None:
    plan = Plan(TODAY, 1, 12, D(2027, 1, 22), D(2026, 12, 18), D(2026, 12, 21))

    assert (plan.spare, plan.holds, plan.effect_on) == (0, True, D(2027, 1, 22))


@pytest.mark.parametrize(
    ("plan", "warned"),
    [
        (Plan(TODAY, 1, 12, wish=D(2027, 3, 31)), True),
        (Plan(TODAY, 1, 12, wish=D(2027, 4, 1)), True),
        (Plan(TODAY, 1, 12, wish=D(2027, 3, 30)), False),
        (Plan(TODAY, 1, 12, wish=D(2027, 4, 2)), False),
        (Plan(TODAY, 1, 12, wish=D(2027, 5, 1)), True),
        (Plan(TODAY, 1, 12, account_on=D(2027, 3, 31)), True),
        (Plan(TODAY, 1, 12, account_on=D(2027, 3, 29)), False),
    ],
    ids=["wish", "next day", "before", "after", "last day to announce", "announced", "announced before"],
)
def test_the_days_of_transfers_are_named_wherever_they_stand(plan: Plan, warned: bool) -> None:  # a column of the table
    assert any("異動の日" in warning for warning in plan.warnings()) is warned

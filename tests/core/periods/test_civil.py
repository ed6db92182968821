"""Periods in months against the table of the architecture and a day-by-day reading of the Civil Code."""

from collections.abc import Callable
from datetime import date

import pytest

from core.periods.civil import earliest_effect, latest_announcement, period_end
from tests.core.periods.civil_oracle import (
    each_day,
    read_earliest_effect,
    read_latest_announcement,
    read_period_end,
)

EVERY_DAY = tuple(each_day(date(2024, 1, 1), date(2035, 12, 31)))
MONTHS = pytest.mark.parametrize("months", [1, 6, 12])

ARCHITECTURE = pytest.mark.parametrize(
    ("event", "months", "end", "effect"),
    [
        (date(2026, 6, 1), 1, date(2026, 7, 1), date(2026, 7, 2)),
        (date(2027, 1, 31), 1, date(2027, 2, 28), date(2027, 3, 1)),
        (date(2026, 8, 30), 6, date(2027, 2, 28), date(2027, 3, 1)),
        (date(2027, 2, 28), 12, date(2028, 2, 29), date(2028, 3, 1)),
    ],
)


@ARCHITECTURE
def test_period_as_in_the_architecture(event: date, months: int, end: date, effect: date) -> None:
    assert (period_end(event, months=months), earliest_effect(event, months=months)) == (end, effect)


@ARCHITECTURE
def test_oracle_as_in_the_architecture(event: date, months: int, end: date, effect: date) -> None:
    assert (read_period_end(event, months), read_earliest_effect(event, months)) == (end, effect)


def test_every_day_is_4383_days() -> None:
    assert len(EVERY_DAY) == 9 * 365 + 3 * 366


@MONTHS
def test_period_end_on_every_day(months: int) -> None:
    found = {day: period_end(day, months=months) for day in EVERY_DAY}
    assert found == {day: read_period_end(day, months) for day in EVERY_DAY}


@MONTHS
def test_earliest_effect_on_every_day(months: int) -> None:
    found = {day: earliest_effect(day, months=months) for day in EVERY_DAY}
    assert found == {day: read_earliest_effect(day, months) for day in EVERY_DAY}


@MONTHS
def test_latest_announcement_on_every_day(months: int) -> None:
    candidates = each_day(date(2022, 12, 1), EVERY_DAY[-1])
    effects = {day: read_earliest_effect(day, months) for day in candidates}
    found = {day: latest_announcement(day, months=months) for day in EVERY_DAY}
    assert found == {day: read_latest_announcement(day, effects) for day in EVERY_DAY}


def test_latest_announcement_when_several_days_share_one_effect() -> None:
    shared = [day for day in EVERY_DAY if earliest_effect(day, months=1) == date(2027, 3, 1)]
    assert shared == [date(2027, 1, 28), date(2027, 1, 29), date(2027, 1, 30), date(2027, 1, 31)]
    assert latest_announcement(date(2027, 3, 1), months=1) == date(2027, 1, 31)


def test_latest_announcement_when_no_day_lands_on_the_effect() -> None:
    announced = latest_announcement(date(2027, 3, 31), months=1)
    assert announced == date(2027, 2, 27)
    assert earliest_effect(announced, months=1) == date(2027, 3, 28)
    assert earliest_effect(date(2027, 2, 28), months=1) == date(2027, 4, 1)


@pytest.mark.parametrize("months", [0, -1])
@pytest.mark.parametrize("function", [period_end, earliest_effect, latest_announcement])
def test_period_of_less_than_a_month_is_refused(function: Callable[..., date], months: int) -> None:
    with pytest.raises(ValueError, match="at least one month"):
        function(date(2026, 6, 1), months=months)


@pytest.mark.parametrize("day", [date(9999, 11, 30), date(9999, 12, 1), date.max])
def test_period_beyond_the_calendar_is_a_value_error(day: date) -> None:
    with pytest.raises(ValueError, match="there is no date"):
        period_end(day, months=1)


@pytest.mark.parametrize("day", [date.min, date(1, 1, 31), date(1, 2, 1)])
def test_announcement_before_the_calendar_is_a_value_error(day: date) -> None:
    with pytest.raises(ValueError, match="there is no date"):
        latest_announcement(day, months=1)

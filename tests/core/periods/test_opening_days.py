"""Opening days at holidays, the turn of the year and city closures."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.periods.opening_days import add_opening_days, is_opening_day, opening_days_between

DAYS = st.dates(date(2024, 1, 1), date(2035, 12, 31))
CLOSURES = st.lists(DAYS, max_size=20)


def open_days(first: date, last: date) -> list[date]:
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [day for day in days if is_opening_day(day)]


def test_opening_days_of_an_ordinary_week() -> None:
    assert open_days(date(2026, 6, 1), date(2026, 6, 7)) == [date(2026, 6, day) for day in (1, 2, 3, 4, 5)]


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        # 2026: 3 May is a Sunday, so the 6th is closed in its stead
        (date(2026, 4, 28), date(2026, 5, 8), [(4, 28), (4, 30), (5, 1), (5, 7), (5, 8)]),
        # 2025: 4 May is a Sunday, the same on the 6th, a Tuesday
        (date(2025, 4, 28), date(2025, 5, 8), [(4, 28), (4, 30), (5, 1), (5, 2), (5, 7), (5, 8)]),
        # 2019: ten days running, for the succession to the throne
        (date(2019, 4, 26), date(2019, 5, 7), [(4, 26), (5, 7)]),
    ],
)
def test_opening_days_of_golden_week(first: date, last: date, expected: list[tuple[int, int]]) -> None:
    assert [(day.month, day.day) for day in open_days(first, last)] == expected


def test_opening_days_of_september_2026_with_a_citizens_holiday() -> None:
    # 21st respect for the aged, 22nd 国民の休日 between two holidays, 23rd equinox
    expected = [date(2026, 9, day) for day in (17, 18, 24, 25)]
    assert open_days(date(2026, 9, 17), date(2026, 9, 27)) == expected


@pytest.mark.parametrize(
    ("last", "first"),
    [
        (date(2026, 12, 28), date(2027, 1, 4)),
        (date(2027, 12, 28), date(2028, 1, 4)),
        (date(2024, 12, 27), date(2025, 1, 6)),
        (date(2029, 12, 28), date(2030, 1, 4)),
    ],
)
def test_opening_days_at_the_turn_of_the_year(last: date, first: date) -> None:
    assert open_days(last, first) == [last, first]
    assert add_opening_days(last, 1) == first


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        (date(2026, 11, 24), 0, date(2026, 11, 24)),
        (date(2026, 11, 22), 0, date(2026, 11, 24)),
        (date(2026, 11, 22), 1, date(2026, 11, 24)),
        (date(2026, 11, 24), 1, date(2026, 11, 25)),
        (date(2026, 11, 24), 5, date(2026, 12, 1)),
        (date(2026, 11, 20), 5, date(2026, 11, 30)),
        (date(2026, 12, 29), 0, date(2027, 1, 4)),
    ],
)
def test_add_opening_days_counts_from_the_next_day(day: date, count: int, expected: date) -> None:
    assert add_opening_days(day, count) == expected


def test_add_opening_days_steps_over_closures() -> None:
    closures = [date(2026, 11, 25), date(2026, 11, 26)]
    assert add_opening_days(date(2026, 11, 24), 1, closures) == date(2026, 11, 27)
    assert add_opening_days(date(2026, 11, 25), 0, closures) == date(2026, 11, 27)


def test_is_opening_day_on_a_closure() -> None:
    assert is_opening_day(date(2026, 11, 25))
    assert not is_opening_day(date(2026, 11, 25), [date(2026, 11, 25)])


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (date(2026, 11, 24), date(2026, 11, 24), 0),
        (date(2026, 11, 24), date(2026, 11, 20), 0),
        (date(2026, 11, 20), date(2026, 11, 24), 1),
        (date(2026, 12, 28), date(2027, 1, 3), 0),
        (date(2026, 12, 25), date(2027, 1, 4), 2),
        # 261 weekdays, less 17 holidays on one, 2 January and 29 to 31 December
        (date(2025, 12, 31), date(2026, 12, 31), 240),
        (date(2025, 12, 26), date(2027, 1, 4), 241),
        (date(2025, 12, 25), date(2027, 1, 4), 242),
    ],
)
def test_opening_days_between_leaves_out_the_start(start: date, end: date, expected: int) -> None:
    assert opening_days_between(start, end) == expected


def test_opening_days_between_takes_each_closure_off_once() -> None:
    sunday, before, open_day = date(2026, 11, 29), date(2026, 11, 24), date(2026, 11, 25)
    assert opening_days_between(before, date(2026, 11, 30), [sunday, before, open_day, open_day]) == 3


@given(day=DAYS, count=st.integers(1, 300), closures=CLOSURES)
def test_between_is_the_inverse_of_add(day: date, count: int, closures: list[date]) -> None:
    landed = add_opening_days(day, count, closures)
    assert is_opening_day(landed, closures)
    assert opening_days_between(day, landed, closures) == count


@given(start=DAYS, end=DAYS, closures=CLOSURES)
def test_between_is_a_count_of_single_days(start: date, end: date, closures: list[date]) -> None:
    days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
    assert opening_days_between(start, end, closures) == sum(is_opening_day(day, closures) for day in days)


@given(start=DAYS, end=DAYS, closures=CLOSURES)
def test_add_is_the_inverse_of_between_on_opening_days(start: date, end: date, closures: list[date]) -> None:
    end = add_opening_days(max(start + timedelta(days=1), end), 0, closures)
    assert add_opening_days(start, opening_days_between(start, end, closures), closures) == end


@given(day=DAYS, closures=CLOSURES)
def test_add_of_none_is_the_next_opening_day_from_the_day_itself(day: date, closures: list[date]) -> None:
    assert add_opening_days(day, 0, closures) == add_opening_days(day - timedelta(days=1), 1, closures)


def test_add_opening_days_backward_is_refused() -> None:
    with pytest.raises(ValueError, match="counted forward"):
        add_opening_days(date(2026, 11, 24), -1)


@pytest.mark.parametrize("day", [date.min, date(1948, 12, 31), date(2150, 1, 1), date.max])
def test_opening_days_outside_the_known_years_are_refused(day: date) -> None:
    with pytest.raises(ValueError, match="from 1949 to 2149"):
        is_opening_day(day)
    with pytest.raises(ValueError, match="from 1949 to 2149"):
        add_opening_days(day, 0)


def test_add_opening_days_past_the_last_known_year_is_refused() -> None:
    with pytest.raises(ValueError, match="from 1949 to 2149"):
        add_opening_days(date(2149, 12, 30), 1)

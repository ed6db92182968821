"""When something is told: pure dates, over ranges."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.deadlines.rules import DAYS_BEFORE, OVERDUE_EVERY, days_left_words, next_telling

days = st.dates(date(1950, 1, 1), date(2149, 12, 31))
offsets = st.integers(-400, 400)
DUE = date(2026, 12, 1)


def plan(due_on: date, after: date, count: int) -> list[int]:
    """Return the next days of telling as days after the due date."""
    found = []
    for _ in range(count):
        after = next_telling(due_on, after)
        found.append((after - due_on).days)
    return found


def test_plan_of_a_duty_opened_long_before() -> None:
    assert plan(DUE, DUE - timedelta(days=100), 9) == [-30, -14, -7, -1, 0, 1, 8, 15, 22]


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (-31, -30), (-30, -14), (-29, -14), (-14, -7), (-8, -7), (-7, -1), (-2, -1), (-1, 0),
        (0, 1), (1, 8), (2, 8), (7, 8), (8, 15), (14, 15), (15, 22), (364, 365), (365, 372),
    ],
)  # fmt: skip
def test_next_telling_after_a_day(after: int, expected: int) -> None:
    assert next_telling(DUE, DUE + timedelta(days=after)) == DUE + timedelta(days=expected)


@given(days, offsets)
def test_next_telling_is_always_later(due_on: date, offset: int) -> None:
    after = due_on + timedelta(days=offset)
    assert next_telling(due_on, after) > after


@given(days, offsets)
def test_next_telling_is_a_day_of_the_one_plan(due_on: date, offset: int) -> None:
    found = next_telling(due_on, due_on + timedelta(days=offset))
    days_late = (found - due_on).days
    assert -days_late in DAYS_BEFORE or (days_late > 0 and (days_late - 1) % OVERDUE_EVERY == 0)


@given(days, offsets)
def test_next_telling_leaves_out_no_day_of_the_plan(due_on: date, offset: int) -> None:
    after = due_on + timedelta(days=offset)
    whole = {due_on - timedelta(days=n) for n in DAYS_BEFORE}
    whole |= {due_on + timedelta(days=1 + OVERDUE_EVERY * n) for n in range(100)}
    assert next_telling(due_on, after) == min(day for day in whole if day > after)


@given(days, offsets)
def test_a_plan_never_repeats_and_ends_in_weeks(due_on: date, offset: int) -> None:
    found = plan(due_on, due_on + timedelta(days=offset), 12)
    assert all(later > earlier for earlier, later in pairwise(found))
    late = [day for day in found if day > 0]
    assert all(later - earlier == OVERDUE_EVERY for earlier, later in pairwise(late))


@given(days, offsets, st.integers(1, 60))
def test_a_later_sweep_tells_no_day_earlier(due_on: date, offset: int, missed: int) -> None:
    after = due_on + timedelta(days=offset)
    assert next_telling(due_on, after) <= next_telling(due_on, after + timedelta(days=missed))


@pytest.mark.parametrize(
    ("left", "opening_days", "words"),
    [
        (30, 0, "あと30日"),
        (1, 0, "あと1日"),
        (0, 0, "きょう"),
        (-1, 0, "1日超過"),
        (-1, 1, "1開庁日超過"),
        (-10, 6, "6開庁日超過"),
    ],
)
def test_days_left_words(left: int, opening_days: int, words: str) -> None:
    on = DUE - timedelta(days=left)
    assert days_left_words(DUE, on, overdue_opening_days=opening_days) == words

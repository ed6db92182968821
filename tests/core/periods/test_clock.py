"""Instants and Japan days: the day turns at 15:00 UTC."""

import time
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.periods.clock import JAPAN, japan_date, japan_midnight, now


def test_now_is_the_present_in_utc() -> None:
    before = time.time()
    at = now()
    assert at.tzinfo == UTC
    assert before <= at.timestamp() + 0.001
    assert at.timestamp() <= time.time()


def test_japan_is_nine_hours_ahead() -> None:
    assert datetime(2026, 7, 1, tzinfo=JAPAN).utcoffset() == timedelta(hours=9)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (datetime(2026, 11, 23, 14, 59, 59, 999999, tzinfo=UTC), date(2026, 11, 23)),
        (datetime(2026, 11, 23, 15, 0, tzinfo=UTC), date(2026, 11, 24)),
        (datetime(2026, 11, 24, 0, 0, tzinfo=JAPAN), date(2026, 11, 24)),
        (datetime(2026, 12, 31, 15, 0, tzinfo=UTC), date(2027, 1, 1)),
        (datetime(2026, 11, 23, 10, 0, tzinfo=timezone(timedelta(hours=-5))), date(2026, 11, 24)),
    ],
)
def test_japan_date_turns_at_15_utc(at: datetime, expected: date) -> None:
    assert japan_date(at) == expected


def test_japan_date_of_a_naive_datetime_is_refused() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        japan_date(datetime(2026, 11, 24, 12, 0, tzinfo=None))  # noqa: DTZ001 the naive one is the case


def test_japan_date_beyond_the_calendar_is_refused() -> None:
    with pytest.raises(ValueError, match="edge of the calendar"):
        japan_date(datetime.max.replace(tzinfo=UTC))


def test_japan_midnight_is_15_utc_of_the_day_before() -> None:
    midnight = japan_midnight(date(2026, 11, 24))
    assert (midnight, midnight.tzinfo) == (datetime(2026, 11, 23, 15, 0, tzinfo=UTC), UTC)


def test_japan_midnight_before_the_calendar_is_refused() -> None:
    with pytest.raises(ValueError, match="edge of the calendar"):
        japan_midnight(date.min)


@given(day=st.dates(date(1952, 1, 1), date(2100, 12, 31)))
def test_japan_midnight_is_the_first_instant_of_its_day(day: date) -> None:
    midnight = japan_midnight(day)
    assert japan_date(midnight) == day
    assert japan_date(midnight - timedelta(microseconds=1)) == day - timedelta(days=1)

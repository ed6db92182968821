"""Periods of retention: whole fiscal years from the 1 April after the conclusion, against days counted by hand."""

from datetime import date, timedelta

import pytest

from core.periods.retention import concluded_before, retention_ends

BY_HAND = [
    # concluded, years, last day of the period
    ("2014-06-02", 5, "2020-03-31"),  # fiscal 2014; counted from 1 April 2015
    ("2026-03-30", 1, "2027-03-31"),
    ("2026-03-31", 1, "2027-03-31"),  # the last day of fiscal 2025
    ("2026-04-01", 1, "2028-03-31"),  # the first day of fiscal 2026: a year more
    ("2026-12-31", 3, "2030-03-31"),
    ("2027-01-01", 3, "2030-03-31"),  # the calendar year does not count
    ("2024-02-29", 10, "2034-03-31"),
    ("2026-11-24", 30, "2057-03-31"),
]


@pytest.mark.parametrize(("concluded", "years", "last"), BY_HAND)
def test_retention_ends_on_a_31_march(concluded: str, years: int, last: str) -> None:
    assert retention_ends(date.fromisoformat(concluded), years) == date.fromisoformat(last)


@pytest.mark.parametrize("years", [0, -1])
def test_period_of_no_year_is_refused(years: int) -> None:
    with pytest.raises(ValueError, match="keeps nothing"):
        retention_ends(date(2026, 4, 1), years)


@pytest.mark.parametrize("years", [1, 3, 5, 10, 30])
def test_both_functions_say_the_same_of_every_day_around_the_boundary(years: int) -> None:
    for on in (date(2060, 3, 31), date(2060, 4, 1), date(2060, 11, 24)):
        boundary = concluded_before(on, years)
        for concluded in (boundary + timedelta(days=days) for days in range(-400, 400)):
            assert (concluded < boundary) == (retention_ends(concluded, years) < on)

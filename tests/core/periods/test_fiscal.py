"""Fiscal years at 31 March and 1 April, and their numbers where eras change."""

from datetime import date

import pytest

from core.periods.fiscal import fiscal_era_year, fiscal_year, fiscal_year_span


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 3, 31), 2025),
        (date(2026, 4, 1), 2026),
        (date(2026, 12, 31), 2026),
        (date(2027, 1, 1), 2026),
        (date(2027, 3, 31), 2026),
        (date(2027, 4, 1), 2027),
    ],
)
def test_fiscal_year_turns_on_1_april(day: date, expected: int) -> None:
    assert fiscal_year(day) == expected


def test_fiscal_year_span_is_april_to_march() -> None:
    assert fiscal_year_span(2026) == (date(2026, 4, 1), date(2027, 3, 31))


@pytest.mark.parametrize("year", [0, 9999])
def test_fiscal_year_span_outside_the_calendar_is_refused(year: int) -> None:
    with pytest.raises(ValueError, match="out of range"):
        fiscal_year_span(year)


@pytest.mark.parametrize(
    ("first", "last", "number"),
    [
        (date(2026, 4, 1), date(2027, 3, 31), 8),
        (date(2020, 4, 1), date(2021, 3, 31), 2),
        (date(2019, 4, 1), date(2020, 3, 31), 1),
        (date(2018, 4, 1), date(2019, 3, 31), 30),
        (date(1989, 4, 1), date(1990, 3, 31), 1),
        (date(1988, 4, 1), date(1989, 3, 31), 63),
        (date(1927, 4, 1), date(1928, 3, 31), 2),
    ],
)
def test_fiscal_era_year_is_one_number_from_april_to_march(first: date, last: date, number: int) -> None:
    days = [date.fromordinal(each) for each in range(first.toordinal(), last.toordinal() + 1)]
    assert {fiscal_era_year(day) for day in days} == {number}


def test_fiscal_era_year_before_the_first_showa_fiscal_year_is_refused() -> None:
    with pytest.raises(ValueError, match="before the first fiscal year"):
        fiscal_era_year(date(1927, 3, 31))

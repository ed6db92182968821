"""Era years at the borders of the eras, and every way a day is written."""

from datetime import date

import pytest

from core.periods.era import era_date, era_short, era_year, month_day

BEFORE_SHOWA = date(1926, 12, 24)


@pytest.mark.parametrize(
    ("day", "year", "full", "short"),
    [
        (date(1926, 12, 25), "昭和元年", "昭和元年12月25日(土)", "S1.12.25"),
        (date(1927, 1, 1), "昭和2年", "昭和2年1月1日(土)", "S2.1.1"),
        (date(1989, 1, 7), "昭和64年", "昭和64年1月7日(土)", "S64.1.7"),
        (date(1989, 1, 8), "平成元年", "平成元年1月8日(日)", "H1.1.8"),
        (date(1990, 1, 1), "平成2年", "平成2年1月1日(月)", "H2.1.1"),
        (date(2019, 4, 30), "平成31年", "平成31年4月30日(火)", "H31.4.30"),
        (date(2019, 5, 1), "令和元年", "令和元年5月1日(水)", "R1.5.1"),
        (date(2019, 12, 31), "令和元年", "令和元年12月31日(火)", "R1.12.31"),
        (date(2020, 1, 1), "令和2年", "令和2年1月1日(水)", "R2.1.1"),
        (date(2026, 11, 22), "令和8年", "令和8年11月22日(日)", "R8.11.22"),
    ],
)
def test_era_on_both_sides_of_a_border(day: date, year: str, full: str, short: str) -> None:
    assert (era_year(day), era_date(day), era_short(day)) == (year, full, short)


def test_era_date_without_weekday() -> None:
    assert era_date(date(2026, 11, 22), weekday=False) == "令和8年11月22日"


def test_month_day_through_a_week() -> None:
    written = [month_day(date(2026, 11, day)) for day in range(16, 23)]
    assert written == [f"11月{16 + n}日({name})" for n, name in enumerate("月火水木金土日")]


def test_era_year_before_showa_is_refused() -> None:
    with pytest.raises(ValueError, match="before the Showa era"):
        era_year(BEFORE_SHOWA)


def test_era_date_before_showa_is_refused() -> None:
    with pytest.raises(ValueError, match="before the Showa era"):
        era_date(BEFORE_SHOWA)


def test_era_short_before_showa_is_refused() -> None:
    with pytest.raises(ValueError, match="before the Showa era"):
        era_short(BEFORE_SHOWA)

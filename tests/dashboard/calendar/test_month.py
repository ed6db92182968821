"""The month as weeks, and its table: pure dates and words."""

from datetime import date

import pytest

from dashboard.calendar.month import Month, Table, tone_of
from dashboard.calendar.reading import Tally

NOVEMBER = Month(2026, 11)
ON = date(2026, 11, 24)


def table(*tallies: Tally, ended: bool = False) -> Table:
    return Table(NOVEMBER, ON, tallies, ended, lambda day, act="": f"?day={day}&act={act}", lambda act: f"?act={act}")


@pytest.mark.parametrize(
    ("month", "first", "last", "weeks"),
    [
        (Month(2026, 11), date(2026, 11, 1), date(2026, 12, 5), 5),
        (Month(2026, 2), date(2026, 2, 1), date(2026, 2, 28), 4),
        (Month(2028, 2), date(2028, 1, 30), date(2028, 3, 4), 5),
        (Month(2026, 8), date(2026, 7, 26), date(2026, 9, 5), 6),
    ],
)
def test_a_month_is_shown_in_whole_weeks_from_sunday(month: Month, first: date, last: date, weeks: int) -> None:
    days = month.days
    assert (days[0], days[-1], len(days)) == (first, last, weeks * 7)
    assert [day for day in days if day.month == month.number and day.year == month.year][-1] == month.last


def test_months_follow_each_other_over_the_turn_of_the_year() -> None:
    december = NOVEMBER.next
    assert (str(december), str(december.next), str(december.next.previous)) == ("2026-12", "2027-01", "2026-12")


@pytest.mark.parametrize(
    "text", ["", "2026", "2026-13", "2026-00", "26-11", "2026-1", "1949-12", "2149-01", "2026-１１", "x026-11"]
)
def test_a_text_that_names_no_month_of_the_calendar_is_none(text: str) -> None:
    assert Month.read(text) is None


def test_a_month_is_read_as_it_is_written() -> None:
    assert Month.read(str(NOVEMBER)) == NOVEMBER


def test_holidays_closing_days_and_today_are_marked() -> None:
    html = table().html()
    assert '<td class="off holiday"><div class="day"><b>3</b><span class="word">文化の日</span></div></td>' in html
    assert '<td class="sat off"><div class="day"><b>7</b></div></td>' in html
    assert '<td class="today" aria-current="date"><div class="day"><b>24</b><span class="word">きょう</span>' in html
    assert '<td class="other"><div class="day"><b><span class="word">12/</span>1</b></div></td>' in html


def test_a_day_names_its_acts_with_their_numbers_and_counts_them_for_narrow_screens() -> None:
    html = table(Tally(date(2026, 11, 20), "届け出る", 2), Tally(date(2026, 11, 20), "直す", 1)).html()
    assert '3<span class="hidden-visually">件(11月20日、期限超過)</span>' in html
    assert "届け出る<small> 2件</small>" in html
    assert 'href="?day=2026-11-20&amp;act=直す"' in html


def test_a_day_with_many_acts_names_three_and_counts_the_rest() -> None:
    html = table(*(Tally(ON, f"一手{number}", number) for number in range(1, 7))).html()
    assert [f"一手{number}<" in html for number in range(1, 7)] == [False, False, False, True, True, True]
    assert "ほか<small> 6件</small>" in html


def test_words_of_an_act_are_escaped() -> None:
    assert "<b>太字" not in table(Tally(ON, "<b>太字", 1)).html()


def test_the_month_counts_its_own_days_only() -> None:
    found = table(Tally(date(2026, 11, 30), "届け出る", 2), Tally(date(2026, 12, 1), "届け出る", 5))
    assert (found.number, found.acts) == (2, [("届け出る", 2)])


@pytest.mark.parametrize(
    ("day", "ended", "tone"),
    [
        (date(2026, 11, 23), False, "stop"),
        (ON, False, "warn"),
        (date(2026, 11, 25), False, "run"),
        (date(2026, 11, 23), True, "ok"),
    ],
)
def test_the_tone_of_a_day(day: date, ended: bool, tone: str) -> None:
    assert tone_of(day, ON, ended=ended) == tone

"""Era years (和暦) as the city writes them: 昭和, 平成 and 令和, with 元年 for a first year.

A table of our own, because the library tried printed years in kanji numerals.
"""

from datetime import date
from typing import NamedTuple


class _Era(NamedTuple):
    began_on: date
    name: str
    letter: str


# Newest first. The old era ended with the day before (元号を改める政令 of 1989 and 2019; 改元の詔書 of 1926 for 昭和).
_ERAS = (
    _Era(date(2019, 5, 1), "令和", "R"),
    _Era(date(1989, 1, 8), "平成", "H"),
    _Era(date(1926, 12, 25), "昭和", "S"),
)

_WEEKDAYS = "月火水木金土日"


def era_year(day: date) -> str:
    """Return the era year of ``day``, as in 令和元年 or 平成31年. Raises ValueError before 1926-12-25."""
    era, number = _era_and_number(day)
    return f"{era.name}{'元' if number == 1 else number}年"


def era_date(day: date, *, weekday: bool = True) -> str:
    """Return ``day`` in full, as in 令和8年11月22日(日). Raises ValueError before 1926-12-25."""
    return f"{era_year(day)}{day.month}月{day.day}日{_in_parentheses(day) if weekday else ''}"


def era_short(day: date) -> str:
    """Return ``day`` for a box on paper, as in R8.11.24. Raises ValueError before 1926-12-25."""
    era, number = _era_and_number(day)
    return f"{era.letter}{number}.{day.month}.{day.day}"


def month_day(day: date) -> str:
    """Return ``day`` where its year is plain, as in 11月22日(日)."""
    return f"{day.month}月{day.day}日{_in_parentheses(day)}"


def _era_and_number(day: date) -> tuple[_Era, int]:
    for era in _ERAS:
        if era.began_on <= day:
            return era, day.year - era.began_on.year + 1
    raise ValueError(f"{day} lies before the Showa era.")


def _in_parentheses(day: date) -> str:
    return f"({_WEEKDAYS[day.weekday()]})"

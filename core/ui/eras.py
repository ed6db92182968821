"""Dates in the words of a Japanese office: era year first, weekday, 24 hours.

The table of eras stands here and not in ``core.periods`` because presentation and pure dates lie in the same layer and
do not import each other. Eras follow the cabinet orders (政令) that named them; before Meiji the western year is shown.
"""

from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

JAPAN: Final = ZoneInfo("Asia/Tokyo")
WEEKDAYS: Final = "月火水木金土日"
ERAS: Final = (
    (date(2019, 5, 1), "令和"),
    (date(1989, 1, 8), "平成"),
    (date(1926, 12, 25), "昭和"),
    (date(1912, 7, 30), "大正"),
    (date(1868, 10, 23), "明治"),
)


def japan_day(value: date | datetime) -> date:
    """Return the Japan date of a date or an instant; a naive datetime counts as Japan time."""
    if not isinstance(value, datetime):
        return value
    return japan_time(value).date()


def japan_time(at: datetime) -> datetime:
    """Return the instant in Japan time; a naive datetime counts as Japan time."""
    return at.astimezone(JAPAN) if at.tzinfo else at.replace(tzinfo=JAPAN)


def era_year(day: date) -> str:
    """Return the era and its year, such as 令和8年 or 令和元年."""
    for first_day, name in ERAS:
        if day >= first_day:
            number = day.year - first_day.year + 1
            return f"{name}{'元' if number == 1 else number}年"
    return f"{day.year}年"


def weekday(day: date) -> str:
    """Return the weekday as one character."""
    return WEEKDAYS[day.weekday()]


def month_day(day: date) -> str:
    """Return a date whose year is plain, such as 11月22日(日)."""
    return f"{day.month}月{day.day}日({weekday(day)})"


def era_date(day: date) -> str:
    """Return the full date, such as 令和8年11月22日(日)."""
    return f"{era_year(day)}{month_day(day)}"


def clock_time(at: datetime) -> str:
    """Return the Japan time of day without a leading zero, such as 9:12."""
    local = japan_time(at)
    return f"{local.hour}:{local.minute:02}"


def era_datetime(at: datetime) -> str:
    """Return the full date and time in Japan, such as 令和8年11月24日(火) 9:12."""
    return f"{era_date(japan_day(at))} {clock_time(at)}"

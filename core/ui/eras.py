"""Dates and instants in the words of the pages; the eras themselves stand in `core.periods.era`.

What a person typed may be any date, so a day before the Showa era shows its western year instead of failing.
"""

from datetime import date, datetime

from core.periods import era
from core.periods.clock import JAPAN
from core.periods.era import month_day

__all__ = ["clock_time", "era_date", "era_datetime", "era_year", "japan_day", "japan_time", "month_day"]


def japan_day(value: date | datetime) -> date:
    """Return the Japan date of a date or an instant; a naive datetime counts as Japan time."""
    if not isinstance(value, datetime):
        return value
    return japan_time(value).date()


def japan_time(at: datetime) -> datetime:
    """Return the instant in Japan time; a naive datetime counts as Japan time."""
    return at.astimezone(JAPAN) if at.tzinfo else at.replace(tzinfo=JAPAN)


def era_year(day: date) -> str:
    """Return the era and its year, such as 令和8年 or 令和元年; a western year before Showa."""
    try:
        return era.era_year(day)
    except ValueError:
        return f"{day.year}年"


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

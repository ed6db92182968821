"""Periods in months by the Civil Code (民法), articles 138 to 143.

Belongs here: the reckoning itself, nothing about what a period is for. A period is always counted forward from its
event; why is told in docs/adr/0003. Article 142 (last day on a holiday) is deliberately absent: it gives more time to
somebody who must act, and would only make the time between an announcement and its effect harder to foresee.
"""

from calendar import monthrange
from datetime import date, timedelta


def period_end(event: date, *, months: int) -> date:
    """Return the last day of the period of ``months`` calendar months that begins after ``event``.

    The day of the event is not counted (article 140), the period runs to the end of the returned day (141), which is
    the day before the one that corresponds to the first counted day, or the last day of the month where none
    corresponds (143).
    Raises ValueError for fewer than one month and where a date leaves the years 1 to 9999.
    """
    return _days_later(earliest_effect(event, months=months), -1)


def earliest_effect(announced: date, *, months: int) -> date:
    """Return the first day on which a full period of ``months`` calendar months lies behind ``announced``.

    That is the day after ``period_end``. Raises ValueError as ``period_end`` does. Clause 4-5-(2).
    """
    _require_period(months)
    first_counted = _days_later(announced, 1)
    year, month = _month_away(first_counted, months)
    if first_counted.day <= _length(year, month):
        return date(year, month, first_counted.day)
    return _days_later(date(year, month, _length(year, month)), 1)


def latest_announcement(effect: date, *, months: int) -> date:
    """Return the last day whose ``earliest_effect`` is not after ``effect``.

    Several days can share one earliest effect (in 2027, 28 to 31 January all lead to 1 March): the last of them is
    returned. A day can be the earliest effect of none (31 March 2027 after one month): then the last day that leads to
    an earlier one is returned. Raises ValueError as ``period_end`` does. Clause 4-5-(2).
    """
    _require_period(months)
    year, month = _month_away(effect, -months)
    last_first_counted = date(year, month, min(effect.day, _length(year, month)))
    return _days_later(last_first_counted, -1)


def _require_period(months: int) -> None:
    if months < 1:
        raise ValueError(f"A period has at least one month, not {months}.")


def _month_away(day: date, months: int) -> tuple[int, int]:
    year, month0 = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        raise ValueError(f"{months} months from {day} there is no date.")
    return year, month0 + 1


def _length(year: int, month: int) -> int:
    return monthrange(year, month)[1]


def _days_later(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError as error:  # not a ValueError by itself, and a form only expects that
        raise ValueError(f"{days} days from {day} there is no date.") from error

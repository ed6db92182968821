"""Opening days (開庁日) of the city: used for "promptly" targets and reminders, never for periods (docs/adr/0004).

Closed are Saturdays, Sundays, national holidays and the turn of the year, 29 December to 3 January, which is what the
Local Autonomy Act (地方自治法), article 4-2, lets an ordinance set. What the city closes beyond that is data, handed in
as ``closures``.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator
from datetime import date, timedelta
from functools import cache
from itertools import count as count_from
from itertools import islice

import jpholiday

# The holiday act is of July 1948; the equinoxes are forecast, and beyond this the forecast is worth nothing.
FIRST_YEAR, LAST_YEAR = 1949, 2149

_SATURDAY = 5


def is_opening_day(day: date, closures: Collection[date] = ()) -> bool:
    """Tell whether the city's offices are open on ``day``. Raises ValueError outside FIRST_YEAR to LAST_YEAR."""
    return _is_regular(day) and day not in closures


def holiday_name(day: date) -> str:
    """Return the name of the national holiday that ``day`` is, as in 文化の日; "" on every other day."""
    return jpholiday.is_holiday_name(day) or ""


def add_opening_days(day: date, count: int, closures: Collection[date] = ()) -> date:
    """Return the ``count``-th opening day after ``day``, which itself is not counted.

    With a count of 0 it is the first opening day on or after ``day``.
    Raises ValueError for a negative count and when the way leads outside FIRST_YEAR to LAST_YEAR.
    """
    if count < 0:
        raise ValueError(f"Opening days are counted forward, not {count}.")
    shut = frozenset(closures)
    ahead = (each for each in _regular_from(day) if each not in shut and (each > day or count == 0))
    return next(islice(ahead, max(count - 1, 0), None))


def opening_days_between(start: date, end: date, closures: Collection[date] = ()) -> int:
    """Return how many opening days lie after ``start`` up to and including ``end``; 0 when ``end`` is not later.

    Raises ValueError outside FIRST_YEAR to LAST_YEAR.
    """
    if end <= start:
        return 0
    shut = {day for day in closures if start < day <= end and _is_regular(day)}
    full_years = sum(len(_regular_days(year)) for year in range(start.year, end.year))
    return full_years + _nth_of_year(end) - _nth_of_year(start) - len(shut)


def _is_regular(day: date) -> bool:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(f"Opening days are known from {FIRST_YEAR} to {LAST_YEAR}, not for {day}.")
    turn_of_year = (day.month, day.day) >= (12, 29) or (day.month, day.day) <= (1, 3)
    return not (day.weekday() >= _SATURDAY or turn_of_year or jpholiday.is_holiday(day))


@cache  # no more entries than years between the bounds
def _regular_days(year: int) -> tuple[date, ...]:
    new_year = date(year, 1, 1)
    days = (new_year + timedelta(days=n) for n in range(366))
    return tuple(day for day in days if day.year == year and _is_regular(day))


def _regular_from(day: date) -> Iterator[date]:
    for year in count_from(day.year):
        regular = _regular_days(year)
        yield from islice(regular, bisect_left(regular, day), None)


def _nth_of_year(day: date) -> int:
    return bisect_right(_regular_days(day.year), day)

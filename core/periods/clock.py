"""The clock: the only place that reads the time, and the way between instants (UTC) and days (Japan).

Views, tasks and commands call ``now`` once and hand the result on; everything below takes ``at`` or ``on``.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, tzinfo
from zoneinfo import ZoneInfo

JAPAN = ZoneInfo("Asia/Tokyo")

Clock = Callable[[], datetime]
"""What work that takes minutes is given instead of an instant: `now`, to be read again before each piece."""


def now() -> datetime:
    """Return the present instant, aware, in UTC."""
    return datetime.now(UTC)


def japan_date(at: datetime) -> date:
    """Return the day it is in Japan at the instant ``at``.

    Raises ValueError for a naive datetime, and where no day between the years 1 and 9999 answers.
    """
    if at.utcoffset() is None:
        raise ValueError(f"{at} names no instant: it has no time zone.")
    return _in_zone(at, JAPAN).date()


def japan_midnight(day: date) -> datetime:
    """Return the instant, aware and in UTC, at which ``day`` begins in Japan. Raises ValueError for 0001-01-01."""
    return _in_zone(datetime.combine(day, time.min, JAPAN), UTC)


def _in_zone(at: datetime, zone: tzinfo) -> datetime:
    try:
        return at.astimezone(zone)
    except OverflowError as error:  # not a ValueError by itself, and a form only expects that
        raise ValueError(f"{at} lies at the edge of the calendar.") from error

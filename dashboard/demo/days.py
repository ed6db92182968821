"""The days of the demonstration: opening days counted back from the day it is loaded."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache

from core.periods.clock import JAPAN
from core.periods.fiscal import fiscal_year
from core.periods.opening_days import add_opening_days, is_opening_day

OPENS = time(9)


@dataclass(frozen=True)
class Days:
    """The days that everything is counted from; `on` is the day of loading, on which nothing happens yet."""

    on: date

    @property
    def reorganisation(self) -> date:
        """Return the first day of the fiscal year: offices change hands, a section goes over to another."""
        return date(fiscal_year(self.on), 4, 1)

    @property
    def set_up(self) -> date:
        """Return the day on which the city began to use the system: in April of the year before."""
        return add_opening_days(date(self.reorganisation.year - 1, 4, 1), 0)

    def april(self, years_ago: int) -> date:
        """Return 1 April of this fiscal year or of one before."""
        return date(self.reorganisation.year - years_ago, 4, 1)

    def back(self, count: int, before: date | None = None) -> date:
        """Return the `count`-th opening day before a day, by default the day of loading."""
        return opening_day_before(before or self.on, count)


@cache
def opening_day_before(day: date, count: int) -> date:
    """Return the `count`-th opening day before `day`."""
    while count:
        day -= timedelta(days=1)
        count -= is_opening_day(day)
    return day


def instant(day: date, minutes: int = 0) -> datetime:
    """Return an instant on a day in Japan, `minutes` after the office opens, in UTC."""
    return (datetime.combine(day, OPENS, JAPAN) + timedelta(minutes=minutes)).astimezone(UTC)

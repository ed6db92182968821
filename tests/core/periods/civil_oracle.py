"""A second reading of Civil Code articles 140 to 143, to hold core.periods.civil against.

It walks the calendar one day at a time and looks at what it meets, so that it shares no arithmetic with the code under
test: no month is ever computed, no day clamped. Slow and literal on purpose.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)


def each_day(first: date, last: date) -> Iterator[date]:
    """Yield every day from ``first`` to ``last``, both inclusive."""
    day = first
    while day <= last:
        yield day
        day += ONE_DAY


def read_period_end(event: date, months: int) -> date:
    """Walk from the day of the event to the last day of its period."""
    first_counted = event + ONE_DAY  # 140: the day of the event is not counted
    entered = 0  # months entered since, by the calendar (143-1)
    day = first_counted
    while True:
        day_before, day = day, day + ONE_DAY
        if day.day == 1:
            entered += 1
        if entered == months and day.day == first_counted.day:
            return day_before  # 143-2: the day before the one that corresponds
        if entered > months:
            return day_before  # 143-2, proviso: none corresponded, so the last day of that month


def read_earliest_effect(announced: date, months: int) -> date:
    """Return the first day that begins when the period has ended with the end of its last day (141)."""
    return read_period_end(announced, months) + ONE_DAY


def read_latest_announcement(effect: date, earliest_effects: Mapping[date, date]) -> date:
    """Try the days before ``effect``, the nearest first, until one leads to an effect that is not later."""
    announced = effect
    while earliest_effects[announced] > effect:
        announced -= ONE_DAY
    return announced

"""Everything that happens in the demonstration, put into the order of its instants and done in that order.

Stories run side by side for a year; what one does can depend on who holds an office that day, so nothing may happen
before something earlier in another story.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

Deed = Callable[[datetime], object]


@dataclass(frozen=True)
class Event:
    """One thing that happens at an instant."""

    at: datetime
    do: Deed


def run(events: Iterable[Event]) -> int:
    """Let everything happen in order, events of one instant in the order given; return how many there were."""
    ordered = sorted(events, key=lambda event: event.at)
    for event in ordered:
        event.do(event.at)
    return len(ordered)

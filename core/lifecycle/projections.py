"""What is worked out from records and kept beside them: written in the transaction of the act, so never stale.

An app registers a function when it is ready; an act that changed records calls it at its end with those records as
they stand now, and with the states that they left. A projection holds nothing that could not be worked out again.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import date

from core.records import Record

Projection = Callable[[Collection[Record], Mapping[str, str], date], None]
"""Takes the records an act changed, each once, the states that some of them left, by their streams, and the day."""

_registered: list[Projection] = []


def register(projection: Projection) -> None:
    """Have a projection follow every act; registering it again changes nothing."""
    if projection not in _registered:
        _registered.append(projection)


def project(changed: Collection[Record], left: Mapping[str, str], on: date) -> None:
    """Bring every projection up to date with what an act changed."""
    for projection in _registered:
        projection(changed, left, on)

"""The events of what a migration carries over into records: told by the clock, as acts tell theirs.

A migration works on rows of its own time, past acts; what it leaves without an event would be found as a fault by the
next verification.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.audit.writer import Change, Stamp, write_events
from core.lifecycle.actor import SYSTEM


@dataclass(frozen=True)
class Carried:
    """One row that a migration made (`number` 1) or changed, with what its event says."""

    stream: str
    number: int
    """The version of the row."""
    verb: str
    label: str
    facts: Mapping[str, Any]


def tell_carried(carried: Sequence[Carried], at: datetime) -> None:
    """Append the events of what belongs together as one act of the clock."""
    stamp = Stamp(uuid.uuid4(), at, None, SYSTEM.office, None, SYSTEM.label, None)
    write_events([Change(c.stream, c.number, f"{_kind(c)}.{c.verb}", c.label, facts=c.facts) for c in carried], stamp)


def _kind(carried: Carried) -> str:
    return carried.stream.partition(":")[0]

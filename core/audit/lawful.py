"""Which acts lawfully emptied facts, told by the events of the record that decided it (廃棄の手続) alone.

This package stands below `core.retention` and knows its record by the names its events carry: one person asks, another
permits, and somebody other than who permitted carries out. `verifier/verify_export.py` has the same rule of its own.
"""

from collections.abc import Iterable
from typing import NamedTuple

from core.audit.models import Event

DECIDED = "retention.disposal:"
"""The streams of the records that decide a disposal."""
CREATE, PERMIT = "retention.disposal.create", "retention.disposal.permit"
CARRY_OUT, WITHDRAW = "retention.disposal.carry_out", "retention.disposal.withdraw"


class Decision(NamedTuple):
    """What the events of one disposal add up to: who asked, whose permission stands, the act that carried it out."""

    asked: int | None = None
    permitted: int | None = None
    carried_out: str = ""

    def followed_by(self, move: str, person: int | None, act_id: str) -> "Decision":
        """Return the decision after one more event; a step out of order or by the wrong person counts for nothing."""
        if move == CREATE:
            return self._replace(asked=person)
        if move == PERMIT:
            return self._replace(permitted=person if self.asked not in {None, person} else None)
        if move == WITHDRAW:
            return self._replace(permitted=None)
        if move == CARRY_OUT and self.permitted is not None and person not in {None, self.permitted}:
            return self._replace(permitted=None, carried_out=act_id)
        return self


def decisions_of(streams: Iterable[str]) -> dict[str, Decision]:
    """Return the decisions of some streams; one query. Streams that are no disposals are passed over."""
    wanted, found = {stream for stream in streams if stream.startswith(DECIDED)}, dict[str, Decision]()
    if not wanted:
        return found
    events = Event.objects.filter(stream__in=wanted).order_by("stream", "number")
    for stream, move, person, act_id in events.values_list("stream", "move", "person", "act_id"):
        found[stream] = found.get(stream, Decision()).followed_by(move, person, str(act_id))
    return found

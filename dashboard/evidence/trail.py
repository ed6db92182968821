"""Reads events as plain rows, and what they say the columns of a record are."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from core.audit.hashing import event_hash, facts_hash
from core.audit.history import who
from core.audit.models import Event
from core.lifecycle.trails import facts_of
from core.periods.clock import japan_date
from dashboard.evidence.rows import Told

CHUNK = 1000
"""How many streams one query asks for."""


def told_of(event: Event, *, check_hash: bool = False) -> Told:
    """Return an event as a plain row; persons and facts are selected by the caller."""
    changes = facts_of(event).get("changes") or {}
    return Told(
        key=event.pk,
        stream=event.stream,
        at=event.at,
        on=japan_date(event.at),
        name=event.move,
        label=event.label,
        who=who(event),
        person=event.person_id,
        office=event.office,
        unit=event.unit_id,
        on_behalf_of=event.on_behalf_of_id,
        to_state=event.to_state,
        digest=str((changes.get("seen_digest") or ["", ""])[1]),
        is_whole=not check_hash or _is_whole(event),
    )


def _is_whole(event: Event) -> bool:
    facts = getattr(event, "facts", None)
    return event_hash(event) == event.hash and (facts is None or facts_hash(facts.salt, facts.body) == event.facts_hash)


def events_of(streams: Iterable[str]) -> defaultdict[str, list[Event]]:
    """Return the events of some streams by stream, in order; one query for each thousand streams."""
    wanted, found = list(streams), defaultdict[str, list[Event]](list)
    for start in range(0, len(wanted), CHUNK):
        part = Event.objects.filter(stream__in=wanted[start : start + CHUNK]).order_by("stream", "number")
        for event in part.select_related("person", "on_behalf_of", "facts"):
            found[event.stream].append(event)
    return found


def columns_told(events: Iterable[Event]) -> dict[str, Any]:
    """Return the columns of a record as its events leave them: dates as ISO text, states included."""
    columns: dict[str, Any] = {}
    for event in events:
        facts = facts_of(event)
        columns |= facts.get("values") or {}
        columns |= {name: pair[1] for name, pair in (facts.get("changes") or {}).items()}
        if event.to_state:
            columns["state"] = event.to_state
    return columns

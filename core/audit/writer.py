"""Adds events to the trail; called by `core.lifecycle` only (an import contract holds this).

The numbers of a stream are the versions of its record, whose row the act holds locked, so two
acts never write the same number. All events of an act go in with what else it writes (on SQLite with three statements).
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Q

from core.audit.hashing import event_hash, facts_hash
from core.audit.inserting import event_inserts
from core.audit.models import Event
from core.records import canonical_json
from core.staff.models import Person, Unit
from core.together import Write, write_together

CONDITIONS = 200
"""How many streams one query asks for: SQLite refuses conditions nested a thousand deep."""


@dataclass(frozen=True)
class Stamp:
    """What all events of one act share: who, in which office, when."""

    act_id: UUID
    at: datetime
    person: Person | None
    office: str
    unit: Unit | None
    capacity: str
    on_behalf_of: Person | None
    request_id: str = ""


@dataclass(frozen=True)
class Change:
    """What one act did to one record."""

    stream: str
    number: int
    move: str
    label: str
    from_state: str = ""
    to_state: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    previous: str = ""
    """The hash of the stream's last event, where it was read with the record's row; otherwise it is looked up."""

    def followed_by(self, later: "Change", verb: str) -> "Change":
        """Return this change and a later one of the same act as one: first state, last state, all facts."""
        began = self.from_state or ("" if ".create" in self.move else later.from_state)
        changes = dict(self.facts.get("changes", {}))
        for name, (before, after) in later.facts.get("changes", {}).items():
            changes[name] = [changes[name][0] if name in changes else before, after]
        facts = {**self.facts, **later.facts, "changes": changes}
        if "hidden" in facts:
            facts["hidden"] = {**self.facts.get("hidden", {}), **later.facts.get("hidden", {})}
        return Change(
            self.stream,
            self.number,
            f"{self.move}+{verb}",
            later.label,
            began,
            later.to_state or self.to_state,
            facts,
            self.previous,
        )


def write_events(changes: Sequence[Change], stamp: Stamp) -> list[Event]:
    """Append one event for each change, bound to the previous event of its stream; return them as stored."""
    write_together(event_writes(changes, stamp))
    stored = {(e.stream, e.number): e for e in Event.objects.filter(act_id=stamp.act_id)}
    return [stored[change.stream, change.number] for change in changes]


def event_writes(changes: Sequence[Change], stamp: Stamp) -> list[Write]:
    """Return the writes that append one event for each change, bound to the previous event of its stream."""
    last = _last_hashes(changes)
    events, bodies = [], []
    for change in changes:
        salt, body = secrets.token_hex(16), canonical_json(change.facts)
        event = _event(change, stamp, facts_hash(salt, body), last.get(change.stream, ""))
        last[change.stream] = event.hash
        events.append(event)
        bodies.append((salt, body))
    return list(event_inserts(events, bodies))


def _event(change: Change, stamp: Stamp, facts: str, previous: str) -> Event:
    event = Event(
        stream=change.stream,
        number=change.number,
        act_id=stamp.act_id,
        move=change.move,
        label=change.label,
        from_state=change.from_state,
        to_state=change.to_state,
        person=stamp.person,
        office=stamp.office,
        unit=stamp.unit,
        capacity=stamp.capacity,
        on_behalf_of=stamp.on_behalf_of,
        at=stamp.at,
        request_id=stamp.request_id,
        facts_hash=facts,
        previous=previous,
    )
    event.hash = event_hash(event)
    return event


def _last_hashes(changes: Sequence[Change]) -> dict[str, str]:
    """Return the last stored hash of each stream that is continued here."""
    last = {change.stream: change.previous for change in changes if change.previous}
    first: dict[str, int] = {}
    for change in (change for change in changes if change.stream not in last):
        first[change.stream] = min(change.number, first.get(change.stream, change.number))
    continued = [Q(stream=stream, number=number - 1) for stream, number in first.items() if number > 1]
    for start in range(0, len(continued), CONDITIONS):
        found = Event.objects.filter(reduce(or_, continued[start : start + CONDITIONS]))
        last.update(found.values_list("stream", "hash"))
    return last

"""The trail as people read it: what happened to a record, by whom, in which office."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from core.audit.models import Event
from core.records import Record, short_code
from core.statements import Among, Statement

WRITTEN = r"[.+](create|edit)([+]|$)"
"""Moves by which a person writes a record's content, alone or together with others in one act."""


@dataclass(frozen=True)
class Entry:
    """One line of a history."""

    at: datetime
    label: str
    who: str
    move: str
    to_state: str
    facts: dict[str, Any]
    code: str
    act_id: UUID
    person_id: int | None
    stream: str


def history(streams: Iterable[str], most: int | None = None) -> list[Entry]:
    """Return what happened to some streams, newest first; `most` events where it is given (one query)."""
    events = (
        Event.objects.filter(stream__in=list(streams))
        .select_related("person", "on_behalf_of", "facts")
        .order_by("-at", "-id")
    )
    return [_entry(event) for event in events[:most]]


TOLD = (
    "at", "label", "move", "to_state", "hash", "act_id", "person_id",
    "capacity", "person__name", "on_behalf_of__name", "facts__body", "number", "stream", "id",
)  # fmt: skip
"""What an entry is told from, for pages that read events together with something else."""


def entry_of(values: Sequence[Any]) -> Entry:
    """Return an entry from the values of `TOLD`."""
    at, label, move, to_state, digest, act_id, person_id, capacity, name, principal, body, _, stream, _ = values
    return Entry(
        at=at,
        label=label,
        who=_words(name, capacity, principal),
        move=move,
        to_state=to_state,
        facts=json.loads(body) if body else {},
        code=short_code(digest),
        act_id=act_id,
        person_id=person_id,
        stream=stream,
    )


def _entry(event: Event) -> Entry:
    facts = getattr(event, "facts", None)
    return Entry(
        at=event.at,
        label=event.label,
        who=who(event),
        move=event.move,
        to_state=event.to_state,
        facts=json.loads(facts.body) if facts else {},
        code=short_code(event.hash),
        act_id=event.act_id,
        person_id=event.person_id,
        stream=event.stream,
    )


def who(event: Event) -> str:
    """Name the person with the office; for a deputy both names (代決)."""
    name, principal = (one.name if one is not None else None for one in (event.person, event.on_behalf_of))
    return _words(name, event.capacity, principal)


def _words(name: str | None, capacity: str, principal: str | None) -> str:
    if name is None:
        return capacity
    return f"{name}({capacity})" + (f"、{principal}に代わって" if principal else "")


def authors(record: Record) -> set[int]:
    """Return the keys of the persons who created or edited a record, from the trail itself."""
    return authors_of_streams([record.stream])


def authors_of_streams(streams: Iterable[str]) -> set[int]:
    """Return the keys of the persons who created or edited what some streams are about."""
    return {person for (person,) in WRITERS.rows(streams=list(streams))}


WROTE = Q(move__regex=WRITTEN, person__isnull=False)
"""Says of events that a person wrote content by them."""
WRITERS = Statement(
    "writers", lambda: Event.objects.filter(WROTE, Among("stream", "streams", "text")).values_list("person")
)


def last_code(record: Record) -> str:
    """Return the short code of a record's last event, as the paper sheets print it."""
    last = Event.objects.filter(stream=record.stream).order_by("-number").values_list("hash", flat=True).first()
    return short_code(last) if last else ""

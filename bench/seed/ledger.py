"""Acts of the past in memory: each change a record goes through leaves the event that the lifecycle would have written.

`core.lifecycle` writes one act at a time and asks the database at every step; for a million events that takes hours.
Here the same transitions run on records that are in memory only, their events are numbered, hashed and chained as
`core.audit.writer` does it, and everything is stored in bulk. That the result is a whole trail is what
`manage.py verify_audit` says of it (a test holds this).
"""

import secrets
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any, TypeVar
from uuid import UUID, uuid4

from django.db import connection, models

from bench.seed.storing import insert, next_key, set_sequences, store
from core.audit.hashing import facts_hash
from core.audit.models import Event, sealed_content
from core.lifecycle.actor import Actor
from core.lifecycle.moves import Move
from core.periods.clock import japan_date
from core.records import Record, canonical_json, digest_of

R = TypeVar("R", bound=Record)
EVENT = [str(f.column) for f in Event._meta.concrete_fields]
_ACT_ID, _AT = Event._meta.get_field("act_id"), Event._meta.get_field("at")


@dataclass
class Change:
    """What one act did to one record; several changes of an act are one event (ADR 0007)."""

    record: Record | None
    move: str
    label: str
    from_state: str = ""
    to_state: str = ""
    facts: dict[str, Any] = field(default_factory=dict)


class Ledger:
    """The records and events that are not stored yet, and the keys the next ones get."""

    def __init__(self) -> None:
        self._next: dict[type[models.Model], int] = {}
        self._rows: defaultdict[type[models.Model], list[models.Model]] = defaultdict(list)
        self._events: list[list[Any]] = []
        self._facts: list[tuple[int, str, str]] = []
        self._last: dict[str, str] = {}
        self.events = 0

    def key(self, model: type[models.Model]) -> int:
        """Return a key for a new row."""
        key = self._next.get(model) or next_key(model)
        self._next[model] = key + 1
        return key

    @contextmanager
    def act(self, by: Actor, at: datetime) -> "Iterator[PastAct]":
        """Open an act of the past; its events are written when the block ends."""
        act = PastAct(self, by, at)
        yield act
        for stream, change in act.changes.items():
            assert change.record is not None
            self._append(stream, change.record.version, change, act)

    def note(self, what: str, label: str, by: Actor, at: datetime, **facts: Any) -> None:
        """Write an act that changed no record, such as a sign-in."""
        told = {name: _plain(value) for name, value in facts.items()}
        self._append(f"note:{what}:{uuid4()}", 1, Change(None, what, label, facts=told), PastAct(self, by, at))

    def keep(self, *rows: models.Model) -> None:
        """Take rows over for storing: nothing changes them any more."""
        for row in rows:
            self._rows[type(row)].append(row)
            if isinstance(row, Record):
                self._last.pop(row.stream, None)

    @property
    def waiting(self) -> int:
        """Return how many events wait to be stored."""
        return len(self._events)

    def store(self) -> None:
        """Store what waits; in one transaction, at whose end the database looks at the references."""
        insert("audit_event", EVENT, self._events)
        insert("audit_facts", ["event_id", "salt", "body"], self._facts)
        insert("audit_unsealed", ["event_id"], [(event[0],) for event in self._events])
        for rows in self._rows.values():
            store(rows)
        self._events, self._facts = [], []
        self._rows.clear()

    def close(self) -> None:
        """Let the database give the next keys."""
        set_sequences(model for model in self._next if model._meta.pk.column == "id")

    def _append(self, stream: str, number: int, change: Change, act: "PastAct") -> None:
        salt, body = secrets.token_hex(16), canonical_json(change.facts)
        by, key = act.by, self.key(Event)
        person, unit = by.person.pk if by.person else None, by.unit.pk if by.unit else None
        event = SimpleNamespace(
            stream=stream,
            number=number,
            act_id=act.id,
            move=change.move,
            label=change.label,
            from_state=change.from_state,
            to_state=change.to_state,
            office=by.office,
            capacity=by.label,
            at=act.at,
            request_id="",
            facts_hash=facts_hash(salt, body),
            previous=self._last.get(stream, ""),
        )
        event.hash = digest_of(sealed_content(event, person, unit, None))
        if change.record is not None:
            self._last[stream] = event.hash
        values = vars(event) | {"id": key, "person_id": person, "unit_id": unit, "on_behalf_of_id": None}
        values |= {"act_id": _prepared(_ACT_ID, act.id), "at": _prepared(_AT, act.at)}
        self._events.append([values[name] for name in EVENT])
        self._facts.append((key, salt, body))
        self.events += 1


class PastAct:
    """One act that was: what it made and changed."""

    def __init__(self, ledger: Ledger, by: Actor, at: datetime) -> None:
        self.id: UUID = uuid4()
        self.by, self.at = by, at
        self.changes: dict[str, Change] = {}
        self._ledger = ledger

    @property
    def on(self) -> date:
        """Return the Japan date of the act."""
        return japan_date(self.at)

    def create(self, model: type[R], **values: Any) -> R:
        """Make a record with a key of its own."""
        record = model(pk=self._ledger.key(model), **values)
        label = model.creation or f"{model._meta.verbose_name}を作成した"
        facts = {"values": record.columns()}
        self.changes[record.stream] = Change(record, f"{model._meta.label_lower}.create", label, facts=facts)
        return record

    def edit(self, record: R, **values: Any) -> R:
        """Change values that are no state."""
        before = record.columns()
        for name, value in values.items():
            setattr(record, name, value)
        self._note(record, "edit", f"{record._meta.verbose_name}を直した", {"changes": _differences(before, record)})
        return record

    def perform(self, record: R, move: Move, **facts: Any) -> R:
        """Run the transition of a move; its checks and effects are the story's business."""
        before = record.columns()
        getattr(record, move.name)(**{name: facts[name] for name in move.takes if name in facts})
        changes = _differences(before, record)
        told = {name: _plain(value) for name, value in facts.items() if value not in (None, "")}
        state = changes.pop("state", ["", ""])
        self._note(record, move.name, move.past, {**told, "changes": changes}, *state)
        return record

    def _note(self, record: Record, verb: str, label: str, facts: Mapping[str, Any], *state: str) -> None:
        before, after = state or ("", "")
        earlier = self.changes.get(record.stream)
        if earlier is None:
            record.version += 1
            move = f"{record._meta.label_lower}.{verb}"
            self.changes[record.stream] = Change(record, move, label, before, after, dict(facts))
            return
        began = earlier.from_state or ("" if ".create" in earlier.move else before)
        changes = dict(earlier.facts.get("changes", {}))
        for name, (old, new) in facts["changes"].items():
            changes[name] = [changes[name][0] if name in changes else old, new]
        told = {**earlier.facts, **facts, "changes": changes}
        self.changes[record.stream] = Change(
            record, f"{earlier.move}+{verb}", label, began, after or earlier.to_state, told
        )


def _differences(before: Mapping[str, Any], record: Record) -> dict[str, list[Any]]:
    return {name: [before[name], value] for name, value in record.columns().items() if before[name] != value}


def _prepared(field: Any, value: Any) -> Any:
    return field.get_db_prep_save(value, connection)


def _plain(value: Any) -> Any:
    return value.stream if isinstance(value, Record) else value

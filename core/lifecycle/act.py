"""The one way a record changes (architecture, "How any record changes state").

An act locks, checks, changes, and collects; when its block ends it writes all audit events and
all messages, and the transaction commits. A refusal or a failure anywhere leaves nothing behind.
"""

import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from enum import Enum
from typing import Any, TypeVar

from django.db import models
from django_fsm import can_proceed

from core.audit.disposal import remove_facts
from core.audit.models import DISPOSALS
from core.audit.writer import Change, Stamp, event_writes
from core.lifecycle.actor import Actor, require_in_force
from core.lifecycle.collisions import one_transaction
from core.lifecycle.errors import Conflict
from core.lifecycle.held import Held
from core.lifecycle.moves import Move
from core.lifecycle.pending import Pending
from core.lifecycle.projections import project
from core.lifecycle.proof import require_proof
from core.memo import forget, remembering
from core.notifications.telling import Tell
from core.notifications.writer import outgoing
from core.periods.clock import japan_date
from core.records import Record, writing
from core.together import MOST, Write

R = TypeVar("R", bound=Record)

request_id: ContextVar[str] = ContextVar("request_id", default="")
"""The web request an act belongs to; set by the middleware, empty for tasks and commands."""


class Act:
    """One act of one actor at one instant: the changes, events and messages it collects."""

    def __init__(self, by: Actor, at: datetime) -> None:
        self.id = uuid.uuid4()
        self.by = by
        self.at = at
        self._changes: dict[str, Change] = {}
        self._changed: dict[str, Record] = {}
        self._tells: list[Tell] = []
        self.noted: set[str] = set()
        """What callers note that they did once in this act, such as locking what hangs from a record."""
        self._held = Held()
        self.pending = Pending()
        self._further: list[Write] = []

    @property
    def on(self) -> date:
        """Return the Japan date of the act."""
        return japan_date(self.at)

    def create(self, model: type[R], **values: Any) -> R:
        """Validate and insert a record; states start at their default.

        Raises:
            ValidationError: when the values do not satisfy the model.
        """
        record = model(**values)
        _validate(record)
        record.save(force_insert=True)
        return self._created(record)

    def create_all(self, model: type[R], rows: Iterable[Mapping[str, Any]]) -> list[R]:
        """Insert many records of a kind that adds nothing to `save`, in a few statements; otherwise as `create`."""
        records = [model(**values) for values in rows]
        for record in records:
            _validate(record)
        return [self._created(record) for record in model._base_manager.bulk_create(records, batch_size=MOST)]

    def _created(self, record: R) -> R:
        self._held.keep(record)
        told = {"values": record.columns(), **_told_hidden(record.hidden_digests())}
        meta = record._meta
        self._note(record, "create", record.creation or f"{meta.verbose_name}を作成した", facts=told)
        return record

    def edit(self, record: R, seen: str | None = None, why: Mapping[str, Any] | None = None, **values: Any) -> R:
        """Change values of a record that are no state; changing nothing records nothing.

        Of a hidden column (a password) the event says that it changed, with a digest of what is stored now.

        Raises:
            Conflict: when `seen` is given and the record is another one by now.
            FieldDoesNotExist: when a value is none of the record's.
        """
        fresh = self.lock(record)
        _require_seen(fresh, seen)
        before, hidden_before = fresh.columns(), fresh.hidden_digests()
        for name, value in values.items():
            fresh._meta.get_field(name)
            setattr(fresh, name, value)
        _validate(fresh)
        changes, hidden = _differences(before, fresh.columns()), _differences(hidden_before, fresh.hidden_digests())
        if changes or hidden:
            now = {name: digest for name, (_, digest) in hidden.items()}
            told = {"changes": changes, **_told_hidden(now), **(why or {})}
            self._store(fresh, [*changes, *hidden])
            self._note(fresh, "edit", f"{fresh._meta.verbose_name}を直した", facts=told)
        return fresh

    def perform(self, record: R, move: Move, *, seen: str | None = None, **facts: Any) -> R:
        """Make a move: lock, compare, check, change state, effects, messages.

        Raises:
            Conflict: the state or the content is not what the person saw.
            Denied: the move's check or examination refuses.
            ProofNeeded: the move asks for it (`Move.asks_proof`), and the person at the screen was not proved lately.
            ValidationError: what the move writes does not satisfy the model.
        """
        fresh = self.lock(record)
        if move.decides or seen is not None:
            _require_seen(fresh, seen or "")
        self._require_state(fresh, move)
        move.check(fresh, self.by, self.on)
        move.examine(fresh, facts, self.on)
        if move.asks_proof:
            self.require_proof()
        self._transit(fresh, move, facts)
        move.effects(self, fresh, facts)
        self._tells.extend(move.tells(self, fresh, facts))
        return fresh

    def require_proof(self) -> None:
        """Demand a recent sign-in of the person at the screen, for what decides or gives authority (ADR 0020).

        Raises:
            ProofNeeded: the last proof is too old.
        """
        require_proof(self.at, self.on)

    def lock(self, record: R) -> R:
        """Refetch a record locked, the rows it names in `lock_first` before it (where it names one).

        A row that the act holds already is not asked for again.
        """
        return self._held.lock(record)

    def held(self, model: type[R]) -> list[R]:
        """Return the rows of a kind that the act holds, as they stand."""
        return self._held.of(model)

    def lock_all(self, model: type[R], **conditions: Any) -> list[R]:
        """Lock the records under some conditions in the order of their keys, in one statement.

        Whoever calls holds what they name in `lock_first`. Rows that the act has changed are as it left them.

        Args:
            conditions: lookups as `filter` takes them; a list is one value for each of its members.
        """
        return self._held.lock_all(model, conditions)

    def tell(self, *tells: Tell) -> None:
        """Add messages to the act."""
        self._tells.extend(tells)

    def note(self, what: str, label: str, **facts: Any) -> None:
        """Record an act that changes no record, as an event of its own stream."""
        stream = f"note:{what}:{uuid.uuid4()}"
        self._changes[stream] = Change(stream, 1, what, label, facts=_plain(facts))

    def dispose(self, disposal: Record, streams: Iterable[str]) -> int:
        """Remove the content of all events of some streams (廃棄), as `disposal` decided; the chain stays provable.

        What the same act writes about the streams is stored later and keeps its content.

        Returns:
            How many streams lost content.

        Raises:
            ValueError: when a stream is itself the proof of a disposal.
        """
        removed = remove_facts(streams, disposal=disposal.stream, act_id=self.id, at=self.at)
        if removed:
            stream = f"{DISPOSALS}{uuid.uuid4()}"
            facts = {"disposal": disposal.stream, "streams": removed}
            self._changes[stream] = Change(stream, 1, "audit.dispose", "記録の内容を廃棄した", facts=facts)
        return len(removed)

    def empty(self, record: R, disposal: Record, **values: Any) -> R:
        """Put `values` in place of a record's content (廃棄); the event says what stands there now, not what stood.

        Raises:
            FieldDoesNotExist: when a value is none of the record's.
        """
        fresh = self.lock(record)
        before = fresh.columns()
        for name, value in values.items():
            fresh._meta.get_field(name)
            setattr(fresh, name, value)
        _validate(fresh)
        changes = {name: [None, now] for name, (_, now) in _differences(before, fresh.columns()).items()}
        self._store(fresh, changes)
        told = {"disposal": disposal, "changes": changes}
        self._note(fresh, "dispose", f"{fresh._meta.verbose_name}の内容を廃棄した", facts=told)
        return fresh

    def _require_state(self, record: Record, move: Move) -> None:
        if not can_proceed(getattr(record, move.name)):
            raise Conflict(
                "この画面を開いた後の操作で、すでに状態が変わっています。今回の操作は記録していません。", record
            )

    def _transit(self, record: Record, move: Move, facts: Mapping[str, Any]) -> None:
        before = record.columns()
        taken = {name: facts[name] for name in move.takes if name in facts}
        getattr(record, move.name)(**taken)
        _validate(record)
        changes = _differences(before, record.columns())
        self._store(record, changes)
        state = next((name for name in _states(type(record)) if name in changes), "")
        from_state, to_state = changes.pop(state) if state else ("", "")
        told = {name: value for name, value in facts.items() if value not in (None, "")}
        self._note(record, move.name, move.past, from_state, to_state, facts={**told, "changes": changes})

    def _store(self, record: Record, changed: Iterable[str]) -> None:
        """Have it saved under the version read, which an act raises once; a miss means somebody went past the lock."""
        seen = record.version
        if record.stream not in self._changes:
            record.version = seen + 1
        self.pending.put(record, seen, [*changed])
        self._held.keep(record)

    def _note(
        self,
        record: Record,
        verb: str,
        label: str,
        before: str = "",
        after: str = "",
        *,
        facts: Mapping[str, Any],
    ) -> None:
        """Collect the change; one record changed twice in an act has one event (ADR 0007)."""
        forget(record._meta.label_lower)
        move = f"{record._meta.label_lower}.{verb}"
        previous = self._held.hash_before(record)
        change = Change(record.stream, record.version, move, label, before, after, _plain(facts), previous)
        earlier = self._changes.get(record.stream)
        self._changes[record.stream] = change if earlier is None else earlier.followed_by(change, verb)
        self._changed[record.stream] = record

    def write(self, *writes: Write) -> None:
        """Add bookkeeping that is no record to what goes in at the end."""
        self._further.extend(writes)

    def finish(self) -> None:
        """Write what the act collected; called once, inside its transaction.

        Raises:
            Conflict: a row was no longer of the version read.
        """
        by = self.by
        stamp = Stamp(
            self.id, self.at, by.person, by.office, by.unit, by.label, by.on_behalf_of, request_id=request_id.get()
        )
        told = outgoing(self._tells, key=f"act:{self.id}", at=self.at)
        events = event_writes(list(self._changes.values()), stamp)
        self.pending.settle([*self.pending.writes(), *events, *told.writes, *self._further])
        told.note()
        if self._changed:
            left = {change.stream: change.from_state for change in self._changes.values() if change.from_state}
            project(self._changed.values(), left, self.on)


@contextmanager
def acting(*, by: Actor, at: datetime) -> Iterator[Act]:
    """Open an act: one transaction in which an actor whose office is in force changes records.

    Raises:
        Denied: when the actor's office is not in force on the day.
        Conflict: when the database undid the act because it met another one.
    """
    act = Act(by, at)
    with one_transaction(), writing(), remembering(), act.pending.watching():
        require_in_force(by, act.on)
        yield act
        act.finish()


def perform(record: R, move: Move, *, by: Actor, at: datetime, seen: str | None = None, **facts: Any) -> R:
    """Make one move as one act and return the refetched record; the one passed in is stale."""
    with acting(by=by, at=at) as act:
        return act.perform(record, move, seen=seen, **facts)


def create(model: type[R], *, by: Actor, at: datetime, **values: Any) -> R:
    """Insert one record as one act."""
    with acting(by=by, at=at) as act:
        return act.create(model, **values)


def edit(record: R, *, by: Actor, at: datetime, seen: str | None = None, **values: Any) -> R:
    """Change values of one record as one act."""
    with acting(by=by, at=at) as act:
        return act.edit(record, seen=seen, **values)


def note(what: str, label: str, *, by: Actor, at: datetime, **facts: Any) -> None:
    """Record one act that changes no record (a sign-in, an export)."""
    with acting(by=by, at=at) as act:
        act.note(what, label, **facts)


def _validate(record: Record) -> None:
    """Validate the columns; states are the machine's, keys, NULLs and constraints the database's own business."""
    fields = record._meta.concrete_fields
    left = [f.name for f in fields if f.is_relation or (f.null and getattr(record, f.attname) is None)]
    record.full_clean(exclude=[*_states(type(record)), *left], validate_unique=False, validate_constraints=False)


def _require_seen(record: Record, seen: str | None) -> None:
    if seen is not None and seen != record.fingerprint():
        raise Conflict("見ていた間に内容が変わりました。今回の操作は記録していません。", record, seen)


def _states(model: type[models.Model]) -> list[str]:
    """Return the names of a model's FSM fields."""
    return [f.name for f in model._meta.concrete_fields if getattr(f, "protected", False)]


def _differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[Any]]:
    return {name: [before[name], value] for name, value in after.items() if before[name] != value}


def _told_hidden(digests: Mapping[str, str]) -> dict[str, Any]:
    return {"hidden": digests} if digests else {}


def _plain(value: Any) -> Any:
    """Turn records, enums and nested values into what JSON can hold; dates are left to the encoder."""
    if isinstance(value, Record):
        return value.stream
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, Iterable) and not isinstance(value, str | bytes):
        return [_plain(inner) for inner in value]
    return value

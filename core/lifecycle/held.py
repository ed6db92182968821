"""The rows an act holds locked, as they stand: nobody else changes them before the act ends."""

from collections.abc import Mapping
from functools import cache
from typing import Any, TypeVar, cast

from django.db import models
from django.db.models.functions import Cast, Concat

from core.audit.models import Event
from core.memo import forget
from core.records import Record
from core.statements import KEPT, Statement, given_by

R = TypeVar("R", bound=Record)
TRAIL_END = "trail_end"
"""The annotation that reads the hash of a record's last event with its row."""


class Held:
    """Locks rows, once each, and gives out copies of them; what the act writes is kept here as well."""

    def __init__(self) -> None:
        self._rows: dict[str, Record] = {}
        self._ends: dict[str, str] = {}
        """The hash of the last event before the act, of streams where it was read with the row."""

    def lock(self, record: R) -> R:
        """Return a record as it stands, locked, the rows it names in `lock_first` before it."""
        model = type(record)
        for name in model.lock_first:
            key = getattr(record, f"{name}_id")
            if key is not None:
                self._lock(_related(model, name), key)
        return self._lock(model, record.pk, {name: getattr(record, name) for name in model.locked_together})

    def lock_all(self, model: type[R], conditions: Mapping[str, Any]) -> list[R]:
        """Return the records that satisfy some conditions, locked in the order of their keys by one statement."""
        rows = _for_update(model, tuple(conditions)).records(**conditions)  # what waits in the table is written first
        return [self._hold(row) for row in rows]

    def of(self, model: type[R]) -> list[R]:
        """Return the rows of a kind, as they stand."""
        return [row.copied() for row in self._rows.values() if isinstance(row, model)]

    def keep(self, record: Record) -> None:
        """Take what the act has written as what stands."""
        self._rows[record.stream] = record.copied()

    def hash_before(self, record: Record) -> str:
        """Return the hash of a record's last event before the act, empty where it was not read with the row."""
        return self._ends.get(record.stream, "")

    def _lock(self, model: type[R], key: Any, together: Mapping[str, Any] | None = None) -> R:
        stream = f"{model._meta.label_lower}:{key}"
        if together and stream not in self._rows:
            self.lock_all(model, together)
        if stream in self._rows:
            return cast("R", self._copy(stream))
        for fresh in _for_update(model, ("pk",)).records(pk=key):
            return cast("R", self._hold(fresh))
        raise model.DoesNotExist(f"{stream} is not there")

    def _hold(self, fresh: R) -> R:
        """Keep a row locked just now; what was read about such records before may be old."""
        forget(fresh._meta.label_lower)
        if trail_end := vars(fresh).pop(TRAIL_END):
            self._ends[fresh.stream] = trail_end
        for name in fresh.lock_first:
            stream = f"{_related(type(fresh), name)._meta.label_lower}:{getattr(fresh, f'{name}_id')}"
            if stream in self._rows:
                setattr(fresh, name, self._copy(stream))
        self.keep(fresh)
        return fresh

    def _copy(self, stream: str) -> Any:
        return self._rows[stream].copied()


def _related(model: type[Record], name: str) -> type[Record]:
    return cast("type[Record]", model._meta.get_field(name).related_model)


@cache
def _for_update(model: type[R], conditions: tuple[str, ...]) -> Statement:
    """Lock the rows of a model under conditions of these names and read with them what an act on them asks for."""
    stream = Concat(models.Value(f"{model._meta.label_lower}:"), Cast(models.OuterRef("pk"), models.CharField()))
    # A row that changed while this statement waited for it has a later event than the statement sees, and gets none.
    last = Event.objects.filter(stream=stream, number=models.OuterRef("version")).values("hash")
    found = model._base_manager.order_by("pk").annotate(**{TRAIL_END: models.Subquery(last)})
    read = found.select_related(*model.locked_with) if model.locked_with else found
    locked = read.select_for_update(no_key=True, of=("self",))
    asked = [given_by(model, name) for name in conditions]
    return Statement("held", lambda: locked.filter(*asked), **KEPT)

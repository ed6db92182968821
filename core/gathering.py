"""Records of several kinds read with one question: what a page shows of one matter comes from many tables.

Each kind is a `Part`: a queryset, and what is read along with it. All parts go to the database as one statement; a row
of it is the name of its part and its columns as one text of JSON, for the parts have nothing else in common. What comes
back are records as querysets give them. Parts have no order: a caller sorts the few rows it got.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import F, Func, TextField, Value

from core.reading import record_of
from core.statements import Statement

Found = dict[str, list[Any]]
"""The records of each part by its name."""
Names = tuple[str, ...]
Read = Callable[[Any], Any]


@dataclass(frozen=True)
class Part:
    """One kind of records: `build` gives their queryset, without order.

    `only` names the columns to read, all when empty; `related` what foreign keys lead to, each with the columns read of
    it; `more` annotations that become attributes.
    """

    build: "Callable[[], models.QuerySet[Any, Any]]"
    only: Names = ()
    related: Mapping[str, Names] = field(default_factory=dict)
    more: Names = ()

    def asked(self, name: str) -> "models.QuerySet[Any, Any]":
        """Return the rows as part of the one statement."""
        paths = [f"{prefix}{one.attname}" for prefix, fields in self.shape.items() for one in fields]
        return _named(self.build(), name, [*paths, *self.more])

    @cached_property
    def shape(self) -> "dict[str, list[models.Field[Any, Any]]]":
        """Return the columns that are read, by the way that leads to them."""
        model: Any = self.build().model
        ways = {f"{path}__": (_end_of(model, path), names) for path, names in self.related.items()}
        return {way: _columns(end, names) for way, (end, names) in {"": (model, self.only), **ways}.items()}

    def record(self, values: Sequence[Any]) -> Any:
        """Return one record with what was read along with it."""
        made: dict[str, Any] = {}
        at = 0
        for way, owner, link, kind in self._kinds:
            end = at + len(kind.names)
            made[way] = kind.record(list(values[at:end]))
            if link is not None and made[owner] is not None:
                link.set_cached_value(made[owner], made[way])
            at = end
        for name, value in zip(self.more, values[at:], strict=True):
            setattr(made[""], name, value)
        return made[""]

    @cached_property
    def _kinds(self) -> "list[tuple[str, str, Any, _Kind]]":
        """Return each kind of record by the way that leads to it, with the way to its owner and the link from there."""
        found: list[tuple[str, str, Any, _Kind]] = []
        for way, fields in self.shape.items():
            *above, name = way.removesuffix("__").split("__")
            owner = "".join(f"{one}__" for one in above)
            link = self.shape[owner][0].model._meta.get_field(name) if way else None
            found.append((way, owner, link, _Kind.of(fields)))
        return found


@dataclass(frozen=True)
class Tuples(Part):
    """Rows of which only some values are wanted, as tuples: `only` are annotations, and paths through foreign keys."""

    @cached_property
    def turns(self) -> list[Read | None]:
        """Return what turns each value into its kind."""
        query = self.build().query
        worked_out = {name: one.output_field for name, one in query.annotations.items()}
        fields = [worked_out.get(path) or _field_at(query.model, path) for path in self.only]
        return [TURNS.get(one.get_internal_type()) for one in fields]

    def asked(self, name: str) -> "models.QuerySet[Any, Any]":
        """Return the rows as part of the one statement."""
        return _named(self.build(), name, self.only)

    def record(self, values: Sequence[Any]) -> tuple[Any, ...]:
        """Return one row."""
        pairs = zip(values, self.turns, strict=True)
        return tuple(value if value is None or turn is None else turn(value) for value, turn in pairs)


class Gathering:
    """Parts that are asked for together, compiled once (`core.statements`); one query each time."""

    def __init__(self, name: str, *, planned_once: bool = False, **parts: Part) -> None:
        """Take the parts; `name` and `planned_once` as a `Statement` takes them."""
        self._parts = parts
        self._asked = Statement(name, lambda: together(parts), planned_once=planned_once, never_planned_anew=True)

    def ask(self, **given: Any) -> Found:
        """Return the records of each part."""
        return _sorted_out(self._asked.rows(**given), self._parts)


def gathered(**parts: Part) -> Found:
    """Return the records of each part, for pages that ask with other conditions each time; one query."""
    return _sorted_out(together(parts), parts)


def together(parts: Mapping[str, Part]) -> "models.QuerySet[Any, Any]":
    """Return one queryset of all parts."""
    first, *others = [part.asked(name) for name, part in parts.items()]
    return first.union(*others, all=True) if others else first


def _sorted_out(rows: Any, parts: Mapping[str, Part]) -> Found:
    found: Found = {name: [] for name in parts}
    for name, row in rows:
        found[name].append(parts[name].record(json.loads(row)))
    return found


def _named(found: Any, name: str, paths: Sequence[str]) -> "models.QuerySet[Any, Any]":
    rows: models.QuerySet[Any, Any] = found.order_by().annotate(part_name=Value(name), part_row=_Row(*map(F, paths)))
    return rows.values_list("part_name", "part_row")


class _Row(Func):
    """Columns as one text of JSON."""

    function = "JSON_ARRAY"
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        """Write it as PostgreSQL does."""
        return self.as_sql(compiler, connection, template="JSON_BUILD_ARRAY(%(expressions)s)::text", **more)


def _end_of(model: Any, path: str) -> Any:
    for name in path.split("__"):
        model = model._meta.get_field(name).related_model
    return model


def _field_at(model: Any, path: str) -> "models.Field[Any, Any]":
    *way, name = path.split("__")
    end = _end_of(model, "__".join(way)) if way else model
    return next(one for one in end._meta.concrete_fields if name in {one.name, one.attname})


def _columns(model: Any, names: Names) -> "list[models.Field[Any, Any]]":
    """Return columns in the order of the model, the key always among them."""
    fields = model._meta.concrete_fields
    return [one for one in fields if not names or one.primary_key or one.name in names or one.attname in names]


@dataclass(frozen=True)
class _Kind:
    """How one record is made of the values of some columns; JSON knows neither days nor instants."""

    model: Any
    names: list[str]
    key: int
    turns: tuple[tuple[int, Read], ...]

    @classmethod
    def of(cls, fields: "Sequence[models.Field[Any, Any]]") -> "_Kind":
        turns = ((place, TURNS.get(one.get_internal_type())) for place, one in enumerate(fields))
        return cls(
            fields[0].model,
            [one.attname for one in fields],
            next(place for place, one in enumerate(fields) if one.primary_key),
            tuple((place, turn) for place, turn in turns if turn is not None),
        )

    def record(self, values: list[Any]) -> Any:
        """Return the record; None where an outer join found nothing."""
        if values[self.key] is None:
            return None
        for place, turn in self.turns:
            if values[place] is not None:
                values[place] = turn(values[place])
        return record_of(self.model, self.names, values)


def _instant(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


TURNS: Mapping[str, Read] = {
    "DateField": date.fromisoformat,
    "DateTimeField": lambda text: _instant(text).astimezone(UTC),
    "BooleanField": bool,
    "UUIDField": UUID,
    "JSONField": lambda value: json.loads(value) if isinstance(value, str) else value,
}

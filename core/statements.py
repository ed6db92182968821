"""Questions that every page and every act asks, written with the ORM and compiled once (ADR 0030, 0031).

To build a queryset and compile it to SQL takes longer than the database takes to answer. A `Statement` does that once
in a process and kind of database; what differs from request to request is `Given` when it is asked. Nothing of an
answer is kept: the rows are read anew each time.
"""

import json
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, TypedDict, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, connections, models
from django.db.models import BooleanField, Expression, F, Field, Q
from django.db.models.query import get_related_populators

from core.kept import ANY_PLAN, ONE_PLAN, Planned, keeps_plans, kept_by, place
from core.reading import record_of
from core.slots import LIST, Shaped, Slot

M = TypeVar("M", bound=models.Model)
Rows = list[tuple[Any, ...]]
Build = Callable[[], "models.QuerySet[Any, Any]"]


class Given(Expression):
    """A value that is handed over when the statement is asked, in conditions where a plain value would stand."""

    def __init__(self, name: str, output_field: "Field[Any, Any]") -> None:
        super().__init__(output_field=output_field)
        self.name = name

    def bound(self, values: Mapping[str, Any]) -> Any:
        """Return the value."""
        return values[self.name]

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        """Write a parameter."""
        field: Any = self.output_field
        return "%s", [Slot(self.name, field.db_type(connection), field.get_db_prep_value)]


class Among(Expression):
    """The condition that a column is one of the values handed over: one shape of SQL, however many they are."""

    conditional = True

    def __init__(self, column: str, name: str, kind: str = "bigint") -> None:
        """Take the column, the name under which the values are handed over, and their type: bigint or text."""
        super().__init__(output_field=BooleanField())
        self.column: Any = F(column)
        self.name = name
        self.kind = kind

    def get_source_expressions(self) -> list[Any]:
        """Return the column."""
        return [self.column]

    def set_source_expressions(self, exprs: Any) -> None:
        """Take the resolved column."""
        (self.column,) = exprs

    def bound(self, values: Mapping[str, Any]) -> Q:
        """Return the condition with the values put in."""
        return Q(**{f"{self.column.name}__in": values[self.name]})

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        """Write the condition: over an array on PostgreSQL, over a list on SQLite."""
        column, given = compiler.compile(self.column)
        if connection.vendor == "postgresql":
            slot = Slot(self.name, f"{self.kind}[]", lambda values, _: list(values))
            return f"{column} = ANY(%s::{self.kind}[])", [*given, slot]
        slot = Slot(self.name, "text", lambda values, _: json.dumps(list(values)), is_list=True)
        return f"{column} IN {LIST}", [*given, slot]


def bound(condition: Q, values: Mapping[str, Any]) -> Q:
    """Return a condition with the values put in, for a queryset that is asked but once."""
    return Q(
        *(_bound(part, values) for part in condition.children),
        _connector=condition.connector,
        _negated=condition.negated,
    )


def _bound(part: Any, values: Mapping[str, Any]) -> Any:
    if isinstance(part, Q):
        return bound(part, values)
    if isinstance(part, tuple):
        return part[0], part[1].bound(values) if hasattr(part[1], "bound") else part[1]
    return part.bound(values)


def given_by(model: type[models.Model], lookup: str) -> Q:
    """Return the condition that a column is, or with `__in` is among, what is handed over under the lookup's name.

    Args:
        lookup: a column of the model, alone or with `__in`.
    """
    name = lookup.removesuffix("__in")
    column: Any = model._meta.pk if name == "pk" else model._meta.get_field(name)
    column = column.target_field if column.is_relation else column
    if name == lookup:
        return Q(**{name: Given(lookup, column)})
    return Q(Among(name, lookup, "bigint" if isinstance(column, models.IntegerField) else "text"))


TABLE = re.compile(r'(?:FROM|JOIN) "(\w+)"')


@dataclass(frozen=True, eq=False)
class _Compiled:
    compiler: Any
    sql: str
    parameters: tuple[Any, ...]
    by_place: Any

    @classmethod
    def of(cls, asked: "models.QuerySet[Any, Any]", around: str) -> "_Compiled":
        compiler = asked.query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        sql = around.format(asked=sql) if around else sql
        found = compiler.get_converters([column for column, _, _ in compiler.select[: compiler.col_count]])
        return cls(compiler, sql, tuple(parameters), found)

    @cached_property
    def converters(self) -> tuple[tuple[int, Any, list[Any]], ...]:
        return tuple((at, column, turns) for at, (turns, column) in self.by_place.items())

    @cached_property
    def tables(self) -> str:
        """Name the tables, for whoever reads a log, and for an act that has to know what is asked of it."""
        return ", ".join(sorted(set(TABLE.findall(self.sql))))

    @cached_property
    def reading(self) -> "_Reading":
        """Return how records are made of rows, of a queryset of records."""
        return _Reading.of(self.compiler)

    @cached_property
    def places(self) -> dict[tuple[str, str], tuple[int, Slot]]:
        """Return the number and the slot of each value: one that stands in several places is handed over once."""
        found: dict[tuple[str, str], tuple[int, Slot]] = {}
        for slot in (part for part in self.parameters if isinstance(part, Slot)):
            found.setdefault((slot.name, slot.kind), (len(found) + 1, slot))
        return found

    @cached_property
    def shaped(self) -> Shaped:
        """Return what the statement is filled with where it is not prepared."""
        return Shaped(self.sql, self.parameters)

    def handed(self, given: Mapping[str, Any], asked: Any) -> list[Any]:
        return [slot.written(given[slot.name], asked) for _, slot in self.places.values()]

    def converted(self, row: tuple[Any, ...], asked: Any) -> tuple[Any, ...]:
        if not self.converters:
            return row
        values = list(row)
        for at, column, turns in self.converters:
            for turn in turns:
                values[at] = turn(values[at], column, asked)
        return tuple(values)


@dataclass(frozen=True, eq=False)
class _Reading:
    """How records are made of rows: what Django's own iterable works out anew for every query."""

    model: type[models.Model]
    own: slice
    names: list[str]
    related: Sequence[Any]
    annotations: Sequence[tuple[str, int]]

    @classmethod
    def of(cls, compiler: Any) -> "_Reading":
        info, select = compiler.klass_info, compiler.select
        own = slice(info["select_fields"][0], info["select_fields"][-1] + 1)
        return cls(
            info["model"],
            own,
            [column.target.attname for column, _, _ in select[own]],
            get_related_populators(info, select, DEFAULT_DB_ALIAS),  # type: ignore[call-arg]  # the stubs are ahead
            list(compiler.annotation_col_map.items()),
        )

    def record(self, row: tuple[Any, ...]) -> Any:
        found = record_of(self.model, self.names, row[self.own])
        for one in self.related:
            one.populate(row, found)
        for name, at in self.annotations:
            setattr(found, name, row[at])
        return found


class Statement:
    """A question: `build` gives its queryset of tuples (`values_list`), with `Given` for what is known only when asked.

    Raises:
        EmptyResultSet: when asked, of a queryset that can hold nothing.
    """

    def __init__(
        self,
        name: str,
        build: "Callable[[], models.QuerySet[Any, Any]]",
        *,
        planned_once: bool = False,
        never_planned_anew: bool = False,
        around: str = "",
    ) -> None:
        """Take the question.

        Args:
            name: what the database calls it, small letters.
            build: gives the queryset; called once.
            planned_once: whether one plan fits all values, so that PostgreSQL may keep it for as long as a connection
                lives; for questions whose plan takes longer than their answer.
            never_planned_anew: whether PostgreSQL must use that plan, and not plan anew because another seems cheaper
                to run, whatever the planning takes; for statements over many tables.
            around: SQL in which `{asked}` stands for the queryset, for what the ORM can not say; only `rows` reads its
                columns, as the database gives them.
        """
        self.name = name
        self.build = build
        self._planned_once = planned_once
        self.mode = ONE_PLAN if never_planned_anew else ANY_PLAN
        self._around = around
        self._compiled: dict[str, _Compiled] = {}

    def rows(self, **given: Any) -> Rows:
        """Ask the database, and return all rows as tuples.

        Raises:
            KeyError: when something is not given.
        """
        compiled, found, asked = self._ask(given)
        return [compiled.converted(row, asked) for row in found]

    def records(self, **given: Any) -> list[Any]:
        """Ask the database, and return the records of a queryset of records, with what is read along.

        Raises:
            KeyError: when something is not given.
        """
        compiled, found, asked = self._ask(given)
        return [compiled.reading.record(compiled.converted(row, asked)) for row in found]

    def _ask(self, given: Mapping[str, Any]) -> tuple[_Compiled, Rows, Any]:
        asked = connections[DEFAULT_DB_ALIAS]
        compiled = self._compiled.get(asked.vendor) or self._compile()
        with asked.cursor() as cursor:
            if self._planned_once and keeps_plans(asked):
                text = kept_by(asked).asking(compiled, self._planned, self.mode, asked)
                cursor.execute(text, compiled.handed(given, asked))
            else:
                cursor.execute(*compiled.shaped.filled(given, asked))
            return compiled, cursor.fetchall(), asked

    def _compile(self) -> _Compiled:
        return self._compiled.setdefault(connection.vendor, _Compiled.of(self.build(), self._around))

    def _planned(self, compiled: _Compiled) -> Planned:
        places = compiled.places
        parameters = [
            place(places[part.name, part.kind][0]) if isinstance(part, Slot) else part for part in compiled.parameters
        ]
        types = [slot.kind for _, slot in places.values()]
        return Planned(self.name, compiled.sql, parameters, types, compiled.tables)


class Plan(TypedDict):
    """How a statement is planned, as `Statement` takes it."""

    planned_once: bool
    never_planned_anew: bool


KEPT: Plan = {"planned_once": True, "never_planned_anew": True}
"""For statements of which one plan fits all values, and which take longer to plan than to run."""


@cache
def columns_of(model: type[models.Model], prefix: str = "") -> list[str]:
    """Return the stored columns of a model as names for `values_list`, in the order in which `record` takes them."""
    return [f"{prefix}{field.attname}" for field in model._meta.concrete_fields]


def record(model: type[M], values: Collection[Any]) -> M:
    """Return a record from the values of all its columns, as a queryset would."""
    return record_of(model, columns_of(model), values)

"""Queries that are put together once and asked again and again: an act asks the same twenty questions every time.

Django turns a queryset into SQL anew each time, which takes longer than the database takes to answer. A `Prepared` does
so once for each shape of question and afterwards only puts in the values. What comes back is an ordinary queryset.
"""

from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection, connections, models
from django.db.models.expressions import Value

Row = TypeVar("Row", bound=models.Model)
LONGEST = 20
"""Members of a list up to which what was put together is kept: lists as long as a batch come in every length."""


@dataclass(frozen=True)
class Mark:
    """Stands in the parameters of a statement for a value, or for one of a list of values."""

    name: str
    place: int | None = None

    def value_of(self, values: Mapping[str, Any]) -> Any:
        """Return what is to stand here, as the database driver takes it."""
        found = values[self.name] if self.place is None else values[self.name][self.place]
        if isinstance(found, datetime):
            return connection.ops.adapt_datetimefield_value(found)
        return connection.ops.adapt_datefield_value(found) if isinstance(found, date) else found


class Slot(Value):
    """Stands in a queryset for a value that is given later, or for a list of them after `__in`; for no NULL."""

    def as_sql(self, compiler: Any, connection: Any, **extra_context: Any) -> Any:
        """Leave marks among the parameters.

        Raises:
            EmptyResultSet: the list is empty.
        """
        if isinstance(self.value, Mark):
            return "%s", [self.value]
        if not self.value:
            raise EmptyResultSet
        return f"({', '.join(['%s'] * len(self.value))})", list(self.value)

    as_sqlite = as_sql

    def _resolve_output_field(self) -> None:
        """Have none: what it is compared with says what it is."""


class Prepared(Generic[Row]):
    """A queryset by the values in it.

    `build` makes it from slots of the names given when it is asked; a list or tuple is one slot after `__in`. Each set
    of names and lengths is put together once and kept, but for lists longer than `LONGEST`. Everything else that
    `build` depends on must be the same every time.
    """

    def __init__(self, build: Callable[..., models.QuerySet[Row, Any]]) -> None:
        self._build = build
        self._known: dict[Any, _Made[Row]] = {}

    def __call__(self, **values: Any) -> models.QuerySet[Row, Any]:
        """Return the queryset with values put in; it is iterated over, and not filtered or sliced further."""
        made = self._made_for(values)
        return made.found.none() if made.compiler is None else made.asking(values)

    def statement(self, **values: Any) -> tuple[str, list[Any]]:
        """Return SQL and parameters, for a statement around it.

        Raises:
            EmptyResultSet: when nothing can be found by the values.
        """
        made = self._made_for(values)
        if made.compiler is None:
            raise EmptyResultSet
        return made.sql, made.bound(values)

    def _made_for(self, values: Mapping[str, Any]) -> "_Made[Row]":
        lengths = {name: len(value) if isinstance(value, list | tuple) else 0 for name, value in values.items()}
        if max(lengths.values(), default=0) > LONGEST:
            return self._put_together(values)
        key = connection.vendor, *lengths.items()
        if key not in self._known:
            self._known[key] = self._put_together(values)
        return self._known[key]

    def _put_together(self, values: Mapping[str, Any]) -> "_Made[Row]":
        found = self._build(**{name: _slot(name, value) for name, value in values.items()})
        compiler = found.query.get_compiler(connection=connection)
        try:
            sql, params = compiler.as_sql()
        except EmptyResultSet:
            return _Made(found)
        converters = compiler.get_converters([column for column, _, _ in compiler.select[: compiler.col_count]])
        return _Made(found, compiler, sql, tuple(params), converters)


@dataclass(frozen=True)
class _Made(Generic[Row]):
    """A queryset of slots and what Django made of it; without a compiler where nothing can be found by it."""

    found: models.QuerySet[Row, Any]
    compiler: Any = None
    sql: str = ""
    params: tuple[Any, ...] = ()
    converters: Any = None

    def bound(self, values: Mapping[str, Any]) -> list[Any]:
        """Return the parameters with some values in place of the marks."""
        return [param.value_of(values) if isinstance(param, Mark) else param for param in self.params]

    def asking(self, values: Mapping[str, Any]) -> models.QuerySet[Row, Any]:
        """Return a queryset of the same rows that asks with some values, on the connection of this thread."""
        params = self.bound(values)
        compiler = copy(self.compiler)
        compiler.connection = connections[DEFAULT_DB_ALIAS]
        compiler.as_sql = lambda *args, **kwargs: (self.sql, params)
        compiler.get_converters = lambda columns: self.converters
        query = copy(self.found.query)
        query.get_compiler = lambda *args, **kwargs: compiler  # type: ignore[method-assign]  # the way past compiling
        asking = type(self.found)(self.found.model, query, self.found.db)
        for name in ("_iterable_class", "_fields", "_for_write"):
            setattr(asking, name, getattr(self.found, name))  # as a clone takes them over
        return asking


def _slot(name: str, value: Any) -> Slot:
    if isinstance(value, list | tuple):
        return Slot(tuple(Mark(name, place) for place in range(len(value))))
    return Slot(Mark(name))

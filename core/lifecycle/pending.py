"""What an act has changed and not written yet: it goes in together at the end, or before something reads it.

Nobody else sees the difference: the rows are locked, and whatever the act itself asks the database about a table is
asked after what is pending there was written.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from django.db import connection, models

from core.lifecycle.collisions import MET
from core.lifecycle.errors import Conflict
from core.records import Record
from core.together import ADDS, Write, values_of, write_together

OVER = 'UPDATE "{table}" SET {columns} WHERE "{key}" = %s AND "version" = %s'
MOST = 20
"""Rows that may wait; an act that changes thousands writes them as it goes."""


class Pending:
    """The changed rows of an act, each with the version it was read in."""

    def __init__(self) -> None:
        self._rows: dict[str, tuple[Record, int]] = {}
        self._tables: dict[str, bool] = {}
        """Tables with pending rows, and whether a new row there could meet with what stood before."""

    def put(self, record: Record, version: int, changed: Collection[str]) -> None:
        """Take a changed record as it stands now, and the version it was read in; the last state is what is written.

        Raises:
            Conflict: it was read before what waits already.
        """
        waiting, seen = self._rows.get(record.stream, (None, version))
        if waiting is not None and waiting.version != version:
            raise Conflict(MET, record)
        self._rows[record.stream] = (record.copied(), seen)
        table = record._meta.db_table
        self._tables[table] = self._tables.get(table, False) or not _once_in(type(record)).isdisjoint(changed)
        if len(self._rows) > MOST:
            self.flush()

    def flush(self) -> None:
        """Write what waits.

        Raises:
            Conflict: a row was no longer of the version read.
        """
        self.settle(self.writes())

    def writes(self) -> list[Write]:
        """Return what writes the rows over, in the order of their changes."""
        return [_write(record, version) for record, version in self._rows.values()]

    def settle(self, writes: list[Write]) -> None:
        """Write what waits, together with other things that come after it.

        Raises:
            Conflict: a row was no longer of the version read.
        """
        waited = [record for record, _ in self._rows.values()]
        self._clear()
        for record, count in zip(waited, write_together(writes), strict=False):
            if count != 1:
                raise Conflict(MET, record)

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Write what waits before a statement that could tell the difference."""
        with connection.execute_wrapper(self._before):
            yield

    def _before(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith("ROLLBACK TO SAVEPOINT"):
            self._clear()  # what came before the savepoint was written when it was made
        elif self._matters_to(sql):
            self.flush()
        return execute(sql, params, many, context)

    def _matters_to(self, sql: str) -> bool:
        """Tell whether a statement opens a part of the act, or names a table where something waits."""
        return "SAVEPOINT" in sql or any(
            table in sql and (meets or not _adds_to(table, sql)) for table, meets in self._tables.items()
        )

    def _clear(self) -> None:
        self._rows, self._tables = {}, {}


def _adds_to(table: str, sql: str) -> bool:
    """Tell whether a statement only adds rows, which is nothing to rows there but for what must be there once."""
    if sql.endswith(f"/* {ADDS.format(table=table)} */"):
        return True
    return sql.startswith(f'INSERT INTO "{table}" (') and "SELECT" not in sql


@cache
def _once_in(model: type[Record]) -> frozenset[str]:
    """Return the columns by which a row can be in the way of another one: all of them where a condition says so."""
    meta = model._meta
    constraints = [one for one in meta.constraints if isinstance(one, models.UniqueConstraint)]
    if any(one.condition is not None for one in constraints):
        return frozenset(field.attname for field in meta.concrete_fields)
    named = {meta.get_field(name) for one in constraints for name in one.fields}
    return frozenset(field.attname for field in meta.concrete_fields if field.unique or field in named)


def _write(record: Record, version: int) -> Write:
    sql, fields = _over(type(record))
    return Write(sql, [*values_of(record, fields), record.pk, version], record._meta.db_table, in_turn=True)


@cache
def _over(model: type[Record]) -> tuple[str, list[Any]]:
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    columns = ", ".join(f'"{field.column}" = %s' for field in fields)
    return OVER.format(table=model._meta.db_table, columns=columns, key=model._meta.pk.column), fields

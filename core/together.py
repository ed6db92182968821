"""Writes that go in together: on PostgreSQL in one statement, one way there and back; on SQLite one after the other."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, models

ROWS = "{rows}"
"""Stands in a write's SQL for the rows that an earlier one stored."""
MOST = 500
"""Rows of one INSERT; SQLite takes some thirty thousand values in a statement."""
INSERT = "INSERT INTO {table} ({columns}) VALUES {rows} ON CONFLICT DO NOTHING"


@dataclass(frozen=True)
class Write:
    """One INSERT, UPDATE or DELETE. Those that go together read what stood before all of them, but for `ROWS`."""

    sql: str
    params: Sequence[Any]
    table: str
    returning: str = "1"
    rows_of: "Write | None" = None
    """The earlier write whose rows, as it returns them, are read as `ROWS`."""
    in_turn: bool = False
    """Whether it has to wait for the write before it to the same table: an UPDATE that ends with its condition."""


def write_together(writes: Sequence[Write]) -> list[int]:
    """Carry out some writes in their order; return how many rows each of them wrote."""
    if connection.vendor == "postgresql" and len(writes) > 1:
        return _at_once(writes)
    return [_alone(write) for write in writes]


def _alone(write: Write) -> int:
    with connection.cursor() as cursor:
        rows = write.rows_of.table if write.rows_of is not None else ""
        cursor.execute(write.sql.replace(ROWS, rows), write.params)
        return int(cursor.rowcount)


def _at_once(writes: Sequence[Write]) -> list[int]:
    names = {id(write): f"written{place}" for place, write in enumerate(writes)}
    last: dict[str, str] = {}
    parts = []
    for write in writes:
        name = names[id(write)]
        rows = names[id(write.rows_of)] if write.rows_of is not None else ""
        # PostgreSQL carries such writes out as it likes, unless one asks how many rows another one wrote.
        turn = f" AND (SELECT count(*) FROM {last[write.table]}) >= 0" if write.in_turn and write.table in last else ""
        parts.append(f"{name} AS ({write.sql.replace(ROWS, rows)}{turn} RETURNING {write.returning})")
        last[write.table] = name
    counted = ", ".join(f"(SELECT count(*) FROM {name})" for name in names.values())
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH {', '.join(parts)} SELECT {counted}", [value for write in writes for value in write.params]
        )
        return list(cursor.fetchone())


def inserts(rows: Sequence[models.Model]) -> Iterator[Write]:
    """Yield the writes that store new rows of one model, but for those whose key stands there already."""
    for start in range(0, len(rows), MOST):
        yield _insert(rows[start : start + MOST])


def _insert(rows: Sequence[models.Model]) -> Write:
    meta = rows[0]._meta
    fields = [field for field in meta.concrete_fields if not isinstance(field, models.AutoField)]
    values = [[f.get_db_prep_save(getattr(row, f.attname), connection) for f in fields] for row in rows]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    sql = INSERT.format(table=meta.db_table, columns=columns, rows=marks(values))
    return Write(sql, [value for row in values for value in row], meta.db_table)


def marks(rows: Iterable[Sequence[Any]]) -> str:
    """Return as many marks as there are values, in brackets for each row."""
    return ", ".join(f"({', '.join(['%s'] * len(row))})" for row in rows)

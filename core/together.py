"""Writes that go in together: on PostgreSQL in one statement, one way there and back; on SQLite one after the other."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections, models, transaction
from django.db.models.signals import post_save, pre_save

from core.kept import ONE_PLAN, Planned, keeps_plans, kept_by, place

ROWS = "{rows}"
"""Stands in a write's SQL for the rows that an earlier one stored."""
MOST = 500
"""Rows of one INSERT; SQLite takes some thirty thousand values in a statement."""
MOST_PLACES = 400
"""Values of a statement whose plan is kept: acts of one kind write alike, and longer ones are few and all different."""
AT_ONCE = "WITH {parts} SELECT {counted}"
PART = "{name} AS ({sql}{turn} RETURNING {returning})"
IN_TURN = " AND (SELECT count(*) FROM {name}) >= 0"
COUNTED = "(SELECT count(*) FROM {name})"
NEW = 'INSERT INTO "{table}" ({columns}) VALUES {row} RETURNING "{key}"'
ADDS = 'INSERT "{table}"'
"""How a statement that is kept says that it does nothing but add rows to a table."""
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
        turn = IN_TURN.format(name=last[write.table]) if write.in_turn and write.table in last else ""
        parts.append(PART.format(name=name, sql=write.sql.replace(ROWS, rows), turn=turn, returning=write.returning))
        last[write.table] = name
    counted = ", ".join(COUNTED.format(name=name) for name in names.values())
    sql = AT_ONCE.format(parts=", ".join(parts), counted=counted)
    values = [value for write in writes for value in write.params]
    asked = connections[DEFAULT_DB_ALIAS]
    with asked.cursor() as cursor:
        cursor.execute(_kept(sql, len(values), ", ".join(map(_briefly, writes)), asked), values)
        return list(cursor.fetchone())


def _briefly(write: Write) -> str:
    return f'{write.sql.split(maxsplit=1)[0]} "{write.table}"'


def _kept(sql: str, values: int, briefly: str, asked: Any) -> str:
    """Return what runs the SQL: to parse and plan so many writes takes longer than to carry them out."""
    if values > MOST_PLACES or not keeps_plans(asked):
        return sql
    return kept_by(asked).asking(sql, partial(_planned, values, briefly), ONE_PLAN, asked)


def _planned(values: int, briefly: str, sql: str) -> Planned:
    return Planned("written", sql, [place(number) for number in range(1, values + 1)], ["unknown"] * values, briefly)


def inserts(rows: Sequence[models.Model]) -> Iterator[Write]:
    """Yield the writes that store new rows of one model, but for those whose key stands there already."""
    for start in range(0, len(rows), MOST):
        yield _insert(rows[start : start + MOST])


def _insert(rows: Sequence[models.Model]) -> Write:
    meta = rows[0]._meta
    fields = [field for field in meta.concrete_fields if not isinstance(field, models.AutoField)]
    values = [values_of(row, fields) for row in rows]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    sql = INSERT.format(table=meta.db_table, columns=columns, rows=marks(values))
    return Write(sql, [value for row in values for value in row], meta.db_table)


def store_new(row: models.Model) -> bool:
    """Store a new row as `save` does, by a statement whose plan is kept, and give it its key.

    Returns:
        False where nothing was done: where no plan is kept, somebody listens, the row has a key already, or one of its
        values is not settled.
    """
    asked, meta = connections[DEFAULT_DB_ALIAS], row._meta
    heard = any(signal.has_listeners(type(row)) for signal in (pre_save, post_save))
    fields = [field for field in meta.concrete_fields if not field.primary_key]
    settled = row.pk is None and all(_is_settled(row, field) for field in fields)
    if heard or not settled or not keeps_plans(asked):
        return False
    values = [field.get_db_prep_save(field.pre_save(row, True), asked) for field in fields]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    sql = NEW.format(table=meta.db_table, columns=columns, row=marks([values]), key=meta.pk.column)
    with transaction.mark_for_rollback_on_error(), asked.cursor() as cursor:
        cursor.execute(_kept(sql, len(values), ADDS.format(table=meta.db_table), asked), values)
        (row.pk,) = cursor.fetchone()
    vars(vars(row)["_state"]).update(adding=False, db=asked.alias)
    return True


def _is_settled(row: models.Model, field: Any) -> bool:
    """Tell whether a column's value is final: no expression, and the key that the related row has by now."""
    value = getattr(row, field.attname)
    if hasattr(value, "resolve_expression"):
        return False
    related = field.get_cached_value(row, default=None) if field.is_relation else None
    return related is None or (value is not None and getattr(related, field.target_field.attname) == value)


def values_of(row: models.Model, fields: Iterable[Any]) -> list[Any]:
    """Return the values of some fields of a row as the database driver takes them."""
    own = connections[DEFAULT_DB_ALIAS]  # asked a hundred times, the proxy of the thread's connection takes long
    return [field.get_db_prep_save(getattr(row, field.attname), own) for field in fields]


def marks(rows: Sequence[Sequence[Any]], row: str = "") -> str:
    """Return as many marks as there are values, in brackets for each row.

    Args:
        rows: the values.
        row: the marks of one row, where some are more than a mark.
    """
    return ", ".join([f"({row or ', '.join(['%s'] * len(rows[0]))})"] * len(rows))

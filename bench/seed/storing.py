"""Stores rows in bulk by the fastest way of the engine: COPY on PostgreSQL, many-row inserts on SQLite."""

import io
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models

_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def store(records: Sequence[models.Model]) -> None:
    """Insert unsaved models of one kind, keys included; their constraints are the database's business as ever."""
    if records:
        fields = records[0]._meta.concrete_fields
        insert(
            records[0]._meta.db_table,
            [str(field.column) for field in fields],
            ([field.get_db_prep_save(getattr(one, field.attname), connection) for field in fields] for one in records),
        )


def insert(table: str, columns: list[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows of values as the engine's driver takes them."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            lines = io.StringIO("".join(_line(row) for row in rows))
            cursor.copy_expert(f"COPY {table} ({', '.join(columns)}) FROM STDIN", lines)
        else:
            marks = ", ".join(["%s"] * len(columns))
            # The names are those of our own models.
            statement = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608  # names come from the models
            cursor.executemany(statement, list(rows))


def _line(row: Sequence[Any]) -> str:
    return "\t".join([_text(value) for value in row]) + "\n"


def _text(value: Any) -> str:
    """Write a value as COPY reads it; what the driver wraps (JSON) is unwrapped."""
    if value is None:
        return "\\N"
    if isinstance(value, str):
        return value.translate(_ESCAPES)
    adapted = getattr(value, "adapted", None)
    return value.dumps(adapted).translate(_ESCAPES) if adapted is not None else str(value)


def next_key(model: type[models.Model]) -> int:
    """Return the first key that is free."""
    last = model._base_manager.order_by("-pk").values_list("pk", flat=True).first()
    return int(last or 0) + 1


def set_sequences(kinds: Iterable[type[models.Model]]) -> None:
    """Let keys that the database gives go on after those that were stored."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for model in kinds:
                table, last = model._meta.db_table, next_key(model)
                cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s, false)", [table, last])


def analyse() -> None:
    """Let the planner know what is there now."""
    tidy = connection.vendor == "postgresql" and not connection.in_atomic_block
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if tidy else "ANALYZE")

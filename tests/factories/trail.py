"""A long trail of valid events of valid records, by bulk inserts: for measurements and for tampering."""

import io
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import uuid4

from django.db import connection, transaction

from core.audit.hashing import event_hash, facts_hash
from core.audit.models import Event
from core.records import canonical_json
from core.staff.models import Unit, UnitLevel
from tests.factories.core import AT, SINCE

PER_RECORD = 10
BATCH = 5000


def fill(events: int) -> None:
    """Insert units with `PER_RECORD` events each, hashed and chained as the writer does it."""
    key = Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    for first in range(0, events, BATCH):
        with transaction.atomic():
            names = [f"第{first + n}課" for n in range(min(BATCH, events - first) // PER_RECORD)]
            units = Unit.objects.bulk_create(
                Unit(name=n, symbol="試", level=UnitLevel.DEPARTMENT, starts_on=SINCE, version=PER_RECORD)
                for n in names
            )
            rows = [row for unit in units for row in story(unit)]
            numbered = [(key + n, *row) for n, row in enumerate(rows, start=1)]
            key += len(rows)
            insert("audit_event", event_columns(), [row[:-2] for row in numbered])
            insert("audit_facts", ["event_id", "salt", "body"], [(row[0], row[-2], row[-1]) for row in numbered])
            insert("audit_unsealed", ["event_id"], [row[:1] for row in numbered])
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT setval(pg_get_serial_sequence('audit_event', 'id'), %s)", [key])
        cursor.execute("ANALYZE")


def event_columns() -> list[str]:
    """Return the columns of events in their order."""
    return [str(field.column) for field in Event._meta.concrete_fields]


def story(unit: Any) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of one unit's events: created, then renamed until it has its name."""
    previous = ""
    for number in range(1, PER_RECORD + 1):
        values = {"values": unit.columns() | {"name": "仮称"}}
        change = [
            "仮称" if number == 2 else f"仮称{number}",
            unit.name if number == PER_RECORD else f"仮称{number + 1}",
        ]
        body = canonical_json(values if number == 1 else {"changes": {"name": change}})
        salt, act = uuid4().hex, uuid4()
        event = Event(stream=unit.stream, number=number, act_id=act, label="部署を直した", office="system", at=AT)
        event.move = "staff.unit.create" if number == 1 else "staff.unit.edit"
        event.capacity, event.previous, event.facts_hash = "自動処理", previous, facts_hash(salt, body)
        event.hash = previous = event_hash(event)
        yield (*(prepared(event, f) for f in Event._meta.concrete_fields if not f.primary_key), salt, body)


def prepared(event: Any, field: Any) -> Any:
    """Return a value as the engine's driver takes it."""
    return field.get_db_prep_save(getattr(event, field.attname), connection)


def insert(table: str, columns: list[str], rows: Iterable[tuple[Any, ...]]) -> None:
    """Insert rows by the fastest way of the engine."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            lines = ("\t".join("\\N" if value is None else str(value) for value in row) for row in rows)
            cursor.copy_expert(f"COPY {table} ({', '.join(columns)}) FROM STDIN", io.StringIO("\n".join(lines) + "\n"))
        else:
            marks = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", list(rows))

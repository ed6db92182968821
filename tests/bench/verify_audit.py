"""How long the verification of a large trail takes: `python -m tests.bench.verify_audit 1000000`.

Makes a database of its own (on `DATABASE_URL`, else SQLite), fills it with valid events of valid records by bulk
inserts, seals them by the real sealer, verifies, and prints seconds and the largest memory.
"""

import io
import os
import resource
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

PER_RECORD = 10
BATCH = 5000


def main(events: int) -> None:
    """Fill, seal, verify, print."""
    from django.test.utils import setup_databases, teardown_databases

    made = setup_databases(verbosity=0, interactive=False, aliases={"default": None})
    try:
        measure(events)
    finally:
        teardown_databases(made, verbosity=0)


def measure(events: int) -> None:
    """Print how long each part takes."""
    from core.audit.sealer import seal
    from core.lifecycle.verifying import verify
    from tests.factories import AT

    with timed(f"fill with {events:,} events"):
        fill(events)
    with timed("seal"):
        seals = len(seal(AT))
    before = memory()
    with timed(f"verify {events:,} events, {seals} seals, {events // PER_RECORD:,} records"):
        found = verify()
    print(f"memory: {before} MB before, {memory()} MB at most; faults: {found.faults[:3]}")
    assert (found.events, found.waiting, found.faults) == (events, 0, [])


def fill(events: int) -> None:
    """Insert units with `PER_RECORD` events each, hashed and chained as the writer does it."""
    from django.db import connection, transaction

    from core.staff.models import Unit, UnitLevel
    from tests.factories import SINCE

    key = 0
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
        cursor.execute("ANALYZE")


def event_columns() -> list[str]:
    """Return the columns of events in their order."""
    from core.audit.models import Event

    return [str(field.column) for field in Event._meta.concrete_fields]


def story(unit: Any) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of one unit's events: created, then renamed until it has its name."""
    from core.audit.hashing import event_hash, facts_hash
    from core.audit.models import Event
    from core.records import canonical_json
    from tests.factories import AT

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
    from django.db import connection

    return field.get_db_prep_save(getattr(event, field.attname), connection)


def insert(table: str, columns: list[str], rows: Iterable[tuple[Any, ...]]) -> None:
    """Insert rows by the fastest way of the engine."""
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            lines = ("\t".join("\\N" if value is None else str(value) for value in row) for row in rows)
            cursor.copy_expert(f"COPY {table} ({', '.join(columns)}) FROM STDIN", io.StringIO("\n".join(lines) + "\n"))
        else:
            marks = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", list(rows))


@contextmanager
def timed(what: str) -> Iterator[None]:
    """Print how long the block takes, on the wall and of the processor."""
    began, used = time.monotonic(), time.process_time()
    yield
    print(f"{what}: {time.monotonic() - began:.1f} s ({time.process_time() - used:.1f} s of processor)", flush=True)


def memory() -> int:
    """Return the largest memory of this process in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "iwaki_sm.settings.test")
    import django

    django.setup()
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)

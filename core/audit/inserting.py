"""Inserts events with their facts and what waits for a seal."""

from collections.abc import Iterator, Sequence
from typing import Any

from core.audit.models import Event, Facts, Unsealed
from core.together import ROWS, Write, marks, values_of

Body = tuple[str, str]
"""Salt and canonical JSON of an event's facts."""
MOST = 200
"""Events of one INSERT."""

KEY = "CAST(%s AS text), CAST(%s AS integer)"
FACT = f"{KEY}, %s, %s"
"""Marks of a stream and a number, then of salt and body: nothing else tells the database their types."""
FIELDS = [field for field in Event._meta.concrete_fields if not field.primary_key]
COLUMNS = ", ".join(f'"{field.column}"' for field in FIELDS)
EVENTS = "INSERT INTO audit_event ({columns}) VALUES {events}"
FACTS = """
INSERT INTO audit_facts (event_id, salt, body)
SELECT stored.id, facts.column3, facts.column4 FROM {rows} AS stored
JOIN (VALUES {facts}) AS facts ON stored.stream = facts.column1 AND stored.number = facts.column2
WHERE TRUE
"""
UNSEALED = """
INSERT INTO audit_unsealed (event_id)
SELECT stored.id FROM {rows} AS stored WHERE (stored.stream, stored.number) IN (VALUES {keys})
"""


def event_inserts(events: Sequence[Event], bodies: Sequence[Body]) -> Iterator[Write]:
    """Yield the writes that store new events with their facts, each as waiting for a seal."""
    for start in range(0, len(events), MOST):
        yield from _inserts(events[start : start + MOST], bodies[start : start + MOST])


def _inserts(events: Sequence[Event], bodies: Sequence[Body]) -> Iterator[Write]:
    rows = [values_of(event, FIELDS) for event in events]
    facts = [(e.stream, e.number, salt, body) for e, (salt, body) in zip(events, bodies, strict=True)]
    keys = [(event.stream, event.number) for event in events]
    # Marks alone are put into the texts, as many as there are values.
    stored = Write(
        EVENTS.format(columns=COLUMNS, events=marks(rows)), _flat(rows), Event._meta.db_table, "id, stream, number"
    )
    yield stored
    yield Write(FACTS.format(rows=ROWS, facts=marks(facts, FACT)), _flat(facts), Facts._meta.db_table, rows_of=stored)
    yield Write(UNSEALED.format(rows=ROWS, keys=marks(keys, KEY)), _flat(keys), Unsealed._meta.db_table, rows_of=stored)


def _flat(rows: Sequence[Sequence[Any]]) -> list[Any]:
    return [value for row in rows for value in row]

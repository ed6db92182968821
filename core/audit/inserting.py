"""Inserts events with their facts and what waits for a seal: on PostgreSQL in one statement, one way there and back."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection

from core.audit.models import Event, Facts, Unsealed

Body = tuple[str, str]
"""Salt and canonical JSON of an event's facts."""

FIELDS = [field for field in Event._meta.concrete_fields if not field.primary_key]
COLUMNS = ", ".join(f'"{field.column}"' for field in FIELDS)
STATEMENT = """
WITH stored AS (INSERT INTO audit_event ({columns}) VALUES {events} RETURNING id, stream, number),
told AS (
    INSERT INTO audit_facts (event_id, salt, body)
    SELECT stored.id, facts.salt, facts.body FROM stored
    JOIN (VALUES {facts}) AS facts (stream, number, salt, body) USING (stream, number)
),
waiting AS (INSERT INTO audit_unsealed (event_id) SELECT id FROM stored)
SELECT stream, number, id FROM stored
"""


def insert_events(events: Sequence[Event], bodies: Sequence[Body]) -> None:
    """Store new events with their facts, each as waiting for a seal; they get their keys."""
    if connection.vendor == "postgresql":
        _insert_at_once(events, bodies)
        return
    Event.objects.bulk_create(events)
    Facts.objects.bulk_create(
        Facts(event=event, salt=salt, body=body) for event, (salt, body) in zip(events, bodies, strict=True)
    )
    Unsealed.objects.bulk_create(Unsealed(event=event) for event in events)


def _insert_at_once(events: Sequence[Event], bodies: Sequence[Body]) -> None:
    facts = [(e.stream, e.number, salt, body) for e, (salt, body) in zip(events, bodies, strict=True)]
    rows = [[field.get_db_prep_save(getattr(event, field.attname), connection) for field in FIELDS] for event in events]
    # Marks alone are put into the text, as many as there are values.
    statement = STATEMENT.format(columns=COLUMNS, events=_marks(rows), facts=_marks(facts))
    with connection.cursor() as cursor:
        cursor.execute(statement, [value for row in [*rows, *facts] for value in row])
        keys = {(stream, number): key for stream, number, key in cursor.fetchall()}
    for event in events:
        event.pk = keys[event.stream, event.number]
        event._state.adding = False  # noqa: SLF001  # as `bulk_create` leaves a stored row


def _marks(rows: Iterable[Sequence[Any]]) -> str:
    return ", ".join(f"({', '.join(['%s'] * len(row))})" for row in rows)

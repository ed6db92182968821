"""The attacker who owns the database: triggers off, foreign keys unheeded, any statement."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import connection

from core.audit.models import DISPOSALS, Disposed, Event
from core.audit.triggers import dropping
from core.audit.writer import Change, Stamp, write_events
from core.staff.models import Person

CHANGED = {
    "audit_event": "label = 'x'",
    "audit_seal": "count = 2",
    "audit_leaf": "position = 1",
    "audit_disposed": "disposal = 'x'",
    "audit_facts": "body = '{}'",
    "audit_unsealed": "event_id = 0",
}
"""For each table of the trail a change of one column."""


def own_the_database() -> None:
    """Drop the triggers and every constraint in the way, as the owner of the database may."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for statement in dropping(connection.vendor):
            cursor.execute(statement)


def sql(statement: str, *values: Any) -> None:
    """Run a statement that must hit at least one row."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        assert cursor.rowcount > 0, statement


def rows(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    """Return what a query finds."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def forge_disposal(
    stream: str, disposal: str, at: datetime, act: UUID | None = None, moves: Sequence[tuple[str, int | None]] = ()
) -> None:
    """Empty a stream as the web role can: a note that proves a disposal, rows that say so, facts deleted.

    Args:
        stream: whose facts go.
        disposal: the stream of the record said to have decided it; it need not exist.
        at: the instant of the act.
        act: an act that took place, to hide behind it; one of its own by default.
        moves: events forged for the disposal, each a verb with the key of a person.
    """
    act = act or uuid4()
    events = list(Event.objects.filter(stream=stream, facts__isnull=False))
    told = {"disposal": disposal, "streams": {stream: max(event.number for event in events)}}
    for number, (verb, person) in enumerate(moves, start=1):
        by = Person.objects.get(pk=person) if person else None
        stamp = Stamp(act, at, by, "records_officer", None, "職", None)
        write_events([Change(disposal, number, f"retention.disposal.{verb}", "廃棄")], stamp)
    proof = Change(f"{DISPOSALS}{uuid4()}", 1, "audit.dispose", "記録の内容を廃棄した", facts=told)
    write_events([proof], Stamp(act, at, None, "system", None, "自動処理", None))
    for event in events:
        Disposed.objects.create(event=event, act_id=act, disposal=disposal, at=at)
        sql("DELETE FROM audit_facts WHERE event_id = %s", event.pk)

"""The attacker who owns the database: triggers off, foreign keys unheeded, any statement."""

from typing import Any

from django.db import connection

from core.audit.triggers import dropping

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

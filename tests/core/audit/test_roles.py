"""In production another role owns the tables: web and worker can add to the trail and nothing else."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection, transaction

from core.audit.models import Event
from core.audit.roles import may_delete_events
from core.audit.triggers import FOR_GOOD, GUARDED
from core.lifecycle.act import edit
from core.lifecycle.actor import SYSTEM
from tests.core.audit.tampering import CHANGED
from tests.factories import AT, a_unit

pytestmark = pytest.mark.django_db


@contextmanager
def web_role() -> Iterator[None]:
    """Work as a second role with the grants of the command; it ends with the test's transaction."""
    name = f"web_{uuid4().hex[:8]}"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {name}")
        call_command("grant_web_role", name)
        cursor.execute(f"SET ROLE {name}")
        try:
            yield
        finally:
            cursor.execute("RESET ROLE")


def denied(statement: str) -> None:
    with (
        pytest.raises(ProgrammingError, match=r"permission denied|must be owner"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_role_of_web_and_worker_adds_to_the_trail_and_does_no_more() -> None:
    if connection.vendor == "sqlite":
        with pytest.raises(CommandError, match="PostgreSQL only"):
            call_command("grant_web_role", "web")
        return
    with web_role():
        unit = edit(a_unit("department"), by=SYSTEM, at=AT, name="広報部")
        for table in GUARDED:
            for statement in forbidden(table):
                denied(statement)
    assert Event.objects.filter(stream=unit.stream).count() == 2


def forbidden(table: str) -> list[str]:
    """Return what changes a table or frees it of its triggers."""
    return [
        f"UPDATE {table} SET {CHANGED[table]}",
        f"TRUNCATE {table} CASCADE",
        f"ALTER TABLE {table} DISABLE TRIGGER USER",
        f"DROP TRIGGER {table}_no_update ON {table}",
        *([f"DELETE FROM {table}"] if table in FOR_GOOD else []),
    ]


def test_owner_of_the_tables_is_told_from_the_role_of_the_web() -> None:
    assert may_delete_events() is (connection.vendor == "postgresql")
    if connection.vendor == "postgresql":
        with web_role():
            assert may_delete_events() is False

"""The database refuses to change the trail, whoever asks and by whatever statement."""

import pytest
from django.db import DatabaseError, connection, transaction

from core.audit.models import Disposed, Event, Facts, Leaf, Seal, Unsealed
from core.audit.triggers import FOR_GOOD, GUARDED, missing, names
from tests.core.audit.tampering import CHANGED, own_the_database, rows, sql
from tests.factories import AT, a_unit, everything

pytestmark = pytest.mark.django_db


@pytest.fixture
def event() -> Event:
    """An event that waits for its seal, among others of which one is sealed and one disposed of."""
    for _ in range(3):
        a_unit("department")
    sealed, disposed, waiting = Event.objects.order_by("pk")
    seal = Seal.objects.create(number=1, made_at=AT, count=1, root="0" * 64, previous="", hash="0" * 64)
    Leaf.objects.create(event=sealed, seal=seal, position=0)
    Disposed.objects.create(event=disposed, act_id=disposed.act_id, disposal="x", at=AT)
    return waiting


def refused(statement: str) -> None:
    before = everything()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert everything() == before


@pytest.mark.parametrize("table", GUARDED)
def test_update_is_refused(event: Event, table: str) -> None:
    refused(f"UPDATE {table} SET {CHANGED[table]}")


@pytest.mark.parametrize("table", FOR_GOOD)
def test_delete_is_refused(event: Event, table: str) -> None:
    refused(f"DELETE FROM {table}")


@pytest.mark.parametrize("table", ["audit_facts", "audit_unsealed"])
def test_delete_is_refused_where_nothing_says_that_the_row_goes(event: Event, table: str) -> None:
    refused(f"DELETE FROM {table} WHERE event_id = {event.pk}")
    refused(f"DELETE FROM {table}")


def test_facts_go_where_a_disposal_says_so(event: Event) -> None:
    disposed = Disposed.objects.get().event_id
    sql("DELETE FROM audit_facts WHERE event_id = %s", disposed)
    assert (Facts.objects.count(), Facts.objects.filter(pk=disposed).count()) == (2, 0)


def test_event_stops_waiting_where_it_has_a_leaf(event: Event) -> None:
    sealed = Leaf.objects.get().event_id
    sql("DELETE FROM audit_unsealed WHERE event_id = %s", sealed)
    assert (Unsealed.objects.count(), Unsealed.objects.filter(pk=sealed).count()) == (2, 0)


@pytest.mark.parametrize("table", GUARDED)
def test_replacing_a_row_is_refused(event: Event, table: str) -> None:
    """SQLite alone knows it; PostgreSQL's ON CONFLICT DO UPDATE is an UPDATE."""
    if connection.vendor == "sqlite":
        refused(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} LIMIT 1")
    else:
        key = {"audit_event": "id", "audit_seal": "number"}.get(table, "event_id")
        refused(f"INSERT INTO {table} SELECT * FROM {table} LIMIT 1 ON CONFLICT ({key}) DO UPDATE SET {CHANGED[table]}")


def test_every_trigger_stands_after_all_migrations() -> None:
    assert missing() == []


def test_missing_triggers_are_named() -> None:
    own_the_database()
    assert missing() == sorted(names(connection.vendor))


def test_triggers_that_do_nothing_any_more_are_named() -> None:
    """By the same name, but without effect: never firing, emptied, or on another function."""
    if connection.vendor == "sqlite":
        run("DROP TRIGGER audit_event_no_update")
        run("CREATE TRIGGER audit_event_no_update BEFORE UPDATE ON audit_event WHEN 0 BEGIN SELECT 1; END")
        assert missing() == ["audit_event_no_update"]
        return
    connection.check_constraints()
    run("ALTER TABLE audit_event ENABLE REPLICA TRIGGER audit_event_no_update")
    run("DROP TRIGGER audit_seal_no_delete ON audit_seal")
    run(
        "CREATE TRIGGER audit_seal_no_delete BEFORE DELETE ON audit_seal FOR EACH ROW WHEN (false)"
        " EXECUTE FUNCTION audit_refuse()"
    )
    assert missing() == ["audit_event_no_update", "audit_seal_no_delete"]
    run(
        "CREATE OR REPLACE FUNCTION audit_facts_may_go() RETURNS trigger LANGUAGE plpgsql"
        " AS $$ BEGIN RETURN OLD; END $$"
    )
    assert missing() == ["audit_event_no_update", "audit_facts_no_delete", "audit_seal_no_delete"]


def run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_emptying_the_tables_is_refused(event: Event) -> None:
    """SQLite has no TRUNCATE: a DELETE without a condition is its own and is refused above."""
    if connection.vendor == "postgresql":
        connection.check_constraints()
        for table in GUARDED:
            refused(f"TRUNCATE {table} CASCADE")
    assert len(rows("SELECT id FROM audit_event")) == 3

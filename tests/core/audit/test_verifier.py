"""The verifier finds what somebody with the database's password changed behind the application's back."""

from collections.abc import Callable
from typing import Any

import pytest

from core.audit.models import Event, Facts
from core.audit.verifier import faults
from core.lifecycle.act import acting, edit
from core.lifecycle.actor import SYSTEM
from core.staff.models import Unit
from core.staff.offices import Office
from tests.core.audit.tampering import own_the_database, sql
from tests.factories import AT, a_person, a_unit, an_actor

pytestmark = pytest.mark.django_db

OTHER_VALUES: list[tuple[str, Any]] = [
    ("stream", "staff.unit:999999"),
    ("act_id", "00000000000040008000000000000000"),
    ("move", "staff.unit.create"),
    ("label", "別の言葉"),
    ("from_state", "draft"),
    ("to_state", "approved"),
    ("person_id", None),
    ("office", "deputy_mayor"),
    ("unit_id", None),
    ("capacity", "副市長"),
    ("at", "2020-01-01 00:00:00"),
    ("request_id", "1"),
    ("facts_hash", "0" * 64),
    ("previous", "0" * 64),
    ("hash", "0" * 64),
]


@pytest.fixture
def unit() -> Unit:
    """A unit with four events, the last three by an administrator, between two other streams."""
    a_person()
    unit, actor = a_unit("department"), an_actor(Office.ADMINISTRATOR)
    for name in ("広報課", "広聴課", "発信課"):
        unit = edit(unit, by=actor, at=AT, name=name)
    a_person()
    own_the_database()
    assert list(faults()) == []
    return unit


def named(event: Event) -> str:
    return f"{event.stream} の{event.number}番目"


def event(unit: Unit, number: int) -> Event:
    return Event.objects.get(stream=unit.stream, number=number)


def test_faults_of_an_empty_trail_are_none() -> None:
    assert list(faults()) == []


@pytest.mark.parametrize(("column", "value"), OTHER_VALUES)
def test_faults_after_a_changed_column(unit: Unit, column: str, value: Any) -> None:
    changed = event(unit, 3)
    sql(f"UPDATE audit_event SET {column} = %s WHERE id = %s", value, changed.pk)
    assert any(fault.startswith(named(Event.objects.get(pk=changed.pk))) for fault in faults())


def test_faults_after_another_principal_was_named(unit: Unit) -> None:
    changed = event(unit, 3)
    sql("UPDATE audit_event SET on_behalf_of_id = %s WHERE id = %s", a_person().pk, changed.pk)
    assert list(faults()) == [f"{named(changed)}:できごとが符号と合いません"]


def test_faults_after_another_number(unit: Unit) -> None:
    changed = event(unit, 4)
    sql("UPDATE audit_event SET number = 5 WHERE id = %s", changed.pk)
    moved = Event.objects.get(pk=changed.pk)
    assert list(faults()) == [
        f"{named(moved)}:4番目のできごとがありません",
        f"{named(moved)}:できごとが符号と合いません",
    ]


@pytest.mark.parametrize("number", [1, 2, 3])
def test_faults_after_a_deleted_row(unit: Unit, number: int) -> None:
    gone, following = event(unit, number), event(unit, number + 1)
    for table in ("audit_facts", "audit_unsealed"):
        sql(f"DELETE FROM {table} WHERE event_id = %s", gone.pk)
    sql("DELETE FROM audit_event WHERE id = %s", gone.pk)
    assert list(faults()) == [
        f"{named(following)}:{number}番目のできごとがありません",
        f"{named(following)}:前のできごととつながっていません",
    ]


def test_faults_after_two_events_were_swapped(unit: Unit) -> None:
    two, three = event(unit, 2), event(unit, 3)
    for row, number in ((two, 99), (three, 2), (two, 3)):
        sql("UPDATE audit_event SET number = %s WHERE id = %s", number, row.pk)
    found = list(faults())
    assert [fault.rpartition(":")[2] for fault in found] == [
        "前のできごととつながっていません",
        "できごとが符号と合いません",
        "前のできごととつながっていません",
        "できごとが符号と合いません",
        "前のできごととつながっていません",
    ]


def test_faults_after_changed_facts(unit: Unit) -> None:
    changed = event(unit, 2)
    body = Facts.objects.get(pk=changed.pk).body.replace("広報課", "秘書課")
    sql("UPDATE audit_facts SET body = %s WHERE event_id = %s", body, changed.pk)
    assert list(faults()) == [f"{named(changed)}:内容が符号と合いません"]


def test_faults_after_a_changed_salt(unit: Unit) -> None:
    changed = event(unit, 2)
    sql("UPDATE audit_facts SET salt = %s WHERE event_id = %s", "0" * 32, changed.pk)
    assert list(faults()) == [f"{named(changed)}:内容が符号と合いません"]


def test_faults_after_facts_were_exchanged(unit: Unit) -> None:
    two, three = event(unit, 2), event(unit, 3)
    kept = {row.pk: (row.salt, row.body) for row in (two.facts, three.facts)}
    for row, other in ((two, three), (three, two)):
        sql("UPDATE audit_facts SET salt = %s, body = %s WHERE event_id = %s", *kept[other.pk], row.pk)
    assert list(faults()) == [f"{named(row)}:内容が符号と合いません" for row in (two, three)]


def test_faults_after_lawful_disposal_of_facts_are_none(unit: Unit) -> None:
    with acting(by=SYSTEM, at=AT) as act:
        act.dispose(a_unit("department"), [unit.stream])
    assert list(faults()) == []


def test_faults_after_facts_went_without_a_disposal(unit: Unit) -> None:
    gone = event(unit, 2)
    sql("DELETE FROM audit_facts WHERE event_id = %s", gone.pk)
    assert list(faults()) == [f"{named(gone)}:内容が、廃棄の記録のないまま失われています"]


def test_faults_after_facts_disposed_of_came_back(unit: Unit) -> None:
    kept = event(unit, 2).facts
    with acting(by=SYSTEM, at=AT) as act:
        act.dispose(a_unit("department"), [unit.stream])
    sql("INSERT INTO audit_facts (event_id, salt, body) VALUES (%s, %s, %s)", kept.pk, kept.salt, kept.body)
    assert list(faults()) == [f"{named(event(unit, 2))}:廃棄したはずの内容が残っています"]


def test_faults_after_a_row_was_rehashed_show_the_broken_chain(unit: Unit) -> None:
    from core.audit.hashing import event_hash

    changed, following = event(unit, 2), event(unit, 3)
    changed.label = "別の言葉"
    sql("UPDATE audit_event SET label = %s, hash = %s WHERE id = %s", changed.label, event_hash(changed), changed.pk)
    assert list(faults()) == [f"{named(following)}:前のできごととつながっていません"]


def test_faults_of_chosen_events_only(unit: Unit) -> None:
    sql("UPDATE audit_event SET label = 'x' WHERE stream = %s AND number = 1", unit.stream)
    others = Event.objects.exclude(stream=unit.stream).select_related("facts").order_by("stream", "number")
    assert list(faults(others)) == []


def test_faults_reads_the_whole_trail_in_one_query(unit: Unit, django_assert_num_queries: Callable[[int], Any]) -> None:
    with django_assert_num_queries(1):
        assert list(faults()) == []

"""Tampering in the database by its owner, triggers gone: every column, rows deleted, swapped, inserted, records forged.

Each attack runs in a savepoint of its own on a small trail that the application wrote.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from functools import partial
from itertools import pairwise
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from core.audit.export import export_lines
from core.audit.hashing import event_hash, facts_hash, seal_hash
from core.audit.merkle import root_of
from core.audit.models import Disposed, Event, Facts, Leaf, Seal, Unsealed
from core.audit.sealer import seal
from core.lifecycle.act import edit, note, perform
from core.lifecycle.actor import SYSTEM
from core.lifecycle.verifying import verify
from core.staff.models import Appointment, Person, Unit
from core.staff.states import AppointmentState
from tests.core.audit.tampering import forge_disposal, own_the_database, rows, sql
from tests.factories import AT, DECLINE, SINCE, a_unit, an_appointment
from tests.factories.retention import dispose_of
from tests.services import drills
from verifier import verify_export

pytestmark = [pytest.mark.django_db, pytest.mark.drill]
AREA = "tampering"
GUARD = "データベースの書き換え防止"
TRAIL = (Event, Facts, Seal, Leaf, Disposed)
Attack = tuple[str, Callable[[], None]]
Known = dict[int, list[str]]


@pytest.fixture
def witness() -> Known:
    """A trail with several records, moves, notes, a disposal; two seals, some events waiting. Return the last seal."""
    proposed = [an_appointment(state=AppointmentState.PROPOSED) for _ in range(2)]
    perform(proposed[0], DECLINE, by=SYSTEM, at=AT)
    dispose_of(a_unit("department").stream)
    seal(AT)
    edit(proposed[1], by=SYSTEM, at=AT, post_title="消防長")
    note("test", "試した", by=SYSTEM, at=AT, number=1)
    last = seal(AT)[-1]
    edit(Unit.objects.earliest("pk"), by=SYSTEM, at=AT, name="広報部")
    own_the_database()
    return {last.number: [last.hash]}


def found(known: Known | None = None) -> list[str]:
    """Return what the verifier finds besides the triggers, which an attacker would put back."""
    return [fault for fault in verify(known).faults if not fault.startswith(GUARD)]


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def missed(attacks: list[Attack], known: Known | None = None) -> list[str]:
    """Make each attack in turn and return those that nothing told of; what a constraint refuses did not happen."""
    silent = []
    for name, attack in attacks:
        with suppress(IntegrityError), undone():
            attack()
            silent += [] if found(known) else [name]
    return silent


def campaign(report: drills.Report, what: str, attacks: list[Attack], known: Known | None = None) -> None:
    silent = missed(attacks, known)
    report(AREA, what, tried=len(attacks), outcome=f"not found: {silent}" if silent else "all found", lost=len(silent))


def run(statement: str, *values: Any) -> Callable[[], None]:
    return lambda: sql(statement, *values)


def test_untouched_trail_verifies(witness: Known) -> None:
    assert found(witness) == []


def test_every_column_of_the_trail_changed(witness: Known, report: drills.Report) -> None:
    attacks = [attack for model in TRAIL for attack in column_attacks(model)]
    campaign(report, "database: each column of the trail changed", attacks)


def column_attacks(model: Any) -> Iterator[Attack]:
    table, key = model._meta.db_table, model._meta.pk.column
    places = list(model._base_manager.order_by("pk").values_list("pk", flat=True))[: drills.size(3, 100)]
    for column in (field.column for field in model._meta.concrete_fields if not field.primary_key):
        for place in places:
            value = other_value(model, column, place)
            if value is not None:
                change = run(f"UPDATE {table} SET {column} = %s WHERE {key} = %s", value, place)
                yield f"{table}.{column} of {place}", change


FIXED: dict[str, Any] = {
    "act_id": "00000000000040008000000000000000",
    "at": "2020-01-01 00:00:00+00:00",
    "made_at": "2020-01-01 00:00:00+00:00",
}


def other_value(model: Any, column: str, place: Any) -> Any:
    """Return a value of the column's type that constraints allow and the row does not have, None without one."""
    stored = rows(f"SELECT {column} FROM {model._meta.db_table} WHERE {model._meta.pk.column} = %s", place)[0][0]
    bound = column in {"number", "previous"} and stored in {1, ""}  # a first event or seal: the database holds it
    if bound or (model is Seal and column == "number"):
        return None
    if column.endswith("_id") and column != "act_id":
        return other_key(column, stored)
    if isinstance(stored, int):
        return stored + 50
    return FIXED.get(column, f"x{str(stored)[1:]}")


def other_key(column: str, stored: Any) -> Any:
    """Return the key of another row to point to."""
    if column == "seal_id":
        return 3 - stored
    return Unit.objects.earliest("pk").pk if column == "unit_id" else Appointment.objects.earliest("pk").person_id


def test_every_row_of_the_trail_deleted(witness: Known, report: drills.Report) -> None:
    attacks: list[Attack] = [(f"event {e.pk}", partial(delete_event, e)) for e in Event.objects.order_by("pk")]
    for model in (Facts, Leaf, Unsealed, Disposed):
        for place in model._base_manager.values_list("pk", flat=True):
            statement = f"DELETE FROM {model._meta.db_table} WHERE event_id = %s"
            attacks.append((f"{model._meta.db_table} {place}", run(statement, place)))
    attacks.append(("last seal", delete_last_seal))
    campaign(report, "database: each row of the trail deleted", attacks, witness)


def delete_event(event: Event) -> None:
    for table in ("audit_facts", "audit_leaf", "audit_unsealed", "audit_disposed"):
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table} WHERE event_id = %s", [event.pk])
    sql("DELETE FROM audit_event WHERE id = %s", event.pk)


def delete_last_seal() -> None:
    """The last seal and all it sealed, with the seal before left in order."""
    sql("INSERT INTO audit_unsealed SELECT event_id FROM audit_leaf WHERE seal_id = 2")
    sql("DELETE FROM audit_leaf WHERE seal_id = 2")
    sql("DELETE FROM audit_seal WHERE number = 2")


def test_rows_of_the_trail_swapped_and_inserted(witness: Known, report: drills.Report) -> None:
    sealed = list(Leaf.objects.order_by("seal", "position").values_list("pk", flat=True))
    pairs = list(pairwise(sealed))
    attacks: list[Attack] = [(f"places of {pair}", partial(swap_places, *pair)) for pair in pairs]
    attacks += [(f"contents of {pair}", partial(swap_facts, *pair)) for pair in pairs]
    copied = run("INSERT INTO audit_facts SELECT %s, salt, body FROM audit_facts LIMIT 1", gone())
    attacks += [("a note beside the seals", insert_note), ("facts disposed of", copied)]
    campaign(report, "database: rows of the trail swapped and inserted", attacks, witness)


def gone() -> int:
    return Disposed.objects.earliest("pk").event_id


def swap_places(one: int, other: int) -> None:
    places = {leaf.pk: (leaf.seal_id, leaf.position) for leaf in Leaf.objects.filter(pk__in=[one, other])}
    sql("UPDATE audit_leaf SET position = 999 WHERE event_id = %s", one)
    for event, (number, position) in ((other, places[one]), (one, places[other])):
        sql("UPDATE audit_leaf SET seal_id = %s, position = %s WHERE event_id = %s", number, position, event)


def swap_facts(one: int, other: int) -> None:
    kept = {facts.pk: (facts.salt, facts.body) for facts in Facts.objects.filter(pk__in=[one, other])}
    for event, source in ((one, other), (other, one)):
        if event in kept:
            salt, body = kept.get(source, ("0" * 32, "{}"))
            sql("UPDATE audit_facts SET salt = %s, body = %s WHERE event_id = %s", salt, body, event)


def insert_note() -> None:
    """A note right in itself that never waited for a seal."""
    event = Event(
        stream="note:test:x", number=1, move="test", label="試した", office="system", capacity="自動処理", at=AT
    )
    event.act_id, event.facts_hash = "00000000-0000-4000-8000-000000000000", facts_hash("0", "{}")
    event.hash = event_hash(event)
    event.save()
    Facts.objects.create(event=event, salt="0", body="{}")


def test_records_forged_past_the_application(witness: Known, report: drills.Report) -> None:
    attacks = [
        attack for model in (Appointment, Unit) for record in model._base_manager.all() for attack in forgeries(record)
    ]
    attacks.append(("a unit without a trail", insert_unit))
    campaign(report, "database: each column of records forged, rows inserted and deleted", attacks)


def forgeries(record: Any) -> Iterator[Attack]:
    table = record._meta.db_table
    for column, value in record_values(record).items():
        yield f"{record.stream} {column}", run(f"UPDATE {table} SET {column} = %s WHERE id = %s", value, record.pk)


def record_values(record: Any) -> dict[str, Any]:
    """Return other values; of a unit whose first content was disposed of, only its version can tell."""
    if isinstance(record, Appointment):
        forged: dict[str, Any] = {"office": "auditor", "starts_on": "2001-01-01", "post_title": "市長", "version": 9}
        return forged | ({"state": "declined"} if record.state == "proposed" else {"ends_on": "2099-12-31"})
    known = Facts.objects.filter(event__stream=record.stream).exists()
    return {"version": 9} | ({"name": "別の部", "starts_on": "2001-01-01"} if known else {})


def test_hidden_columns_exchanged(witness: Known, report: drills.Report) -> None:
    """A password of one's own put in, changed through the application before or never, and put back as it was."""
    people = list(Person.objects.order_by("pk")[:2])
    old = people[0].password
    edit(people[0], by=SYSTEM, at=AT, password="a-new-hash")
    assert found() == []
    change = "UPDATE staff_person SET password = %s WHERE id = %s"
    waits = "UPDATE staff_person SET must_change_password = %s WHERE id = %s"
    attacks: list[Attack] = [(f"password of {person}", run(change, "forged", person.pk)) for person in people]
    attacks += [("an earlier password", run(change, old, people[0].pk))]
    attacks += [("waiting for a change", run(waits, not people[1].must_change_password, people[1].pk))]
    campaign(report, "database: hidden columns exchanged", attacks)


def insert_unit() -> None:
    Unit.objects.bulk_create([Unit(name="幽霊部", symbol="幽", level="department", starts_on=SINCE)])


def test_content_emptied_by_a_forged_disposal(witness: Known, report: drills.Report) -> None:
    """What the web role may do in SQL: insert into the trail, delete facts said to be disposed of, change records."""
    one, other = Appointment.objects.order_by("pk").values_list("person_id", flat=True)[:2]
    real = Event.objects.get(move="retention.disposal.carry_out")
    asked = ("create", one)
    attacks: dict[str, dict[str, Any]] = {
        "no such disposal": {},
        "the act of another disposal": {"disposal": real.stream, "act": real.act_id},
        "another act of another disposal": {"disposal": real.stream},
        "nobody permitted": {"moves": [asked, ("carry_out", one)]},
        "permitted by who asked": {"moves": [asked, ("permit", one), ("carry_out", other)]},
        "carried out by who permitted": {"moves": [asked, ("permit", other), ("carry_out", other)]},
        "carried out by the system": {"moves": [asked, ("permit", other), ("carry_out", None)]},
        "permitted after it": {"moves": [asked, ("carry_out", one), ("permit", other)]},
        "withdrawn": {"moves": [asked, ("permit", other), ("withdraw", one), ("carry_out", one)]},
    }
    silent = [name for name, values in attacks.items() if not told_of_forged_disposal(real.at, **values)]
    outcome = f"not found: {silent}" if silent else "all found, by the export alone too"
    report(
        AREA, "database: content emptied by a forged disposal", tried=len(attacks), outcome=outcome, lost=len(silent)
    )


def told_of_forged_disposal(at: datetime, disposal: str = "retention.disposal:77", **values: Any) -> bool:
    """Tell whether trail and export say that a stream was emptied unlawfully."""
    victim = Appointment.objects.filter(state=AppointmentState.PROPOSED).earliest("pk")
    with undone():
        forge_disposal(victim.stream, disposal, at, **values)
        sql("UPDATE staff_appointment SET post_title = '市長' WHERE id = %s", victim.pk)
        told = [found(), list(verify_export.verify(export_lines(at)))]
    return all(any(f"{victim.stream} の" in fault and "廃棄" in fault for fault in faults) for faults in told)


def test_everything_made_new_in_the_database(witness: Known, report: drills.Report) -> None:
    """The owner forges an event, its record, and every hash and seal that follows: the seal in the mail tells."""
    records = [
        e for e in Event.objects.filter(facts__isnull=False, leaf__isnull=False) if e.stream.startswith("staff.")
    ]
    silent = 0
    for event in records:
        with undone():
            sql("UPDATE audit_event SET capacity = '後から' WHERE id = %s", event.pk)
            make_new()
            assert found() == []
            silent += not found(witness)
    what = "database: an event forged, all hashes and seals made new"
    report(AREA, what, tried=len(records), outcome="all found by a seal from a mail", lost=silent)


def make_new() -> None:
    last: dict[str, str] = {}
    for event in Event.objects.order_by("stream", "number"):
        event.previous = last.get(event.stream, "")
        last[event.stream] = new = event_hash(event)
        sql("UPDATE audit_event SET previous = %s, hash = %s WHERE id = %s", event.previous, new, event.pk)
    previous = ""
    for made in Seal.objects.order_by("number"):
        leaves = made.leaves.order_by("position").values_list("event__hash", flat=True)
        made.previous, made.root = previous, root_of(list(leaves))
        previous = made.hash = seal_hash(made)
        sql(
            "UPDATE audit_seal SET previous = %s, root = %s, hash = %s WHERE number = %s",
            *(made.previous, made.root, made.hash, made.number),
        )


def test_older_database_restored(witness: Known, report: drills.Report) -> None:
    """The state before the last seal, whole in itself."""
    with undone():
        later = seal(AT)[-1]
    assert found() == []
    told = found({later.number: [later.hash]})
    report(
        AREA, "database: an older state restored", tried=1, outcome="found by a seal from a mail", lost=int(not told)
    )
    assert told == [f"封印 第{later.number}号:控えにありますが、監査証跡にありません"]

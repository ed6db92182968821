"""An act whose event can not be written does not happen: nothing of it is left, on either engine."""

import pytest
from django.db import DatabaseError, connection

from core.lifecycle.act import acting
from core.lifecycle.actor import SYSTEM
from core.notifications.telling import Tell
from core.staff.models import OfficeTitle, Person, Unit
from tests.factories import AT, SINCE, a_person, a_unit, everything
from tests.services import drills

pytestmark = [pytest.mark.usefixtures("committed_db"), pytest.mark.drill]
WRITTEN = ["audit_event", "audit_facts", "audit_unsealed", "notifications_message", "notifications_outboxmail"]


def break_writing(table: str) -> None:
    """Let the database fail at every insert into a table."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            refuse = "BEGIN SELECT RAISE(ABORT, 'disk on fire'); END"
            cursor.execute(f"CREATE TRIGGER broken BEFORE INSERT ON {table} {refuse}")
        else:
            body = "BEGIN RAISE EXCEPTION 'disk on fire'; END"
            cursor.execute(f"CREATE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$")
            cursor.execute(f"CREATE TRIGGER broken BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION broken()")


def act_on(unit: Unit, person: Person) -> None:
    """Change a record, make one, note something, tell somebody."""
    with acting(by=SYSTEM, at=AT) as act:
        act.edit(unit, name="広報部")
        act.create(OfficeTitle, office="staff", title="職員", starts_on=SINCE)
        act.note("test", "試した")
        act.tell(Tell([person], "お知らせ"))


@pytest.mark.parametrize("table", WRITTEN)
def test_act_leaves_nothing_when_a_part_of_it_can_not_be_written(table: str, report: drills.Report) -> None:
    unit, person = a_unit("department"), a_person()
    before = everything()
    break_writing(table)
    with pytest.raises(DatabaseError, match="disk on fire"):
        act_on(unit, person)
    report(
        "faults", f"writing {table} fails in mid-act", tried=1, outcome="nothing left", lost=int(everything() != before)
    )


def test_act_that_can_be_written_leaves_all_of_it() -> None:
    unit, person = a_unit("department"), a_person()
    before = {label: len(rows) for label, rows in everything().items()}
    act_on(unit, person)
    after = {label: len(rows) for label, rows in everything().items()}
    grown = {label: after[label] - before[label] for label in after if after[label] != before[label]}
    assert grown == {
        "audit.Event": 3,
        "audit.Facts": 3,
        "audit.Unsealed": 3,
        "notifications.Message": 1,
        "notifications.OutboxMail": 1,
        "staff.OfficeTitle": 1,
    }

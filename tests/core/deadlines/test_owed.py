"""What a person owes is found by the indexes of what is open, however much is open in the city."""

from typing import Any

import pytest
from django.db import connection

from core.deadlines.models import Obligation
from core.staff.authority import capacities
from core.staff.offices import Office
from tests.factories import ON
from tests.factories.core import an_appointment

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("office", [Office.STAFF, Office.SECTION_HEAD])
def test_what_a_person_owes_is_read_without_reading_all_that_is_open(office: Office) -> None:
    person = an_appointment(office=office).person
    found = Obligation.objects.open().owed_by(person, capacities(person, ON), ON)

    plan = _plan(*found.query.sql_with_params())

    assert "obligation_office" in plan
    assert "SCAN" not in plan
    assert "Seq Scan on deadlines_obligation" not in plan


def _plan(sql: str, given: tuple[Any, ...]) -> str:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
        explain = "EXPLAIN" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
        cursor.execute(f"{explain} {sql}", given)
        return "\n".join(str(row[-1]) for row in cursor.fetchall())

"""What a person owes in all offices at once, asked by each of them alone; on SQLite by the indexes of what is open."""

from functools import reduce
from operator import or_

import pytest
from django.db import connection
from django.db.models import Q

from core.deadlines.duties import Debtor
from core.deadlines.models import Obligation
from core.staff.authority import capacities, office_filter
from core.staff.offices import Office
from tests.factories import ON, a_person, an_obligation
from tests.factories.core import an_appointment

pytestmark = pytest.mark.django_db
OFFICES = (Office.STAFF, Office.SECTION_HEAD, Office.GENERAL_AFFAIRS_DIRECTOR)


def test_what_is_owed_in_several_offices_is_what_each_of_them_owes() -> None:
    person = a_person()
    units = [an_appointment(person, office).unit for office in OFFICES]
    other = an_appointment(office=Office.STAFF)
    for office, unit in zip(OFFICES, units, strict=True):
        an_obligation(Debtor(office, unit if office != Office.GENERAL_AFFAIRS_DIRECTOR else None), ON)
    an_obligation(Debtor(person=person), ON)
    an_obligation(Debtor(Office.STAFF, other.unit), ON)
    an_obligation(Debtor(person=other.person), ON)
    kept = capacities(person, ON)

    found = set(Obligation.objects.open().owed_by(person, kept, ON))

    of_offices = Q(office_filter(kept, ON, "debtor_office", "debtor_unit"), debtor_person=None)
    assert found == set(Obligation.objects.filter(reduce(or_, [Q(debtor_person=person), of_offices])))
    assert len(found) == len(OFFICES) + 1


@pytest.mark.parametrize("office", [Office.STAFF, Office.SECTION_HEAD])
def test_sqlite_does_not_read_all_that_is_open_for_it(office: Office) -> None:
    person = an_appointment(office=office).person
    found = Obligation.objects.open().owed_by(person, capacities(person, ON), ON)

    sql, given = found.query.sql_with_params()
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}", given)
            plan = "\n".join(str(row[-1]) for row in cursor.fetchall())
            assert "obligation_office" in plan
            assert "SCAN" not in plan

"""What a person owes in all offices at once, asked by each of them alone; on SQLite by the indexes of what is open."""

from datetime import timedelta
from functools import reduce
from operator import or_
from typing import Any

import pytest
from django.db import connection
from django.db.models import BigIntegerField, Q

from core.deadlines.duties import Debtor
from core.deadlines.models import Obligation
from core.staff.authority import capacities, office_filter, office_values
from core.staff.offices import Office
from core.statements import Given, Statement
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


def test_the_first_ones_over_all_offices_are_found_whatever_each_of_them_owes() -> None:
    person = a_person()
    units = [an_appointment(person, office).unit for office in (Office.STAFF, Office.SECTION_HEAD)]
    debtors = [Debtor(Office.STAFF, units[0]), Debtor(Office.SECTION_HEAD, units[1]), Debtor(person=person)]
    for number, days in enumerate((3, 0, 9, 0, 1, 2, 7, None, 3, None)):
        an_obligation(debtors[number % 3], days if days is None else ON + timedelta(days=days))
    an_obligation(Debtor(Office.STAFF, an_appointment(office=Office.STAFF).unit), ON)
    kept = capacities(person, ON)
    owed = list(Obligation.objects.open().owed_by(person, kept, ON).by_due_date())
    assert len(owed) == 10
    for most in (1, 4, 9, 20):
        first = Statement("first_owed", lambda most=most: _first(most))  # type: ignore[misc]  # bound at once
        given = {"person": person.pk, **office_values(kept, ON)}
        assert {one.pk for one in first.records(**given)} == {one.pk for one in owed[:most]}


def _first(most: int) -> Any:
    person: Any = Given("person", BigIntegerField())
    return Obligation.objects.open().first_owed_to(person, {Office.STAFF, Office.SECTION_HEAD}, most)


def test_what_units_owe_is_sorted_whatever_indexes_there_are() -> None:
    """Not what a city-wide office owes, which may be most of all that is open.

    Which plan PostgreSQL takes shows in large tables alone (`make bench`, the inbox).
    """
    held = {Office.STAFF, Office.SECTION_HEAD, Office.GENERAL_AFFAIRS_DIRECTOR}
    sql, _ = Obligation.objects.open().first_owed_to(1, held, 3).query.sql_with_params()
    by_no_index = "GREATEST(" if connection.vendor == "postgresql" else "MAX("
    assert sql.count(f"ORDER BY {by_no_index}") == 2


@pytest.mark.parametrize("office", [Office.STAFF, Office.SECTION_HEAD])
def test_sqlite_does_not_read_all_that_is_open_for_it(office: Office) -> None:
    person = an_appointment(office=office).person
    found = Obligation.objects.open().owed_by(person, capacities(person, ON), ON)

    sql, given = found.query.sql_with_params()
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}", given)
            plan = "\n".join(str(row[-1]) for row in cursor.fetchall())
            assert "obligation_of_office" in plan
            assert "SCAN" not in plan

"""Queries put together once: the same rows as the queryset they stand for, whatever is put in."""

from datetime import date, timedelta
from threading import Thread
from typing import Any

import pytest
from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.test.utils import CaptureQueriesContext

from core.prepared import LONGEST, Prepared
from core.staff.models import Appointment, Person
from core.staff.offices import Office
from tests.factories import ON, a_person, an_appointment

pytestmark = pytest.mark.django_db

IN_FORCE: Prepared[Any] = Prepared(
    lambda office, on: Appointment.objects.in_force_on(on).filter(office=office).select_related("person").order_by("pk")
)
NAMES: Prepared[Any] = Prepared(
    lambda keys: Person.objects.filter(pk__in=keys).order_by("pk").values_list("pk", "name")
)
EACH: Prepared[Any] = Prepared(lambda people: Appointment.objects.filter(person__in=people).order_by("pk"))


@pytest.mark.parametrize("office", [Office.STAFF, Office.AUDITOR])
@pytest.mark.parametrize("on", [ON, ON - timedelta(days=4000)])
def test_what_is_found_is_what_the_queryset_finds(office: Office, on: date) -> None:
    for held in (Office.STAFF, Office.STAFF, Office.AUDITOR):
        an_appointment(office=held)
    asked = Appointment.objects.in_force_on(on).filter(office=office).order_by("pk")
    assert list(IN_FORCE(office=office.value, on=on)) == list(asked)


def test_what_is_read_with_the_rows_is_not_asked_for_again() -> None:
    appointment = an_appointment(office=Office.STAFF)
    with CaptureQueriesContext(connection) as captured:
        (found,) = IN_FORCE(office=Office.STAFF.value, on=ON)
        assert (found.person.name, found.starts_on) == (appointment.person.name, appointment.starts_on)
    assert len(captured) == 1


@pytest.mark.parametrize("number", [0, 1, 3, LONGEST + 1])
def test_a_list_may_have_any_length(number: int) -> None:
    people = [a_person() for _ in range(number + 1)][:number]
    assert list(NAMES(keys=[person.pk for person in people])) == [(person.pk, person.name) for person in people]


def test_a_list_of_the_keys_of_other_rows_is_one_of_numbers() -> None:
    appointments = [an_appointment(office=Office.STAFF) for _ in range(2)]
    assert list(EACH(people=[one.person_id for one in appointments])) == appointments


def test_later_values_do_not_change_what_was_asked_before() -> None:
    first, second = a_person(), a_person()
    asked = NAMES(keys=[first.pk])
    NAMES(keys=[second.pk])
    assert list(asked) == [(first.pk, first.name)]


def test_a_statement_can_be_put_into_another_one() -> None:
    people = [a_person() for _ in range(2)]
    sql, values = NAMES.statement(keys=[person.pk for person in people])
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM (" + sql + ") AS found", values)
        assert cursor.fetchone() == (2,)


def test_nothing_makes_no_statement() -> None:
    with pytest.raises(EmptyResultSet):
        NAMES.statement(keys=[])


def test_a_query_is_put_together_once() -> None:
    built: list[models.QuerySet[Person]] = []

    def build(key: Any) -> models.QuerySet[Person]:
        built.append(Person.objects.filter(pk=key))
        return built[-1]

    prepared = Prepared(build)
    found = [list(prepared(key=person.pk)) for person in (a_person(), a_person())]
    assert ([len(rows) for rows in found], len(built)) == ([1, 1], 1)


@pytest.mark.django_db(transaction=True)
def test_another_thread_asks_on_its_own_connection(committed_db: None) -> None:
    person = a_person()
    list(NAMES(keys=[person.pk]))
    found: list[Any] = []

    def ask() -> None:
        found.extend(NAMES(keys=[person.pk]))
        connection.close()

    thread = Thread(target=ask)
    thread.start()
    thread.join()
    assert found == [(person.pk, person.name)]

"""What waits for whom on a day, and what is overdue."""

from datetime import date

import pytest

from core.deadlines.duties import Debtor
from core.deadlines.models import Obligation
from core.staff.authority import capacities
from core.staff.models import Person
from core.staff.offices import Office
from tests.factories import (
    ON,
    a_person,
    a_unit,
    an_appointment,
    an_obligation,
)

pytestmark = pytest.mark.django_db
HEAD = Office.SECTION_HEAD.value


def inbox(person: Person, on: date = ON) -> list[Obligation]:
    return list(Obligation.objects.open().owed_by(person, capacities(person, on), on).by_due_date())


def test_owed_by_shows_the_offices_and_the_persons_own_duties() -> None:
    head = an_appointment(office=HEAD)
    office = an_obligation(Debtor(HEAD, head.unit), due_on=date(2026, 12, 2))
    own = an_obligation(Debtor(person=head.person), due_on=date(2026, 12, 1))
    undated = an_obligation(Debtor(HEAD, head.unit))
    an_obligation()
    an_obligation(Debtor(person=a_person()))
    assert inbox(head.person) == [own, office, undated]


def test_owed_by_follows_the_office_and_not_the_person() -> None:
    head = an_appointment(office=HEAD, ends_on=ON)
    made = an_obligation(Debtor(HEAD, head.unit))
    successor = an_appointment(office=HEAD, unit=head.unit, starts_on=date(2026, 11, 25))
    days = (ON, date(2026, 11, 25))
    assert [inbox(head.person, on) for on in days] == [[made], []]
    assert [inbox(successor.person, on) for on in days] == [[], [made]]


def test_owed_by_shows_a_department_head_what_waits_about_a_section() -> None:
    section = a_unit()
    head = an_appointment(office=Office.DEPARTMENT_HEAD, unit=section.department)
    made = an_obligation(Debtor(Office.DEPARTMENT_HEAD, section))
    assert inbox(head.person) == [made]


def test_owed_by_leaves_a_duty_of_one_person_to_that_person() -> None:
    head = an_appointment(office=HEAD)
    an_obligation(Debtor(HEAD, head.unit, a_person()))
    assert inbox(head.person) == []


def test_by_due_date_is_nearest_first_then_in_the_order_opened_undated_last() -> None:
    undated, later = an_obligation(), an_obligation(due_on=date(2026, 12, 2))
    sooner, as_soon = an_obligation(due_on=date(2026, 12, 1)), an_obligation(due_on=date(2026, 12, 1))
    assert list(Obligation.objects.by_due_date()) == [sooner, as_soon, later, undated]

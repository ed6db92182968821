"""The inbox's condition agrees with who holds an office, on every unit of random reorganisations."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.db.models import Q
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.lifecycle.act import edit
from core.lifecycle.actor import SYSTEM
from core.staff.authority import capacities, holders, office_filter, office_given, office_values
from core.staff.models import Appointment, Unit
from core.staff.offices import Office
from core.statements import Statement
from tests.factories import AT, ON, a_deputyship, a_person, a_unit, an_appointment

pytestmark = pytest.mark.django_db
OLD = date(2020, 4, 1)
UNIT_OFFICES = [Office.STAFF, Office.SECTION_HEAD, Office.DEPARTMENT_HEAD]


def kept_by(appointment: Appointment, rows: Q, on: date = ON) -> bool:
    """Tell whether a row of appointments stands under the condition of a person's capacities."""
    condition = office_filter(capacities(appointment.person, on), on)
    return Appointment.objects.filter(rows).filter(condition).exists()


def test_office_filter_without_capacities_keeps_nothing() -> None:
    an_appointment()
    assert not Appointment.objects.filter(office_filter([], ON)).exists()


def test_office_filter_keeps_the_office_and_unit_only() -> None:
    head = an_appointment(office=Office.SECTION_HEAD)
    staff, elsewhere = an_appointment(unit=head.unit), an_appointment(office=Office.SECTION_HEAD)
    assert [kept_by(head, Q(pk=row.pk)) for row in (head, staff, elsewhere)] == [True, False, False]


def test_office_filter_of_an_office_of_the_city_ignores_the_unit() -> None:
    director = an_appointment(office=Office.POLICY_DIRECTOR)
    other = an_appointment(office=Office.POLICY_DIRECTOR)
    assert kept_by(director, Q(pk=other.pk))


def test_office_filter_holds_for_a_deputy() -> None:
    kept = a_deputyship()
    condition = office_filter(capacities(kept.deputy, ON), ON)
    assert list(Appointment.objects.filter(condition)) == [kept.principal]


def test_office_filter_reads_the_columns_it_is_told() -> None:
    head = an_appointment(office=Office.SECTION_HEAD)
    condition = office_filter(capacities(head.person, ON), ON, "principal__office", "principal__unit")
    deputyship = a_deputyship(head)
    a_deputyship()
    assert list(type(deputyship).objects.filter(condition)) == [deputyship]


@dataclass(frozen=True)
class Plan:
    """A unit to build: level, place of its parent, and when it ends with which successor."""

    level: str
    parent: int | None
    ended_days_ago: int | None
    successor: int | None


@st.composite
def cities(draw: st.DrawFn) -> list[Plan]:
    """Draw two or three departments with sections and groups; some ended lately, with or without successor."""
    places: list[tuple[str, int | None]] = []
    for _ in range(draw(st.integers(2, 3))):
        top = len(places)
        places += [("department", None), *[("section", top)] * draw(st.integers(1, 2))]
        places += [("group", top + 1)] * draw(st.integers(0, 1))
    plans = []
    for number, (level, parent) in enumerate(places):
        later = [n for n, (other, _) in enumerate(places) if n > number and other == level]
        ago = draw(st.none() | st.integers(0, 1))
        plans.append(Plan(level, parent, ago, None if ago is None else draw(st.sampled_from([None, *later]))))
    return plans


def build(plans: list[Plan]) -> list[Unit]:
    """Create the units, then end those that end."""
    units: list[Unit] = []
    for plan in plans:
        units.append(a_unit(plan.level, parent=None if plan.parent is None else units[plan.parent], starts_on=OLD))
    for number, plan in enumerate(plans):
        if plan.ended_days_ago is not None:
            successor = None if plan.successor is None else units[plan.successor]
            ends_on = ON - timedelta(days=plan.ended_days_ago)
            edit(units[number], by=SYSTEM, at=AT, ends_on=ends_on, successor=successor)
    return [Unit.objects.get(pk=unit.pk) for unit in units]


_FILTERED = Statement("filtered", lambda: Appointment.objects.filter(office_given()).values_list("pk"))


@pytest.mark.parametrize("office", [*UNIT_OFFICES, Office.POLICY_DIRECTOR])
def test_office_given_keeps_what_office_filter_keeps(office: Office) -> None:
    head = an_appointment(office=office)
    an_appointment(office=office)
    an_appointment(unit=head.unit)
    an_appointment(head.person, Office.AUDITOR)
    kept = capacities(head.person, ON)
    filtered = Appointment.objects.filter(office_filter(kept, ON)).values_list("pk")
    assert sorted(_FILTERED.rows(**office_values(kept, ON))) == sorted(filtered)


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(plans=cities(), office=st.sampled_from(UNIT_OFFICES), data=st.data())
def test_office_filter_agrees_with_holders(plans: list[Plan], office: Office, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(plans) - 1))
    units = build(plans)
    own = an_appointment(a_person(), office, units[place], starts_on=OLD)
    rows = [an_appointment(own.person, office, unit, starts_on=OLD, ends_on=OLD).pk for unit in units]
    condition = office_filter(capacities(own.person, ON), ON)
    kept = Appointment.objects.filter(condition, pk__in=rows).values_list("unit", flat=True)
    assert set(kept) == {unit.pk for unit in units if own in holders(office, unit, ON)}


def test_office_filter_asks_no_more_for_more_units(django_assert_num_queries: Any) -> None:
    department = a_unit("department")
    head = an_appointment(office=Office.DEPARTMENT_HEAD, unit=department)
    for sections in (1, 3):
        for _ in range(sections):
            a_unit(parent=department)
        kept = capacities(head.person, ON)
        with django_assert_num_queries(2):
            office_filter(kept, ON)

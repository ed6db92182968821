"""Who holds which office when; every boundary day, deputies, reorganisations."""

from datetime import date, timedelta

import pytest

from core.lifecycle.act import edit
from core.lifecycle.actor import SYSTEM
from core.staff.authority import (
    capacities,
    current_unit,
    deputies,
    holders,
    people_answering,
    unit_of_office,
    units_answered_by,
)
from core.staff.models import Appointment, Unit
from core.staff.offices import CITY_WIDE, NEXT_HIGHER, Office
from core.staff.states import AppointmentState
from tests.factories import AT, ON, SINCE, a_deputyship, a_person, a_unit, an_appointment

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LAST = date(2026, 3, 31)
FIRST = date(2026, 4, 1)
OLD = date(2020, 4, 1)


def held(office: Office, unit: Unit | None, on: date) -> list[Appointment]:
    return list(holders(office, unit, on))


@pytest.mark.parametrize(
    ("on", "there"),
    [
        (SINCE - DAY, False),
        (SINCE, True),
        (SINCE + DAY, True),
        (ON - DAY, True),
        (ON, True),
        (ON + DAY, False),
        (date(2999, 1, 1), False),
    ],
)
def test_holders_on_boundary_days(on: date, there: bool) -> None:
    head = an_appointment(office=Office.SECTION_HEAD, starts_on=SINCE, ends_on=ON)
    assert held(Office.SECTION_HEAD, head.unit, on) == ([head] if there else [])
    assert [c.key for c in capacities(head.person, on)] == ([f"a{head.pk}"] if there else [])
    assert head.in_force_on(on) is there


def test_holders_of_an_appointment_without_end_last() -> None:
    head = an_appointment(office=Office.SECTION_HEAD)
    assert held(Office.SECTION_HEAD, head.unit, date(2999, 1, 1)) == [head]


def test_holders_of_an_appointment_of_one_day() -> None:
    head = an_appointment(office=Office.SECTION_HEAD, starts_on=ON, ends_on=ON)
    assert [bool(held(Office.SECTION_HEAD, head.unit, on)) for on in (ON - DAY, ON, ON + DAY)] == [False, True, False]


def test_holders_change_at_a_transfer_without_gap_or_overlap() -> None:
    unit = a_unit(starts_on=OLD)
    old = an_appointment(office=Office.SECTION_HEAD, unit=unit, starts_on=OLD, ends_on=LAST)
    new = an_appointment(office=Office.SECTION_HEAD, unit=unit, starts_on=FIRST)
    assert [held(Office.SECTION_HEAD, unit, on) for on in (LAST, FIRST)] == [[old], [new]]


@pytest.mark.parametrize("state", [AppointmentState.PROPOSED, AppointmentState.DECLINED])
def test_holders_leave_out_what_nobody_confirmed(state: AppointmentState) -> None:
    entry = an_appointment(office=Office.SECTION_HEAD, state=state)
    assert held(Office.SECTION_HEAD, entry.unit, ON) == []
    assert capacities(entry.person, ON) == []
    assert not entry.in_force_on(ON)


def test_holders_leave_out_disabled_persons() -> None:
    head = an_appointment(office=Office.SECTION_HEAD)
    edit(head.person, by=SYSTEM, at=AT, is_active=False)
    assert held(Office.SECTION_HEAD, head.unit, ON) == []


def test_holders_of_another_section_are_not_found() -> None:
    head = an_appointment(office=Office.SECTION_HEAD)
    assert held(Office.SECTION_HEAD, a_unit(), ON) == []
    assert held(Office.STAFF, head.unit, ON) == []


@pytest.mark.parametrize("office", sorted(CITY_WIDE))
def test_holders_of_an_office_of_the_city_whatever_the_unit(office: Office) -> None:
    holder = an_appointment(office=office)
    assert held(office, None, ON) == held(office, a_unit(), ON) == held(office, holder.unit, ON) == [holder]


@pytest.mark.parametrize("office", [Office.STAFF, Office.SECTION_HEAD, Office.DEPARTMENT_HEAD])
def test_holders_of_an_office_of_a_unit_need_the_unit(office: Office) -> None:
    with pytest.raises(ValueError, match="needs a unit"):
        holders(office, None, ON)


def test_holders_are_all_who_hold_it_in_order_of_entry() -> None:
    unit = a_unit()
    staff = [an_appointment(unit=unit) for _ in range(3)]
    assert held(Office.STAFF, unit, ON) == staff


def test_department_head_answers_for_department_section_and_group() -> None:
    department = a_unit("department")
    section = a_unit("section", parent=department)
    group = a_unit("group", parent=section)
    head = an_appointment(office=Office.DEPARTMENT_HEAD, unit=department)
    assert [held(Office.DEPARTMENT_HEAD, unit, ON) for unit in (department, section, group)] == [[head]] * 3
    assert unit_of_office(Office.DEPARTMENT_HEAD, group) == department
    assert unit_of_office(Office.SECTION_HEAD, section) == section


def renewed(unit: Unit, successor: Unit) -> Unit:
    return edit(unit, by=SYSTEM, at=AT, ends_on=LAST, successor=successor)


def test_current_unit_follows_successors_from_the_day_after_the_end() -> None:
    third = a_unit(starts_on=FIRST)
    second = renewed(a_unit(starts_on=OLD), third)
    first = renewed(a_unit(starts_on=OLD), second)
    assert [current_unit(first, on) for on in (LAST, FIRST)] == [first, third]
    assert current_unit(third, LAST) == third


def test_current_unit_of_an_ended_unit_without_successor_is_itself() -> None:
    ended = edit(a_unit(starts_on=OLD), by=SYSTEM, at=AT, ends_on=LAST)
    assert current_unit(ended, ON) == ended


def test_current_unit_that_has_not_begun_is_itself() -> None:
    later = edit(a_unit(starts_on=date(2027, 4, 1)), by=SYSTEM, at=AT, ends_on=date(2028, 3, 31), successor=a_unit())
    assert current_unit(later, ON) == later


def test_current_unit_ends_where_successors_name_each_other() -> None:
    one, other = a_unit(starts_on=OLD), a_unit(starts_on=OLD)
    one, other = renewed(one, other), renewed(other, one)
    assert current_unit(Unit.objects.get(pk=one.pk), ON) == other


def test_holders_of_an_ended_section_are_those_of_its_successor() -> None:
    new = a_unit(starts_on=FIRST)
    old = renewed(a_unit(starts_on=OLD), new)
    before = an_appointment(office=Office.SECTION_HEAD, unit=old, starts_on=OLD, ends_on=LAST)
    after = an_appointment(office=Office.SECTION_HEAD, unit=new, starts_on=FIRST)
    assert [held(Office.SECTION_HEAD, old, on) for on in (LAST, FIRST)] == [[before], [after]]


def test_department_head_of_an_ended_department_is_the_successors() -> None:
    new = a_unit("department", starts_on=FIRST)
    old = renewed(a_unit("department", starts_on=OLD), new)
    section = a_unit(parent=old, starts_on=OLD)
    head = an_appointment(office=Office.DEPARTMENT_HEAD, unit=new, starts_on=FIRST)
    assert held(Office.DEPARTMENT_HEAD, section, FIRST) == [head]


def test_department_head_of_a_section_that_moved_is_the_new_departments() -> None:
    here, there = a_unit("department", starts_on=OLD), a_unit("department", starts_on=OLD)
    moved = renewed(a_unit(parent=here, starts_on=OLD), a_unit(parent=there, starts_on=FIRST))
    old_head = an_appointment(office=Office.DEPARTMENT_HEAD, unit=here, starts_on=OLD)
    new_head = an_appointment(office=Office.DEPARTMENT_HEAD, unit=there, starts_on=OLD)
    assert [held(Office.DEPARTMENT_HEAD, moved, on) for on in (LAST, FIRST)] == [[old_head], [new_head]]


def test_units_answered_by_are_the_unit_and_its_ended_forerunners() -> None:
    new = a_unit(starts_on=FIRST)
    middle = renewed(a_unit(starts_on=OLD), new)
    oldest = renewed(a_unit(starts_on=OLD), middle)
    assert units_answered_by(new, FIRST) == [new.pk, middle.pk, oldest.pk]
    assert units_answered_by(new, LAST) == [new.pk]


def test_units_answered_by_an_ended_unit_are_none() -> None:
    old = renewed(a_unit(starts_on=OLD), a_unit(starts_on=FIRST))
    assert [units_answered_by(old, on) for on in (LAST, FIRST)] == [[old.pk], []]


def test_units_answered_by_successors_that_name_each_other_end() -> None:
    one, other = a_unit(starts_on=OLD), a_unit(starts_on=OLD)
    one, other = renewed(one, other), renewed(other, one)
    assert units_answered_by(Unit.objects.get(pk=one.pk), ON) == []


def test_deputyships_that_overlap_are_one_capacity() -> None:
    first = a_deputyship(ends_on=ON + DAY)
    second = a_deputyship(first.principal, first.deputy, ends_on=ON + 2 * DAY)
    elsewhere = a_deputyship(deputy=first.deputy)
    assert [one.key for one in capacities(first.deputy, ON)] == [f"d{first.pk}", f"d{elsewhere.pk}"]
    assert [one.key for one in capacities(first.deputy, ON + 2 * DAY)] == [f"d{second.pk}"]


def test_capacities_are_own_appointments_then_deputyships() -> None:
    person = a_person("月岡 修")
    own = an_appointment(person, Office.POLICY_DIRECTOR)
    lesser = an_appointment(person, Office.DEPARTMENT_HEAD)
    kept = a_deputyship(deputy=person)
    found = capacities(person, ON)
    assert [c.key for c in found] == [f"a{lesser.pk}", f"a{own.pk}", f"d{kept.pk}"]
    assert [c.is_deputy for c in found] == [False, False, True]
    assert [c.on_behalf_of for c in found] == [None, None, kept.principal.person]
    assert [c.label for c in found] == ["総合政策部長", "総合政策部長", "観光振興課長の代決者"]
    assert (found[2].office, found[2].unit) == (Office.SECTION_HEAD, kept.principal.unit)


@pytest.mark.parametrize(("on", "there"), [(ON - DAY, False), (ON, True), (ON + DAY, True), (ON + 2 * DAY, False)])
def test_capacities_of_a_deputy_on_boundary_days(on: date, there: bool) -> None:
    kept = a_deputyship(starts_on=ON, ends_on=ON + DAY)
    assert [c.key for c in capacities(kept.deputy, on)] == ([f"d{kept.pk}"] if there else [])
    assert list(deputies([kept.principal], on)) == ([kept] if there else [])


@pytest.mark.parametrize("state", [AppointmentState.PROPOSED, AppointmentState.DECLINED])
def test_capacities_leave_out_deputyships_nobody_confirmed(state: AppointmentState) -> None:
    assert capacities(a_deputyship(state=state).deputy, ON) == []


def test_capacities_of_a_deputy_end_with_the_principals_appointment() -> None:
    principal = an_appointment(office=Office.SECTION_HEAD, ends_on=ON)
    kept = a_deputyship(principal, ends_on=ON + DAY)
    assert [bool(capacities(kept.deputy, on)) for on in (ON, ON + DAY)] == [True, False]


def test_capacities_of_a_deputy_begin_with_the_principals_appointment() -> None:
    principal = an_appointment(office=Office.SECTION_HEAD, starts_on=ON + DAY)
    kept = a_deputyship(principal, ends_on=ON + DAY)
    assert [bool(capacities(kept.deputy, on)) for on in (ON, ON + DAY)] == [False, True]


def test_capacities_of_a_deputy_end_when_the_principal_is_disabled() -> None:
    kept = a_deputyship()
    edit(kept.principal.person, by=SYSTEM, at=AT, is_active=False)
    assert capacities(kept.deputy, ON) == []


def test_capacities_of_a_disabled_person_are_none() -> None:
    person = a_person()
    an_appointment(person)
    a_deputyship(deputy=person)
    assert capacities(edit(person, by=SYSTEM, at=AT, is_active=False), ON) == []


def test_capacities_of_a_deputys_deputy_are_not_the_principals() -> None:
    head = an_appointment(office=Office.SECTION_HEAD)
    own = an_appointment(office=Office.STAFF, unit=head.unit)
    a_deputyship(head, own.person)
    third = a_person("第三 の人")
    a_deputyship(own, third)
    assert [c.office for c in capacities(third, ON)] == [Office.STAFF]


def test_people_answering_are_holders_then_deputies_each_once() -> None:
    unit = a_unit()
    one, two = (an_appointment(office=Office.SECTION_HEAD, unit=unit) for _ in range(2))
    deputy = a_deputyship(one).deputy
    a_deputyship(one, two.person)
    a_deputyship(two, deputy)
    assert people_answering(Office.SECTION_HEAD, unit, ON) == [one.person, two.person, deputy]


def test_people_answering_leave_out_a_disabled_deputy() -> None:
    kept = a_deputyship()
    edit(kept.deputy, by=SYSTEM, at=AT, is_active=False)
    assert people_answering(Office.SECTION_HEAD, kept.principal.unit, ON) == [kept.principal.person]


def test_people_answering_a_vacant_office_are_none() -> None:
    assert people_answering(Office.SECTION_HEAD, a_unit(), ON) == []


def test_next_higher_office_ends_at_the_deputy_mayor() -> None:
    for start in Office:
        seen = [start]
        while seen[-1] in NEXT_HIGHER:
            seen.append(NEXT_HIGHER[seen[-1]])
            assert len(seen) == len(set(seen))
        assert seen[-1] == Office.DEPUTY_MAYOR

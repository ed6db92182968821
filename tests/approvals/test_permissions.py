"""Who sees which requests and filings: literal tables by office; foreign ones look like none."""

from datetime import timedelta

import pytest

from approvals.models import Request
from approvals.permissions import filings_visible_to, requests_visible_to
from approvals.states import FilingState, RequestState, StepKind
from core.lifecycle.act import edit
from core.lifecycle.actor import SYSTEM
from core.staff.models import Person, UnitLevel
from core.staff.offices import Office
from tests.approvals.attempts import everybody
from tests.factories import AT, ON, a_person, a_unit, an_actor, an_appointment
from tests.factories.approvals import (
    OfficeWorld,
    a_deputy,
    a_filing,
    a_request,
    a_route_step,
    agreed,
    an_office_world,
    pending_step,
)

pytestmark = pytest.mark.django_db
SECTION = {"staff", "section_head"}
ALWAYS = SECTION | {"auditor"}


@pytest.fixture
def world() -> OfficeWorld:
    return an_office_world()


def seers(request: Request, world: OfficeWorld) -> set[str]:
    """Return which of everybody sees a request."""
    people = {who: actor.person for who, actor in everybody(world).items() if actor.person is not None}
    return {who for who, person in people.items() if requests_visible_to(person, ON).filter(pk=request.pk).exists()}


@pytest.mark.parametrize(
    ("at", "decided", "expected"),
    [
        (RequestState.DRAFT, 0, ALWAYS),
        (RequestState.SUBMITTED, 0, ALWAYS | {"department_head", "deputy_mayor"}),
        (RequestState.SUBMITTED, 1, ALWAYS | {"department_head", "deputy_mayor"}),
        (RequestState.SUBMITTED, 2, ALWAYS | {"department_head", "deputy_mayor", "policy_director"}),
        (
            RequestState.APPROVED,
            0,
            ALWAYS | {"department_head", "deputy_mayor", "policy_director", "general_affairs_director"},
        ),
    ],
)
def test_who_sees_a_request(world: OfficeWorld, at: RequestState, decided: int, expected: set[str]) -> None:
    assert seers(a_request(at, world=world, decided=decided), world) == expected


def test_a_foreign_section_sees_a_request_from_its_joint_step_on(world: OfficeWorld) -> None:
    a_route_step(world.section, StepKind.JOINT, Office.SECTION_HEAD, world.foreign_section)
    request = a_request(world=world)
    assert "foreign section_head" not in seers(request, world)
    agreed(request, world, steps=1)
    assert "foreign section_head" in seers(request, world)


def test_a_deputy_sees_what_the_principal_sees_within_the_period(world: OfficeWorld) -> None:
    request = a_request(world=world)
    deputy = a_deputy(world.section_head).person
    assert deputy is not None
    assert [list(requests_visible_to(deputy, day)) for day in (ON, ON + timedelta(days=1))] == [[request], []]


def test_nobody_without_an_office_sees_anything(world: OfficeWorld) -> None:
    a_filing(world=world)
    assert (list(requests_visible_to(a_person(), ON)), list(filings_visible_to(a_person(), ON))) == ([], [])


def test_staff_of_a_group_see_their_sections_requests(world: OfficeWorld) -> None:
    group = a_unit(UnitLevel.GROUP, parent=world.section)
    member = an_actor(Office.STAFF, group).person
    request = a_request(RequestState.DRAFT, world=world)
    assert member is not None
    assert list(requests_visible_to(member, ON)) == [request]


def _successors(world: OfficeWorld) -> tuple[Person, Person]:
    """End section and department twice over; return staff and head of what carries on."""
    department, section = world.department, world.section
    for ends_on in (ON - timedelta(days=20), ON - timedelta(days=10)):
        starts_on = ends_on + timedelta(days=1)
        new_department = a_unit(UnitLevel.DEPARTMENT, starts_on=starts_on)
        new_section = a_unit(parent=new_department, starts_on=starts_on)
        edit(section, by=SYSTEM, at=AT, ends_on=ends_on, successor=new_section)
        edit(department, by=SYSTEM, at=AT, ends_on=ends_on, successor=new_department)
        department, section = new_department, new_section
    staff = an_appointment(unit=section, starts_on=section.starts_on).person
    return staff, an_appointment(office=Office.DEPARTMENT_HEAD, unit=department, starts_on=section.starts_on).person


def test_visibility_follows_two_reorganisations(world: OfficeWorld) -> None:
    draft, denied = a_request(RequestState.DRAFT, world=world), a_request(RequestState.DENIED, world=world)
    staff, head = _successors(world)
    assert set(requests_visible_to(staff, ON)) == {draft, denied}
    assert set(requests_visible_to(head, ON)) == {denied}


@pytest.mark.parametrize("at", list(FilingState))
def test_who_sees_a_filing(world: OfficeWorld, at: FilingState) -> None:
    filing = a_filing(at, world=world)
    people = {who: actor.person for who, actor in everybody(world).items() if actor.person is not None}
    seen_by = {who for who, person in people.items() if filings_visible_to(person, ON).filter(pk=filing.pk).exists()}
    assert seen_by == ALWAYS | {"department_head", "policy_director", "general_affairs_director", "deputy_mayor"}


def test_one_row_each_however_many_offices(world: OfficeWorld) -> None:
    request = a_request(world=world)
    person = world.section_head.person
    an_appointment(person, Office.STAFF, world.section)
    an_appointment(person, Office.DEPARTMENT_HEAD, world.department)
    assert person is not None
    assert list(requests_visible_to(person, ON)) == [request]
    assert pending_step(request).office == Office.SECTION_HEAD

"""The route: three steps in order, joint consents between, circulation after; vacancy and reorganisation."""

from datetime import date, timedelta

import pytest

from approvals.actions import decide_step, read_step, submit_request
from approvals.moves.decision import CONSENT, PERMIT
from approvals.routes import route_of
from approvals.states import RequestState, StepKind, StepState
from core.deadlines.models import Obligation
from core.lifecycle.act import edit
from core.lifecycle.actor import SYSTEM
from core.lifecycle.errors import Conflict, Denied
from core.notifications.models import Message
from core.staff.authority import capacities
from core.staff.models import UnitLevel
from core.staff.offices import Office
from tests.factories import AT, ON, SINCE, a_person, a_unit, an_actor, an_appointment, at_nine, the_actor
from tests.factories.approvals import (
    OfficeWorld,
    a_draft,
    a_request,
    a_route_step,
    again,
    agreed,
    an_office_world,
    appointment_of,
    decide,
    pending_step,
    step_at,
)

pytestmark = pytest.mark.django_db
LAST_OF_MARCH, FIRST_OF_APRIL = date(2027, 3, 31), date(2027, 4, 1)


@pytest.fixture
def world() -> OfficeWorld:
    return an_office_world()


def stops(world: OfficeWorld, on: date = ON) -> list[tuple[str, str, int]]:
    """Return kind, office and unit of a section's route."""
    return [(stop.kind.value, stop.office.value, stop.unit.pk) for stop in route_of(world.section, on)]


def owed_by(office: Office, world: OfficeWorld, on: date = ON) -> list[str]:
    """Return the rules of what waits for the world's person of an office."""
    person = world.people[office].person
    assert person is not None
    found = Obligation.objects.open().owed_by(person, capacities(person, on), on)
    return list(found.order_by("id").values_list("rule", flat=True))


def test_route_of_a_section_has_the_guidelines_three_steps(world: OfficeWorld) -> None:
    assert stops(world) == [
        ("consent", "section_head", world.section.pk),
        ("permit", "department_head", world.section.pk),
        ("permit", "policy_director", world.department.pk),
    ]


def test_route_with_joint_consents_and_circulation(world: OfficeWorld) -> None:
    a_route_step(world.section, StepKind.CIRCULATE, Office.PR_SECTION_HEAD, world.department)
    a_route_step(world.department, StepKind.JOINT, Office.SECTION_HEAD, world.foreign_section, position=2)
    a_route_step(world.section, StepKind.JOINT, Office.RECORDS_OFFICER, world.department, position=1)
    assert [stop[:2] for stop in stops(world)] == [
        ("consent", "section_head"),
        ("joint", "records_officer"),
        ("joint", "section_head"),
        ("permit", "department_head"),
        ("permit", "policy_director"),
        ("circulate", "pr_section_head"),
    ]


def test_route_steps_count_on_their_days_and_for_their_unit_only(world: OfficeWorld) -> None:
    day = timedelta(days=1)
    unit = world.department
    a_route_step(world.section, StepKind.JOINT, Office.AUDITOR, unit, ends_on=ON - day)
    a_route_step(world.section, StepKind.JOINT, Office.AUDITOR, unit, starts_on=ON + day)
    a_route_step(world.foreign_section, StepKind.JOINT, Office.AUDITOR, unit)
    assert len(stops(world)) == 3
    a_route_step(world.section, StepKind.JOINT, Office.AUDITOR, unit, starts_on=ON, ends_on=ON)
    assert len(stops(world)) == 4


def test_a_route_changed_meanwhile_counts_from_the_next_round(world: OfficeWorld) -> None:
    request = a_request(world=world)
    a_route_step(world.section, StepKind.JOINT, Office.RECORDS_OFFICER, world.department)
    assert request.steps.count() == 3


def test_joint_consent_comes_between_and_may_return(world: OfficeWorld) -> None:
    a_route_step(world.section, StepKind.JOINT, Office.SECTION_HEAD, world.foreign_section)
    request = a_request(world=world, decided=1)
    joint = pending_step(request)
    assert (joint.kind, joint.office_name) == ("joint", f"{world.foreign_section.name}長")
    with pytest.raises(Denied):
        decide_step(joint, CONSENT, by=world.section_head, at=AT, seen=joint.fingerprint())
    decide(request, CONSENT, world.foreign[Office.SECTION_HEAD])
    assert pending_step(request).office == Office.DEPARTMENT_HEAD


def test_circulation_blocks_nothing_and_is_read_afterwards(world: OfficeWorld) -> None:
    a_route_step(world.section, StepKind.CIRCULATE, Office.PR_SECTION_HEAD, world.department)
    a_route_step(world.section, StepKind.CIRCULATE, Office.SECTION_HEAD, world.foreign_section, position=2)
    request = a_request(world=world)
    assert step_at(request, 4).state == StepState.WAITING
    request = agreed(request, world)
    assert (request.state, [s.state for s in request.steps.of_round(1)][3:]) == ("approved", ["pending", "pending"])
    read = read_step(step_at(request, 4), by=world.people[Office.PR_SECTION_HEAD], at=AT)
    assert (read.state, read.decided_by) == ("read", world.people[Office.PR_SECTION_HEAD].person)
    assert owed_by(Office.PR_SECTION_HEAD, world) == []
    assert step_at(request, 5).state == StepState.PENDING


def test_the_drafter_may_read_a_circulation(world: OfficeWorld) -> None:
    a_route_step(world.section, StepKind.CIRCULATE, Office.STAFF, world.section)
    request = a_request(RequestState.APPROVED, world=world)
    assert read_step(step_at(request, 4), by=world.staff, at=AT).state == StepState.READ


def test_a_circulation_is_not_read_twice(world: OfficeWorld) -> None:
    a_route_step(world.section, StepKind.CIRCULATE, Office.AUDITOR, world.department)
    step = step_at(a_request(RequestState.APPROVED, world=world), 4)
    read_step(step, by=world.people[Office.AUDITOR], at=AT)
    with pytest.raises(Conflict):
        read_step(step, by=world.people[Office.AUDITOR], at=AT)


def test_nobody_holds_the_office_and_the_request_waits() -> None:
    world = an_office_world(without=[Office.DEPARTMENT_HEAD])
    request = a_request(world=world, decided=1)
    step = pending_step(request)
    told = Message.objects.filter(person=world.people[Office.ADMINISTRATOR].person)
    assert [message.title.endswith("部長に就いている職員がいません") for message in told] == [True]
    for office in (Office.DEPUTY_MAYOR, Office.POLICY_DIRECTOR, Office.ADMINISTRATOR, Office.SECTION_HEAD):
        with pytest.raises(Denied):
            decide_step(step, PERMIT, by=world.people[office], at=AT, seen=step.fingerprint())
    appointed = an_actor(Office.DEPARTMENT_HEAD, world.department)
    assert decide(request, PERMIT, appointed).state == StepState.APPROVED


def test_a_transfer_on_the_first_of_april_moves_the_pending_work() -> None:
    world = an_office_world()
    evening = at_nine(LAST_OF_MARCH)
    request = a_request(world=world, when=evening)
    edit(appointment_of(world.section_head), by=SYSTEM, at=evening, ends_on=LAST_OF_MARCH)
    successor = an_appointment(a_person("後任"), Office.SECTION_HEAD, world.section, FIRST_OF_APRIL)
    morning = at_nine(FIRST_OF_APRIL)
    step = pending_step(request)
    assert owed_by(Office.SECTION_HEAD, world, LAST_OF_MARCH) == ["approvals.consent"]
    assert owed_by(Office.SECTION_HEAD, world, FIRST_OF_APRIL) == []
    found = Obligation.objects.open().owed_by(
        successor.person, capacities(successor.person, FIRST_OF_APRIL), FIRST_OF_APRIL
    )
    assert [duty.rule for duty in found] == ["approvals.consent"]
    with pytest.raises(Denied) as refused:
        decide_step(step, CONSENT, by=world.section_head, at=morning, seen=step.fingerprint())
    assert refused.value.reason == f"{world.section.name}長としての権限は、いま有効ではありません。"
    decided = decide(request, CONSENT, the_actor(successor, at=morning), when=morning)
    assert decided.decided_by == successor.person


def test_the_transfer_takes_effect_at_midnight_in_japan() -> None:
    world = an_office_world()
    request = a_request(world=world, when=at_nine(LAST_OF_MARCH))
    edit(appointment_of(world.section_head), by=SYSTEM, at=AT, ends_on=LAST_OF_MARCH)
    midnight = at_nine(FIRST_OF_APRIL) - timedelta(hours=9)
    with pytest.raises(Denied):
        decide(request, CONSENT, world.section_head, when=midnight)
    last_second = midnight - timedelta(seconds=1)
    assert decide(request, CONSENT, world.section_head, when=last_second).state == StepState.CONSENTED


def reorganised(world: OfficeWorld) -> OfficeWorld:
    """End section and department with March; a new section in a new department carries on."""
    department = a_unit(UnitLevel.DEPARTMENT, "観光文化部", symbol="観文", starts_on=FIRST_OF_APRIL)
    section = a_unit(name="観光文化課", parent=department, starts_on=FIRST_OF_APRIL)
    edit(world.section, by=SYSTEM, at=AT, ends_on=LAST_OF_MARCH, successor=section)
    edit(world.department, by=SYSTEM, at=AT, ends_on=LAST_OF_MARCH, successor=department)
    when = at_nine(FIRST_OF_APRIL)
    people = dict(world.people)
    for office in (Office.STAFF, Office.SECTION_HEAD, Office.DEPARTMENT_HEAD):
        unit = department if office == Office.DEPARTMENT_HEAD else section
        people[office] = the_actor(an_appointment(a_person(), office, unit, FIRST_OF_APRIL), at=when)
    return OfficeWorld(department, section, world.foreign_section, people, world.foreign, people[Office.STAFF])


def test_a_successor_unit_carries_the_pending_work_on() -> None:
    old = an_office_world()
    request = a_request(world=old, when=at_nine(LAST_OF_MARCH))
    new, morning = reorganised(old), at_nine(FIRST_OF_APRIL)
    assert owed_by(Office.SECTION_HEAD, new, FIRST_OF_APRIL) == ["approvals.consent"]
    with pytest.raises(Denied):
        decide(request, CONSENT, old.section_head, when=morning)
    decide(request, CONSENT, new.section_head, when=morning)
    assert owed_by(Office.DEPARTMENT_HEAD, new, FIRST_OF_APRIL) == ["approvals.permit"]
    decide(request, PERMIT, new.department_head, when=morning)
    decide(request, PERMIT, new.policy_director, when=morning)
    assert again(request).state == RequestState.APPROVED


def test_a_draft_of_an_ended_section_goes_the_successors_way() -> None:
    old = an_office_world(since=SINCE)
    draft = a_draft(old, planned_start=date(2027, 6, 1))
    new, morning = reorganised(old), at_nine(FIRST_OF_APRIL)
    request = again(submit_request(draft, by=new.staff, at=morning))
    assert [step.unit for step in request.steps.of_round(1)] == [new.section, new.section, new.department]
    assert request.document_number == "9観文第1号"


def test_a_section_moved_to_another_department_is_answered_for_there() -> None:
    old = an_office_world()
    draft = a_draft(old, planned_start=date(2027, 6, 1))
    elsewhere = old.foreign_section.department
    moved = a_unit(name="観光課", parent=elsewhere, starts_on=FIRST_OF_APRIL)
    edit(old.section, by=SYSTEM, at=AT, ends_on=LAST_OF_MARCH, successor=moved)
    morning = at_nine(FIRST_OF_APRIL)
    staff = the_actor(an_appointment(a_person(), Office.STAFF, moved, FIRST_OF_APRIL), at=morning)
    request = submit_request(draft, by=staff, at=morning)
    assert [step.unit for step in request.steps.of_round(1)] == [moved, moved, elsewhere]


def test_a_section_that_changes_over_takes_its_pending_permit_along() -> None:
    old = an_office_world()
    request = a_request(world=old, decided=1, when=at_nine(LAST_OF_MARCH))
    elsewhere, morning = old.foreign_section.department, at_nine(FIRST_OF_APRIL)
    moved = a_unit(name="観光課", parent=elsewhere, starts_on=FIRST_OF_APRIL)
    edit(old.section, by=SYSTEM, at=AT, ends_on=LAST_OF_MARCH, successor=moved)
    step, head = pending_step(request), old.foreign[Office.DEPARTMENT_HEAD]
    assert (step.unit, step.office_name) == (old.section, f"{old.department.name}長")
    assert owed_by(Office.DEPARTMENT_HEAD, old, FIRST_OF_APRIL) == []
    assert head.person is not None
    waiting = Obligation.objects.open().owed_by(head.person, capacities(head.person, FIRST_OF_APRIL), FIRST_OF_APRIL)
    assert [duty.rule for duty in waiting] == ["approvals.permit"]
    with pytest.raises(Denied):
        decide(request, PERMIT, old.department_head, when=morning)
    decided = decide(request, PERMIT, head, when=morning)
    assert (decided.state, decided.decided_as) == ("approved", f"{elsewhere.name}長")


def kinds_of(world: OfficeWorld, on: date = FIRST_OF_APRIL) -> list[str]:
    """Return the kinds of the stops of a section's route."""
    return [stop.kind.value for stop in route_of(again(world.section), on)]


def test_what_ended_units_added_to_their_routes_counts_for_their_successors() -> None:
    old = an_office_world()
    a_route_step(old.section, StepKind.JOINT, Office.SECTION_HEAD, old.foreign_section)
    a_route_step(old.department, StepKind.CIRCULATE, Office.AUDITOR, old.department)
    new = reorganised(old)
    kinds = ["consent", "joint", "permit", "permit", "circulate"]
    assert [kinds_of(world) for world in (old, new)] == [kinds, kinds]


def test_a_step_that_merged_units_both_had_counts_once() -> None:
    old = an_office_world()
    second = a_unit(parent=old.department)
    for owner in (old.section, second):
        a_route_step(owner, StepKind.JOINT, Office.SECTION_HEAD, old.foreign_section)
    new = reorganised(old)
    edit(second, by=SYSTEM, at=AT, ends_on=LAST_OF_MARCH, successor=new.section)
    assert kinds_of(new) == ["consent", "joint", "permit", "permit"]


def test_what_another_department_added_stays_with_it() -> None:
    old = an_office_world()
    a_route_step(old.department, StepKind.JOINT, Office.AUDITOR, old.department)
    moved = a_unit(parent=old.foreign_section.department, starts_on=FIRST_OF_APRIL)
    edit(old.section, by=SYSTEM, at=AT, ends_on=LAST_OF_MARCH, successor=moved)
    assert kinds_of(old) == ["consent", "permit", "permit"]

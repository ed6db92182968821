"""Who sees which requests and filings: literal tables by office; foreign ones look like none."""

from datetime import timedelta

import pytest

from approvals.actions import pull_back_request, review_decision, submit_request
from approvals.duties import REVISE
from approvals.models import Filing, Request
from approvals.moves.decision import CONSENT
from approvals.permissions import asked, filings_visible_to, requests_visible_to, way_round
from approvals.sight import GIVEN, REQUEST_PAGE, filings_seen, requests_seen, values_for
from approvals.states import FilingState, RequestState, StepKind, StepState
from core.deadlines.duties import Debtor, open_duty, void_duties
from core.lifecycle.act import acting, edit
from core.lifecycle.actor import SYSTEM, Actor
from core.staff.authority import capacities
from core.staff.models import Person, UnitLevel
from core.staff.offices import Office
from core.statements import Statement
from tests.approvals.attempts import everybody
from tests.factories import AT, ON, a_person, a_unit, an_actor, an_appointment, the_actor
from tests.factories.approvals import (
    OfficeWorld,
    a_deputy,
    a_draft,
    a_filing,
    a_request,
    a_review,
    a_route_step,
    again,
    agreed,
    an_office_world,
    appointment_of,
    decide,
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


def sees(actor: Actor, request: Request) -> bool:
    """Tell whether a person sees a request."""
    assert actor.person is not None
    return requests_visible_to(actor.person, ON).filter(pk=request.pk).exists()


def test_the_office_above_a_joint_consent_sees_the_request_while_it_is_asked(world: OfficeWorld) -> None:
    a_route_step(world.section, StepKind.JOINT, Office.SECTION_HEAD, world.foreign_section)
    request, above = a_request(world=world), world.foreign[Office.DEPARTMENT_HEAD]
    seen = [sees(above, request)]
    for _ in range(2):
        agreed(request, world, steps=1)
        seen.append(sees(above, request))
    pull_back_request(request, by=world.staff, at=AT)
    submit_request(again(request), by=world.staff, at=AT)
    assert [*seen, sees(above, request)] == [False, True, True, False]


def test_the_head_of_another_department_is_not_above(world: OfficeWorld) -> None:
    other = an_office_world()
    a_route_step(world.section, StepKind.JOINT, Office.SECTION_HEAD, world.foreign_section)
    assert not sees(other.department_head, a_request(world=world, decided=1))


def test_the_office_above_a_city_wide_one_sees_what_that_is_asked(world: OfficeWorld) -> None:
    a_route_step(world.section, StepKind.JOINT, Office.RECORDS_OFFICER, world.department)
    request, director = a_request(world=world), world.general_affairs_director
    seen = [sees(director, request)]
    agreed(request, world, steps=1)
    assert [*seen, sees(director, request)] == [False, True]


def test_whoever_steps_in_sees_the_request(world: OfficeWorld) -> None:
    a_route_step(world.section, StepKind.JOINT, Office.SECTION_HEAD, world.foreign_section)
    drafts = the_actor(an_appointment(world.foreign[Office.SECTION_HEAD].person, Office.STAFF, world.section))
    request = submit_request(a_draft(world, by=drafts), by=world.staff, at=AT)
    decide(request, CONSENT, world.section_head)
    above = world.foreign[Office.DEPARTMENT_HEAD]
    assert sees(above, request)
    assert decide(request, CONSENT, above).state == StepState.CONSENTED


def test_an_open_obligation_leads_to_a_request_that_can_be_opened(world: OfficeWorld) -> None:
    request, owes = a_request(world=world), world.foreign[Office.STAFF]
    with acting(by=SYSTEM, at=AT) as act:
        open_duty(act, REVISE, request, Debtor(person=owes.person), title="直す", link=(REQUEST_PAGE, request.pk))
    other = a_request(world=world)
    seen = [sees(owes, request), sees(owes, other)]
    with acting(by=SYSTEM, at=AT) as act:
        void_duties(act, request)
    assert [*seen, sees(owes, request)] == [True, False, False]


def test_a_transferred_principal_sees_what_is_still_to_review(world: OfficeWorld) -> None:
    review = a_review(world=world)
    edit(appointment_of(world.section_head), by=SYSTEM, at=AT, ends_on=ON - timedelta(days=1))
    elsewhere = the_actor(an_appointment(world.section_head.person, Office.STAFF, world.foreign_section))
    assert sees(elsewhere, review.step.request)
    assert not sees(world.foreign[Office.STAFF], review.step.request)
    review_decision(review, by=elsewhere, at=AT, seen=review.fingerprint(), objects=False)
    assert not sees(elsewhere, review.step.request)


SEEN = Statement("seen_requests", lambda: Request.objects.filter(requests_seen(GIVEN)).values_list("pk"))
SEEN_FILINGS = Statement("seen_filings", lambda: Filing.objects.filter(filings_seen(GIVEN)).values_list("pk"))


def test_statements_compiled_once_give_everybody_what_the_querysets_give(world: OfficeWorld) -> None:
    for at in RequestState:
        a_request(at, world=world)
    a_filing(world=world)
    a_route_step(world.section, StepKind.JOINT, Office.SECTION_HEAD, world.foreign_section)
    agreed(a_request(world=world), world, steps=1)
    people = [actor.person for actor in [*everybody(world).values(), a_deputy(world.section_head)] if actor.person]
    asked = [values_for(person, ON, capacities(person, ON)) for person in people]
    requests = [{one.pk for one in requests_visible_to(person, ON)} for person in people]
    filings = [{one.pk for one in filings_visible_to(person, ON)} for person in people]
    assert [{pk for (pk,) in SEEN.rows(**one)} for one in asked] == requests
    assert [{pk for (pk,) in SEEN_FILINGS.rows(**one)} for one in asked] == filings


def test_way_round_an_author_leads_to_the_department_of_today(world: OfficeWorld) -> None:
    drafts = the_actor(an_appointment(world.section_head.person, Office.STAFF, world.section))
    request = submit_request(a_draft(world, by=drafts), by=world.staff, at=AT)
    following = a_unit(UnitLevel.DEPARTMENT, "交流文化部")
    edit(world.department, by=SYSTEM, at=AT, ends_on=ON - timedelta(days=1), successor=following)
    assert way_round(pending_step(request), ON) == "代決者を定めるか、交流文化部長が決めてください。"


def test_who_can_answer_is_asked_anew_for_another_day(world: OfficeWorld) -> None:
    deputy, step = a_deputy(world.section_head), pending_step(a_request(world=world))
    tomorrow = ON + timedelta(days=1)
    people = [asked(step, day).people for day in (ON, ON, tomorrow)]
    both = [world.section_head.person, deputy.person]
    assert people == [both, both, [world.section_head.person]]

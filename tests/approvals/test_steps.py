"""Steps: whose turn it is, what is asked and told, what the database itself refuses."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from approvals.actions import pull_back_request, read_step, submit_request
from approvals.models import Request, Step
from approvals.models.step import office_name
from approvals.moves.decision import CONSENT, PERMIT, RETURN
from approvals.states import RequestState, StepKind, StepState
from core.deadlines.models import Obligation
from core.lifecycle.act import edit
from core.lifecycle.actor import SYSTEM, Actor
from core.notifications.models import Message
from core.periods.opening_days import add_opening_days
from core.staff.authority import capacities
from core.staff.models import UnitLevel
from core.staff.offices import Office
from tests.factories import (
    AT,
    ON,
    TransitionOutsideActError,
    a_person,
    a_unit,
    an_appointment,
    at_nine,
    connect_transition_guard,
    the_actor,
)
from tests.factories.approvals import (
    OfficeWorld,
    a_deputy,
    a_draft,
    a_request,
    a_route_step,
    agreed,
    an_office_world,
    appointment_of,
    decide,
    pending_step,
    step_at,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> OfficeWorld:
    return an_office_world()


def test_one_deciding_step_is_pending_at_a_time(world: OfficeWorld) -> None:
    request = a_request(world=world)
    seen = []
    for _ in range(3):
        seen.append([step.state for step in request.steps.of_round(1)])
        agreed(request, world, steps=1)
    assert seen == [
        ["pending", "waiting", "waiting"],
        ["consented", "pending", "waiting"],
        ["consented", "approved", "pending"],
    ]


def test_each_question_is_told_to_those_who_answer_and_due_by_the_target(world: OfficeWorld) -> None:
    deputy = a_deputy(world.department_head)
    request = a_request(world=world)
    Message.objects.all().delete()
    decide(request, CONSENT, world.section_head)
    step = pending_step(request)
    told = Message.objects.order_by("person").values_list("person", "title")
    people = sorted(by.person.pk for by in (world.department_head, deputy) if by.person)
    assert list(told) == [(person, f"決裁をお願いします:{request.title}") for person in people]
    duty = Obligation.objects.open().get(about=step.stream)
    assert (duty.rule, duty.clause, duty.debtor_office, duty.debtor_unit, duty.due_on) == (
        "approvals.permit",
        "第4-1-(2)",
        "department_head",
        world.section,
        add_opening_days(ON, 5),
    )


def test_each_answer_ends_its_question(world: OfficeWorld) -> None:
    request = a_request(RequestState.APPROVED, world=world)
    streams = [step.stream for step in request.steps.all()]
    assert list(Obligation.objects.about(*streams).values_list("state", flat=True)) == ["fulfilled"] * 3


def test_circulation_is_only_an_endeavour(world: OfficeWorld) -> None:
    a_route_step(world.section, StepKind.CIRCULATE, Office.AUDITOR, world.department)
    request = a_request(RequestState.APPROVED, world=world)
    duty = Obligation.objects.get(about=step_at(request, 4).stream)
    assert (duty.rule, duty.endeavour) == ("approvals.circulate", True)


@pytest.mark.parametrize(
    ("office", "name"),
    [
        (Office.SECTION_HEAD, "道路課長"),
        (Office.DEPARTMENT_HEAD, "土木部長"),
        (Office.STAFF, "道路課の職員"),
        (Office.POLICY_DIRECTOR, "総合政策部長"),
        (Office.AUDITOR, "監査担当"),
    ],
)
def test_office_name(office: Office, name: str) -> None:
    unit = a_unit(name="道路課", parent=a_unit(UnitLevel.DEPARTMENT, "土木部"))
    assert office_name(office, unit) == name


WRONG: list[dict[str, Any]] = [
    {"state": "decided"},
    {"state": StepState.CONSENTED},
    {"decided_at": AT},
    {"state": StepState.RETURNED, "decided_at": AT, "by": "section_head"},
    {"state": StepState.DENIED, "decided_at": AT, "by": "section_head"},
    {"state": StepState.CONSENTED, "decided_at": AT, "by": "staff"},
    {"position": 2},
]


@pytest.mark.parametrize("values", WRONG, ids=str)
def test_the_database_refuses(world: OfficeWorld, values: dict[str, Any]) -> None:
    step = pending_step(a_request(world=world))
    by = {"decided_by": world.people[Office(values["by"])].person} if "by" in values else {}
    given = {name: value for name, value in values.items() if name != "by"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Step._base_manager.filter(pk=step.pk).update(**given, **by)


def test_the_database_refuses_a_second_pending_step(world: OfficeWorld) -> None:
    second = step_at(a_request(world=world), 2)
    with pytest.raises(IntegrityError), transaction.atomic():
        Step._base_manager.filter(pk=second.pk).update(state=StepState.PENDING)


def test_a_transition_outside_of_an_act_fails(world: OfficeWorld) -> None:
    connect_transition_guard()
    step = pending_step(a_request(world=world))
    with pytest.raises(TransitionOutsideActError):
        step.lapse()


def test_awaiting_decision_keeps_the_steps_whose_turn_it_is(world: OfficeWorld) -> None:
    a_route_step(world.section, StepKind.CIRCULATE, Office.AUDITOR, world.department)
    waiting = pending_step(a_request(world=world))
    circulated = step_at(a_request(RequestState.APPROVED, world=world), 4)
    a_request(RequestState.WITHDRAWN, world=world)
    assert set(Step.objects.awaiting_decision()) == {waiting, circulated}
    assert set(Step.objects.awaiting_decision().blocking()) == {waiting}


def test_both_permissions_are_needed(world: OfficeWorld) -> None:
    request = a_request(world=world, decided=1)
    decide(request, PERMIT, world.department_head)
    assert pending_step(request).office == Office.POLICY_DIRECTOR


def barred(world: OfficeWorld) -> Request:
    """Submit a request that the section head drafted: nobody of the office asked can answer."""
    return submit_request(a_draft(world, by=world.section_head), by=world.staff, at=AT)


def owed(step: Step) -> list[tuple[str, str, str]]:
    """Return rule, office and state of what a step opened."""
    found = Obligation.objects.filter(about=step.stream).order_by("id")
    return [(duty.rule, duty.debtor_office, duty.state) for duty in found]


def inbox(actor: Actor, on: date = ON) -> list[str]:
    """Return the rules of what waits for a person."""
    assert actor.person is not None
    found = Obligation.objects.open().owed_by(actor.person, capacities(actor.person, on), on)
    return list(found.order_by("id").values_list("rule", flat=True))


def test_a_barred_office_and_the_next_higher_one_both_owe_the_answer_and_are_told(world: OfficeWorld) -> None:
    step = pending_step(barred(world))
    assert owed(step) == [
        ("approvals.consent", "section_head", "open"),
        ("approvals.step_in", "department_head", "open"),
    ]
    assert (inbox(world.section_head), inbox(world.department_head)) == (["approvals.consent"], ["approvals.step_in"])
    told = dict(Message.objects.filter(link_pk=step.request_id).values_list("person", "body"))
    number = step.request.document_number
    assert told == {
        world.section_head.person.pk: f"{number} 作った、または直した本人は決められません。"  # type: ignore[union-attr]
        f"代決者を定めるか、{world.department.name}長が決めてください。",
        world.department_head.person.pk: f"{number} {world.section.name}長がこの起案を作った、"  # type: ignore[union-attr]
        "または直したため、上位の職にお願いします。",
    }


def test_a_free_office_owes_alone(world: OfficeWorld) -> None:
    step = pending_step(a_request(world=world))
    assert owed(step) == [("approvals.consent", "section_head", "open")]
    assert Message.objects.filter(person=world.department_head.person).count() == 0


@pytest.mark.parametrize("who", ["higher", "deputy"])
def test_whoever_answers_ends_what_both_owe(world: OfficeWorld, who: str) -> None:
    request = barred(world)
    step = decide(request, CONSENT, world.department_head if who == "higher" else a_deputy(world.section_head))
    assert [state for _, _, state in owed(step)] == ["fulfilled", "fulfilled"]
    assert owed(pending_step(request)) == [("approvals.permit", "department_head", "open")]


def test_a_round_that_ends_voids_what_both_owe(world: OfficeWorld) -> None:
    request = barred(world)
    step = pending_step(request)
    pull_back_request(request, by=world.staff, at=AT)
    assert [state for _, _, state in owed(step)] == ["void", "void"]


def test_a_new_holder_finds_what_the_barred_one_left(world: OfficeWorld) -> None:
    request = barred(world)
    edit(appointment_of(world.section_head), by=SYSTEM, at=AT, ends_on=ON)
    tomorrow = ON + timedelta(days=1)
    held = an_appointment(a_person("後任"), Office.SECTION_HEAD, world.section, tomorrow)
    successor = the_actor(held, at=at_nine(tomorrow))
    assert inbox(successor, tomorrow) == ["approvals.consent"]
    assert decide(request, CONSENT, successor, when=at_nine(tomorrow)).state == StepState.CONSENTED


def test_an_author_who_becomes_the_holder_leaves_the_next_higher_office_free_to_answer(world: OfficeWorld) -> None:
    request = a_request(world=world)
    edit(appointment_of(world.section_head), by=SYSTEM, at=AT, ends_on=ON)
    tomorrow = ON + timedelta(days=1)
    an_appointment(world.staff.person, Office.SECTION_HEAD, world.section, tomorrow)
    assert decide(request, CONSENT, world.department_head, when=at_nine(tomorrow)).state == StepState.CONSENTED


def test_an_authors_circulation_asks_nobody_higher(world: OfficeWorld) -> None:
    a_route_step(world.section, StepKind.CIRCULATE, Office.SECTION_HEAD, world.section)
    request = barred(world)
    decide(request, CONSENT, world.department_head)
    agreed(request, world)
    assert owed(step_at(request, 4)) == [("approvals.circulate", "section_head", "open")]


def test_each_question_waits_with_number_section_and_drafter(world: OfficeWorld) -> None:
    request = a_request(RequestState.APPROVED, world=world)
    assert world.staff.person is not None
    where_from = f"{request.document_number} {world.section.name} {world.staff.person.name}から"
    asked = Obligation.objects.filter(about__in=[step.stream for step in request.steps.all()])
    assert list(asked.values_list("note", "link_name", "link_pk").distinct()) == [
        (where_from, "approvals:request_detail", request.pk)
    ]


def test_long_reason_of_a_return_waits_as_far_as_there_is_room(world: OfficeWorld) -> None:
    request = a_request(world=world)
    decide(request, RETURN, world.section_head, opinion="あ" * 400)
    [duty] = Obligation.objects.open().filter(about=request.stream)
    assert duty.note == "あ" * 300


def test_question_that_the_office_can_answer_tells_the_number_alone(world: OfficeWorld) -> None:
    request = a_request(world=world)
    message = Message.objects.get(person=world.section_head.person, title__startswith="回議をお願いします")
    assert (message.body, message.url) == (request.document_number, f"/approvals/requests/{request.pk}/")


def test_barred_head_of_both_section_and_department_is_asked_once(world: OfficeWorld) -> None:
    edit(appointment_of(world.department_head), by=SYSTEM, at=AT, ends_on=ON - timedelta(days=1))
    head = world.section_head.person
    assert head is not None
    an_appointment(head, Office.DEPARTMENT_HEAD, world.department)
    drafts = the_actor(an_appointment(head, Office.STAFF, world.section))
    submit_request(a_draft(world, by=drafts), by=world.staff, at=AT)
    assert Message.objects.filter(person=head, title__startswith="回議をお願いします").count() == 1


def test_two_circulations_that_reach_one_person_are_both_told_and_read_by_a_deputy(world: OfficeWorld) -> None:
    reader = world.people[Office.PR_SECTION_HEAD]
    assert reader.person is not None
    also = the_actor(an_appointment(reader.person, Office.RECORDS_OFFICER, world.department))
    edit(appointment_of(world.people[Office.RECORDS_OFFICER]), by=SYSTEM, at=AT, ends_on=ON - timedelta(days=1))
    for actor in (reader, also):
        a_route_step(world.section, StepKind.CIRCULATE, Office(actor.office), world.department)
    request = a_request(RequestState.APPROVED, world=world)
    assert Message.objects.filter(person=reader.person, title__startswith="供覧をお願いします").count() == 2
    deputy = a_deputy(reader)
    step = request.steps.get(kind=StepKind.CIRCULATE, office=Office.PR_SECTION_HEAD)
    read = read_step(step, by=deputy, at=AT)
    assert (read.decided_by, read.on_behalf_of) == (deputy.person, reader.person)

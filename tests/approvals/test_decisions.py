"""Who decides what in which order: drafters never, stale pages never, two offices each by name."""

import pytest
from django.db import IntegrityError, transaction

from approvals.actions import add_attachment, decide_step, edit_request, remove_attachment, submit_request
from approvals.models import LaterReview, Step
from approvals.moves.decision import CONSENT, DECISIONS, DENY, PERMIT, RETURN
from approvals.permissions import authors_of, check_decide, way_round
from approvals.states import RequestState, StepKind, StepState
from core.lifecycle.act import edit
from core.lifecycle.actor import SYSTEM, Actor
from core.lifecycle.errors import Conflict, Denied
from core.lifecycle.moves import Move
from core.staff.offices import Office
from tests.factories import AT, ON, an_actor, an_appointment, everything, the_actor
from tests.factories.approvals import (
    OfficeWorld,
    a_deputy,
    a_draft,
    a_request,
    a_route_step,
    again,
    an_office_world,
    decide,
    pending_step,
    returned,
    step_at,
)

pytestmark = pytest.mark.django_db
OWN = "自分が作った、または直した起案は決められません。"


@pytest.fixture
def world() -> OfficeWorld:
    return an_office_world()


def refusal(step: Step, move: Move, by: Actor, opinion: str = "理由") -> Denied:
    """Try to decide, assert that nothing was written, and return the refusal."""
    before = everything()
    with pytest.raises(Denied) as refused:
        decide_step(step, move, by=by, at=AT, seen=step.fingerprint(), opinion=opinion)
    assert everything() == before
    return refused.value


def appointed(by: Actor, office: Office, world: OfficeWorld) -> Actor:
    """Give a person one more office and return him or her acting in it."""
    unit = world.department if office == Office.DEPARTMENT_HEAD else world.section
    return the_actor(an_appointment(by.person, office, unit))


def test_section_head_department_head_and_director_decide_in_turn(world: OfficeWorld) -> None:
    request = a_request(world=world)
    head = decide(request, CONSENT, world.section_head)
    department_head = decide(request, PERMIT, world.department_head)
    director = decide(request, PERMIT, world.policy_director, opinion="適切です。")
    assert [step.state for step in (head, department_head, director)] == ["consented", "approved", "approved"]
    assert again(request).state == RequestState.APPROVED
    assert (director.decided_by, director.decided_as, director.on_behalf_of) == (
        world.policy_director.person,
        "総合政策部長",
        None,
    )
    assert (director.decided_at, director.opinion) == (AT, "適切です。")


@pytest.mark.parametrize(
    ("position", "office"), [(2, Office.DEPARTMENT_HEAD), (3, Office.POLICY_DIRECTOR), (3, Office.DEPARTMENT_HEAD)]
)
@pytest.mark.parametrize("name", list(DECISIONS))
def test_a_later_step_named_directly_is_a_conflict(
    world: OfficeWorld, position: int, office: Office, name: str
) -> None:
    step = step_at(a_request(world=world), position)
    before = everything()
    with pytest.raises(Conflict):
        decide_step(step, DECISIONS[name], by=world.people[office], at=AT, seen=step.fingerprint(), opinion="理由")
    assert everything() == before


def test_the_director_is_refused_while_the_department_head_is_asked(world: OfficeWorld) -> None:
    step = pending_step(a_request(world=world, decided=1))
    assert step.office == Office.DEPARTMENT_HEAD
    assert refusal(step, PERMIT, world.policy_director).clause == "第4-1-(2)"


def test_a_step_of_a_past_round_is_a_conflict(world: OfficeWorld) -> None:
    request = a_request(world=world, rounds=2)
    past = step_at(request, 2, in_round=1)
    with pytest.raises(Conflict):
        decide_step(past, PERMIT, by=world.department_head, at=AT, seen=past.fingerprint())


@pytest.mark.parametrize(
    ("kind", "move"), [("consent", PERMIT), ("consent", DENY), ("permit", CONSENT)], ids=lambda one: str(one)[:7]
)
def test_a_decision_of_another_kind_of_step_is_refused(world: OfficeWorld, kind: str, move: Move) -> None:
    step = pending_step(a_request(world=world, decided=1 if kind == "permit" else 0))
    by = world.department_head if kind == "permit" else world.section_head
    assert refusal(step, move, by).reason == "この段階では、その操作はできません。"


@pytest.mark.parametrize("move", [RETURN, DENY], ids=["return", "deny"])
@pytest.mark.parametrize("opinion", ["", "  　"])
def test_a_return_or_denial_needs_its_reason(world: OfficeWorld, move: Move, opinion: str) -> None:
    step = pending_step(a_request(world=world, decided=1))
    assert refusal(step, move, world.department_head, opinion).field == "opinion"


def test_the_drafter_does_not_decide(world: OfficeWorld) -> None:
    request = submit_request(a_draft(world, by=world.section_head), by=world.section_head, at=AT)
    refused = refusal(pending_step(request), CONSENT, world.section_head)
    assert (refused.reason, refused.clause) == (OWN, "第4-1-(2)")


def test_an_editor_does_not_decide(world: OfficeWorld) -> None:
    request = edit_request(a_draft(world), by=world.section_head, at=AT, purpose="市民に早く知らせる。")
    request = submit_request(request, by=world.staff, at=AT)
    assert refusal(pending_step(request), CONSENT, world.section_head).reason == OWN


def test_an_editor_of_an_earlier_round_does_not_decide(world: OfficeWorld) -> None:
    request = returned(a_request(world=world), by=world.section_head)
    request = submit_request(
        edit_request(request, by=world.section_head, at=AT, frequency="週に3回"), by=world.staff, at=AT
    )
    assert refusal(pending_step(request), CONSENT, world.section_head).reason == OWN


@pytest.mark.parametrize("removes", [False, True])
def test_who_adds_or_removes_an_attachment_does_not_decide(world: OfficeWorld, removes: bool) -> None:
    request = a_draft(world)
    adds = world.staff if removes else world.section_head
    file = add_attachment(request, by=adds, at=AT, name="案.txt", content_type="text/plain", content=b"plan")
    if removes:
        remove_attachment(file, by=world.section_head, at=AT)
    request = submit_request(request, by=world.staff, at=AT)
    assert authors_of(request) == {actor.person.pk for actor in (world.staff, world.section_head) if actor.person}
    assert refusal(pending_step(request), CONSENT, world.section_head).reason == OWN


def test_who_only_submits_may_decide(world: OfficeWorld) -> None:
    request = submit_request(a_draft(world), by=world.section_head, at=AT)
    assert decide(request, CONSENT, world.section_head).state == StepState.CONSENTED


@pytest.mark.parametrize("office", [Office.SECTION_HEAD, Office.DEPARTMENT_HEAD, Office.POLICY_DIRECTOR])
def test_a_drafter_does_not_decide_as_deputy(world: OfficeWorld, office: Office) -> None:
    order = [Office.SECTION_HEAD, Office.DEPARTMENT_HEAD, Office.POLICY_DIRECTOR]
    step = pending_step(a_request(world=world, decided=order.index(office)))
    deputy = a_deputy(world.people[office], person=world.staff.person)
    move = CONSENT if office == Office.SECTION_HEAD else PERMIT
    assert refusal(step, move, deputy).reason == OWN


@pytest.mark.parametrize("office", [Office.DEPARTMENT_HEAD, Office.POLICY_DIRECTOR])
def test_a_drafter_does_not_decide_in_a_higher_office(world: OfficeWorld, office: Office) -> None:
    request = a_request(world=world, decided=1 if office == Office.DEPARTMENT_HEAD else 2)
    assert refusal(pending_step(request), PERMIT, appointed(world.staff, office, world)).reason == OWN


def test_the_deputy_of_a_drafting_head_decides_and_the_head_reviews_later(world: OfficeWorld) -> None:
    request = submit_request(a_draft(world, by=world.section_head), by=world.staff, at=AT)
    step = decide(request, CONSENT, a_deputy(world.section_head))
    review = LaterReview.objects.get(step=step)
    assert (step.on_behalf_of, review.principal) == (world.section_head.person, world.section_head.person)


def test_the_next_higher_office_steps_in_when_all_holders_are_barred(world: OfficeWorld) -> None:
    request = submit_request(a_draft(world, by=world.section_head), by=world.staff, at=AT)
    step = decide(request, CONSENT, world.department_head)
    assert (step.decided_by, step.decided_as) == (world.department_head.person, f"{world.department.name}長")
    assert decide(request, PERMIT, world.department_head).state == StepState.APPROVED


def test_the_deputy_mayor_steps_in_for_a_barred_director(world: OfficeWorld) -> None:
    director = appointed(world.staff, Office.POLICY_DIRECTOR, world)
    request = a_request(world=world, decided=2)
    assert world.policy_director.person is not None
    edit(world.policy_director.person, by=SYSTEM, at=AT, is_active=False)
    assert refusal(pending_step(request), PERMIT, director).way == "代決者を定めるか、副市長が決めてください。"
    assert decide(request, PERMIT, world.people[Office.DEPUTY_MAYOR]).state == StepState.APPROVED


@pytest.mark.parametrize("other", ["holder", "deputy"])
def test_the_next_higher_office_keeps_out_while_somebody_else_can_decide(world: OfficeWorld, other: str) -> None:
    request = submit_request(a_draft(world, by=world.section_head), by=world.staff, at=AT)
    second = an_actor(Office.SECTION_HEAD, world.section) if other == "holder" else a_deputy(world.section_head)
    assert second.person is not None
    step = pending_step(request)
    assert refusal(step, CONSENT, world.department_head).reason == f"この段階を決めるのは{step.office_name}です。"
    assert way_round(step, ON) == f"{second.person.name}が決められます。"
    assert decide(request, CONSENT, second).state == StepState.CONSENTED


def test_the_next_higher_office_keeps_out_while_the_holder_is_free(world: OfficeWorld) -> None:
    step = pending_step(a_request(world=world))
    assert refusal(step, CONSENT, world.department_head).clause == "第4-1-(2)"


def test_the_next_higher_office_of_another_department_keeps_out(world: OfficeWorld) -> None:
    request = submit_request(a_draft(world, by=world.section_head), by=world.staff, at=AT)
    refusal(pending_step(request), CONSENT, world.foreign[Office.DEPARTMENT_HEAD])


def test_above_the_deputy_mayor_there_is_nobody(world: OfficeWorld) -> None:
    a_route_step(world.section, StepKind.JOINT, Office.DEPUTY_MAYOR, world.department)
    step = pending_step(a_request(world=world, decided=1))
    assert step.office == Office.DEPUTY_MAYOR
    refusal(step, CONSENT, world.section_head)
    assert decide(step.request, CONSENT, world.people[Office.DEPUTY_MAYOR]).state == StepState.CONSENTED


def test_a_barred_deputy_mayor_is_told_the_way(world: OfficeWorld) -> None:
    a_route_step(world.section, StepKind.JOINT, Office.DEPUTY_MAYOR, world.department)
    drafts = the_actor(an_appointment(world.people[Office.DEPUTY_MAYOR].person, Office.STAFF, world.section))
    request = submit_request(a_draft(world, by=drafts), by=drafts, at=AT)
    decide(request, CONSENT, world.section_head)
    refused = refusal(pending_step(request), CONSENT, world.people[Office.DEPUTY_MAYOR])
    assert (refused.reason, refused.way) == (OWN, "代決者を定めてください。")


def test_one_person_in_two_offices_acts_in_each_by_name(world: OfficeWorld) -> None:
    also_department_head = appointed(world.section_head, Office.DEPARTMENT_HEAD, world)
    request = a_request(world=world)
    first = decide(request, CONSENT, world.section_head)
    assert again(request).state == RequestState.SUBMITTED
    assert pending_step(request).state == StepState.PENDING
    second = decide(request, PERMIT, also_department_head)
    assert (first.decided_by, second.decided_by) == (world.section_head.person, world.section_head.person)
    assert (first.decided_as, second.decided_as) == (f"{world.section.name}長", f"{world.department.name}長")


def test_one_office_of_a_person_does_not_answer_for_the_other(world: OfficeWorld) -> None:
    appointed(world.section_head, Office.DEPARTMENT_HEAD, world)
    step = pending_step(a_request(world=world, decided=1))
    refusal(step, PERMIT, world.section_head)


@pytest.mark.parametrize(("decided", "move", "second"), [(0, CONSENT, "department"), (1, PERMIT, "director")])
def test_one_act_discharges_two_consecutive_steps_when_asked(
    world: OfficeWorld, decided: int, move: Move, second: str
) -> None:
    first_by = world.section_head if decided == 0 else world.department_head
    office = Office.DEPARTMENT_HEAD if second == "department" else Office.POLICY_DIRECTOR
    also_as = appointed(first_by, office, world)
    request = a_request(world=world, decided=decided)
    decide(request, move, first_by, also_as=also_as)
    steps = list(request.steps.of_round(1))[decided : decided + 2]
    assert [(step.decided_by, step.decided_as) for step in steps] == [
        (first_by.person, first_by.label),
        (first_by.person, also_as.label),
    ]
    assert steps[1].state == StepState.APPROVED


@pytest.mark.parametrize("move", [RETURN, DENY], ids=["return", "deny"])
def test_a_return_or_denial_leaves_nothing_for_the_second_office(world: OfficeWorld, move: Move) -> None:
    also_as = appointed(world.department_head, Office.POLICY_DIRECTOR, world)
    request = a_request(world=world, decided=1)
    decide(request, move, world.department_head, opinion="理由", also_as=also_as)
    assert [step.state for step in request.steps.of_round(1)][2] == StepState.LAPSED


@pytest.mark.parametrize("who", ["wrong office", "another person"])
def test_a_second_office_that_is_not_asked_undoes_the_first(world: OfficeWorld, who: str) -> None:
    step = pending_step(a_request(world=world))
    also_as = appointed(world.section_head, Office.POLICY_DIRECTOR, world)
    also_as = also_as if who == "wrong office" else world.department_head
    before = everything()
    with pytest.raises(Denied):
        decide_step(step, CONSENT, by=world.section_head, at=AT, seen=step.fingerprint(), also_as=also_as)
    assert everything() == before


def test_a_decision_on_another_content_than_seen_is_a_conflict_and_records_nothing(world: OfficeWorld) -> None:
    request = a_request(world=world)
    seen = pending_step(request).fingerprint()
    request = returned(request, by=world.section_head)
    request = submit_request(edit_request(request, by=world.staff, at=AT, timing="平日の朝"), by=world.staff, at=AT)
    step = pending_step(request)
    before = everything()
    with pytest.raises(Conflict) as conflict:
        decide_step(step, CONSENT, by=world.section_head, at=AT, seen=seen)
    assert (everything(), conflict.value.seen) == (before, seen)


@pytest.mark.parametrize("seen", ["", "0" * 64])
def test_a_decision_without_what_was_seen_is_a_conflict(world: OfficeWorld, seen: str) -> None:
    step = pending_step(a_request(world=world))
    with pytest.raises(Conflict):
        decide_step(step, CONSENT, by=world.section_head, at=AT, seen=seen)


def test_the_second_decision_on_one_step_is_a_conflict(world: OfficeWorld) -> None:
    step = pending_step(a_request(world=world))
    seen = step.fingerprint()
    decide_step(step, CONSENT, by=world.section_head, at=AT, seen=seen)
    before = everything()
    with pytest.raises(Conflict):
        decide_step(step, RETURN, by=world.section_head, at=AT, seen=seen, opinion="理由")
    assert everything() == before


def test_the_digest_recorded_is_that_of_the_content_decided(world: OfficeWorld) -> None:
    request = a_draft(world)
    add_attachment(request, by=world.staff, at=AT, name="案.txt", content_type="text/plain", content=b"plan")
    request = submit_request(request, by=world.staff, at=AT)
    digest = again(request).digest
    steps = [
        decide(request, CONSENT, world.section_head),
        decide(request, PERMIT, world.department_head),
        decide(request, PERMIT, world.policy_director),
    ]
    assert [step.seen_digest for step in steps] == [digest] * 3
    assert (again(request).digest, request.revisions.get().digest) == (digest, digest)


def test_the_digest_differs_by_content_and_by_attachment(world: OfficeWorld) -> None:
    request = a_draft(world)
    digests = [again(request).digest]
    file = add_attachment(request, by=world.staff, at=AT, name="案.txt", content_type="text/plain", content=b"plan")
    digests.append(again(request).digest)
    edit_request(request, by=world.staff, at=AT, further="絵文字は使わない。")
    digests.append(again(request).digest)
    assert len(set(digests)) == 3
    remove_attachment(file, by=world.staff, at=AT)
    edit_request(request, by=world.staff, at=AT, further="")
    assert again(request).digest == digests[0]


def test_the_database_refuses_the_drafter_as_decider(world: OfficeWorld) -> None:
    step = pending_step(a_request(world=world))
    with pytest.raises(IntegrityError), transaction.atomic():
        Step._base_manager.filter(pk=step.pk).update(
            decided_by=world.staff.person, decided_at=AT, state=StepState.CONSENTED
        )


def test_check_decide_of_an_outsider_names_the_office(world: OfficeWorld) -> None:
    step = pending_step(a_request(world=world))
    with pytest.raises(Denied) as refused:
        check_decide(step, world.people[Office.ADMINISTRATOR], ON)
    assert refused.value.reason == f"この段階を決めるのは{world.section.name}長です。"

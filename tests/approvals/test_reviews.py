"""Later review (後閲): both names stand at a deputy's decision, and the principal reviews it."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from approvals.actions import review_decision
from approvals.models import LaterReview
from approvals.moves.decision import CONSENT, DENY, PERMIT, RETURN
from approvals.states import RequestState
from core.audit.history import history
from core.deadlines.models import Obligation
from core.lifecycle.act import edit
from core.lifecycle.actor import SYSTEM, Actor
from core.lifecycle.errors import Conflict, Denied
from core.lifecycle.moves import Move
from core.notifications.models import Message
from core.periods.opening_days import add_opening_days
from core.reviews.states import ReviewState
from core.staff.models import Person
from core.staff.offices import Office
from tests.factories import AT, ON, a_person, an_appointment, everything, the_actor
from tests.factories.approvals import (
    OfficeWorld,
    a_deputy,
    a_request,
    a_review,
    again,
    an_office_world,
    appointment_of,
    decide,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> OfficeWorld:
    return an_office_world()


@pytest.mark.parametrize(
    ("decided", "office", "move"),
    [
        (0, Office.SECTION_HEAD, CONSENT),
        (0, Office.SECTION_HEAD, RETURN),
        (1, Office.DEPARTMENT_HEAD, PERMIT),
        (2, Office.POLICY_DIRECTOR, DENY),
    ],
)
def test_every_decision_of_a_deputy_asks_the_principal(
    world: OfficeWorld, decided: int, office: Office, move: Move
) -> None:
    principal = world.people[office]
    deputy = a_deputy(principal)
    step = decide(a_request(world=world, decided=decided), move, deputy, opinion="理由")
    review = LaterReview.objects.get()
    assert (step.decided_by, step.on_behalf_of, step.decided_as) == (
        deputy.person,
        principal.person,
        f"{principal.label}の代決者",
    )
    assert (review.step, review.principal, review.deputy, review.state) == (
        step,
        principal.person,
        deputy.person,
        "awaiting",
    )
    duty = Obligation.objects.open().get(about=review.stream)
    assert (duty.debtor_person, duty.debtor_office, duty.due_on) == (principal.person, "", add_opening_days(ON, 5))
    assert Message.objects.filter(title__startswith="代決の後閲").get().person == principal.person


def test_a_decision_in_person_asks_for_no_review(world: OfficeWorld) -> None:
    a_request(RequestState.APPROVED, world=world)
    assert LaterReview.objects.count() == 0


def test_the_trail_names_deputy_and_principal(world: OfficeWorld) -> None:
    deputy = a_deputy(world.section_head)
    step = decide(a_request(world=world), CONSENT, deputy)
    assert deputy.person is not None
    assert world.section_head.person is not None
    expected = f"{deputy.person.name}({world.section.name}長の代決者)、{world.section_head.person.name}に代わって"
    assert history([step.stream])[0].who == expected


def test_a_confirmation_ends_the_duty(world: OfficeWorld) -> None:
    waiting = a_review(world=world)
    review = review_decision(
        waiting, by=world.section_head, at=AT, seen=waiting.fingerprint(), objects=False, note=" 承知しました。 "
    )
    assert (review.state, review.note) == (ReviewState.REVIEWED, "承知しました。")
    assert Obligation.objects.get(about=review.stream).state == "fulfilled"


def test_an_objection_tells_deputy_and_auditors_and_the_decision_stands(world: OfficeWorld) -> None:
    review = a_review(ReviewState.OBJECTED, world=world)
    objections = Message.objects.filter(title__startswith="後閲で異議がありました")
    told = objections.values_list("person", flat=True)
    assert {message.url for message in objections} == {f"/approvals/requests/{review.step.request_id}/"}
    auditor = world.people[Office.AUDITOR].person
    assert auditor is not None
    assert sorted(told) == sorted([review.deputy.pk, auditor.pk])
    assert (again(review.step).state, again(review.step.request).state) == ("consented", "submitted")


def test_an_objection_without_words_is_refused(world: OfficeWorld) -> None:
    review = a_review(world=world)
    before = everything()
    with pytest.raises(Denied) as refused:
        review_decision(review, by=world.section_head, at=AT, seen=review.fingerprint(), objects=True, note=" 　")
    assert (refused.value.field, everything()) == ("note", before)


def test_nobody_but_the_principal_in_person_reviews(world: OfficeWorld) -> None:
    review = a_review(world=world)
    others = [actor for office, actor in world.people.items() if office != Office.SECTION_HEAD]
    for by in (*others, a_deputy(world.section_head), world.foreign[Office.SECTION_HEAD]):
        with pytest.raises(Denied, match="後閲するのは、代わられた本人です。"):
            review_decision(review, by=by, at=AT, seen=review.fingerprint(), objects=False)


def test_a_review_is_made_once(world: OfficeWorld) -> None:
    review = a_review(ReviewState.REVIEWED, world=world)
    with pytest.raises(Conflict):
        review_decision(review, by=world.section_head, at=AT, seen=review.fingerprint(), objects=True, note="異議")


def test_principal_and_deputy_differ_in_the_database(world: OfficeWorld) -> None:
    review = a_review(world=world)
    with pytest.raises(DatabaseError), transaction.atomic():
        LaterReview._base_manager.filter(pk=review.pk).update(deputy=review.principal)


def has_left(actor: Actor, how: str) -> None:
    """Let a person leave: disabled, or without any appointment."""
    assert actor.person is not None
    edit(appointment_of(actor), by=SYSTEM, at=AT, ends_on=ON - timedelta(days=1))
    if how == "disabled":
        edit(actor.person, by=SYSTEM, at=AT, is_active=False)


def a_successor(world: OfficeWorld, person: Person | None = None) -> Actor:
    """Give the section a new head."""
    return the_actor(an_appointment(person or a_person("後任"), Office.SECTION_HEAD, world.section, ON))


@pytest.mark.parametrize("how", ["disabled", "without appointment"])
def test_who_holds_the_office_reviews_when_the_principal_has_left(world: OfficeWorld, how: str) -> None:
    review = a_review(world=world)
    has_left(world.section_head, how)
    successor = a_successor(world)
    for by in (world.department_head, world.staff, a_deputy(successor)):
        with pytest.raises(Denied, match="その職にいま就いている人です。"):
            review_decision(review, by=by, at=AT, seen=review.fingerprint(), objects=False)
    assert (
        review_decision(review, by=successor, at=AT, seen=review.fingerprint(), objects=False).state
        == ReviewState.REVIEWED
    )
    assert Obligation.objects.get(about=review.stream).state == "fulfilled"


def test_a_successor_does_not_review_while_the_principal_is_there(world: OfficeWorld) -> None:
    review = a_review(world=world)
    with pytest.raises(Denied, match="代わられた本人です。"):
        review_decision(review, by=a_successor(world), at=AT, seen=review.fingerprint(), objects=False)


def test_the_deputy_become_holder_leaves_the_review_to_the_office_above(world: OfficeWorld) -> None:
    review = a_review(world=world)
    has_left(world.section_head, "without appointment")
    promoted = a_successor(world, review.deputy)
    with pytest.raises(Denied):
        review_decision(review, by=promoted, at=AT, seen=review.fingerprint(), objects=False)
    assert (
        review_decision(review, by=world.department_head, at=AT, seen=review.fingerprint(), objects=False).state
        == ReviewState.REVIEWED
    )


def test_of_two_who_hold_the_office_now_the_deputy_is_not_the_one(world: OfficeWorld) -> None:
    review = a_review(world=world)
    has_left(world.section_head, "without appointment")
    promoted, successor = a_successor(world, review.deputy), a_successor(world)
    with pytest.raises(Denied, match="その職にいま就いている人です。"):
        review_decision(review, by=promoted, at=AT, seen=review.fingerprint(), objects=False)
    reviewed = review_decision(review, by=successor, at=AT, seen=review.fingerprint(), objects=False)
    assert reviewed.state == ReviewState.REVIEWED


def test_the_review_of_a_department_stays_with_that_department(world: OfficeWorld) -> None:
    decide(a_request(world=world, decided=1), PERMIT, a_deputy(world.department_head))
    review = LaterReview.objects.get()
    has_left(world.department_head, "without appointment")
    own, foreign = (
        the_actor(an_appointment(a_person(name), Office.DEPARTMENT_HEAD, unit, ON))
        for name, unit in (("後任", world.section.department), ("他部の長", world.foreign_section.department))
    )
    with pytest.raises(Denied):
        review_decision(review, by=foreign, at=AT, seen=review.fingerprint(), objects=False)
    reviewed = review_decision(review, by=own, at=AT, seen=review.fingerprint(), objects=False)
    assert reviewed.state == ReviewState.REVIEWED


def test_the_review_of_a_city_wide_office_is_its_next_holders(world: OfficeWorld) -> None:
    decide(a_request(world=world, decided=2), PERMIT, a_deputy(world.policy_director))
    review = LaterReview.objects.get()
    has_left(world.policy_director, "without appointment")
    successor = the_actor(an_appointment(a_person("後任"), Office.POLICY_DIRECTOR, world.foreign_section, ON))
    reviewed = review_decision(review, by=successor, at=AT, seen=review.fingerprint(), objects=False)
    assert reviewed.state == ReviewState.REVIEWED


def test_what_is_told_of_an_objection_leads_to_the_request(world: OfficeWorld) -> None:
    review = a_review(ReviewState.OBJECTED, world=world)
    message = Message.objects.filter(title__startswith="後閲で異議がありました").first()
    assert message is not None
    assert (message.body, message.url) == (review.note, f"/approvals/requests/{review.step.request_id}/")


def test_principal_does_not_review_while_acting_for_somebody_else(world: OfficeWorld) -> None:
    review = a_review(world=world)
    elsewhere = a_deputy(world.foreign[Office.SECTION_HEAD], person=world.section_head.person)
    with pytest.raises(Denied, match="代わられた本人"):
        review_decision(review, by=elsewhere, at=AT, seen=review.fingerprint(), objects=False)

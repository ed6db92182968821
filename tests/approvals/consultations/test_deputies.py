"""A deputy answers in the name of ふるさと発信課長, who reviews it later (代決 → 後閲)."""

from datetime import timedelta

import pytest

from approvals.consultations.actions import ask_on, close_consultation, review_answer, withdraw_consultation
from approvals.consultations.permissions import visible_to
from approvals.consultations.states import ConsultationState
from approvals.models import Consultation
from core.deadlines.models import Obligation
from core.lifecycle.act import edit
from core.lifecycle.actor import SYSTEM, Actor
from core.lifecycle.errors import Conflict, Denied
from core.notifications.models import Message
from core.staff.offices import Office
from tests.factories import AT, ON, a_person, an_appointment, the_actor
from tests.factories.approvals import OfficeWorld, a_deputy, again, an_office_world, appointment_of
from tests.factories.consultations import a_consultation, answered, consulted

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> OfficeWorld:
    return an_office_world()


@pytest.fixture
def deputy(world: OfficeWorld) -> Actor:
    return a_deputy(consulted(world))


@pytest.fixture
def done(world: OfficeWorld, deputy: Actor) -> Consultation:
    return a_consultation(ConsultationState.ANSWERED, world=world, answered_by=deputy)


def review(done: Consultation, by: Actor, *, objects: bool = False, note: str = "") -> Consultation:
    return review_answer(done, by=by, at=AT, seen=again(done).fingerprint(), objects=objects, note=note)


def test_the_deputys_answer_names_both_and_waits_for_the_principal(
    world: OfficeWorld, deputy: Actor, done: Consultation
) -> None:
    principal = consulted(world).person
    assert (done.deputy, done.deputy_for, done.later_review) == (deputy.person, principal, "awaiting")
    duty = Obligation.objects.get(about=done.stream, rule="approvals.consultation_review")
    assert (duty.debtor_person, duty.state) == (principal, "open")
    assert Message.objects.filter(person=principal, title="代決の後閲:協議「急な廃止の周知」").count() == 1


def test_the_principal_confirms(world: OfficeWorld, done: Consultation) -> None:
    confirmed = review(done, consulted(world))
    assert (confirmed.later_review, confirmed.state) == ("reviewed", "answered")
    assert Obligation.objects.get(about=done.stream, rule="approvals.consultation_review").state == "fulfilled"


def test_an_objection_has_words_and_is_told_to_deputy_section_and_auditors(
    world: OfficeWorld, deputy: Actor, done: Consultation
) -> None:
    with pytest.raises(Denied, match="異議の内容"):
        review(done, consulted(world), objects=True, note=" ")
    note = "周知は先に要ります。"
    objected = review(done, consulted(world), objects=True, note=note)
    assert (objected.later_review, objected.state, objected.later_note) == (
        "objected",
        "answered",
        "周知は先に要ります。",
    )
    told = Message.objects.filter(title__startswith="後閲で異議がありました", link_pk=done.pk)
    people = [deputy.person, world.staff.person, world.section_head.person, world.people[Office.AUDITOR].person]
    assert set(told.values_list("person", flat=True)) == {one.pk for one in people if one is not None}


def test_nobody_else_reviews_and_nothing_twice(world: OfficeWorld, deputy: Actor, done: Consultation) -> None:
    for by in (deputy, world.staff, world.policy_director):
        with pytest.raises(Denied):
            review(done, by)
    review(done, consulted(world))
    with pytest.raises(Conflict):
        review(done, consulted(world))


def test_the_answers_of_two_deputies_are_reviewed_by_their_own_principals(
    world: OfficeWorld, done: Consultation
) -> None:
    second = the_actor(an_appointment(a_person("二人目 課長"), Office.PR_SECTION_HEAD, world.department))
    with pytest.raises(Conflict):
        answered(done, a_deputy(second), reply="別の回答")
    further = answered(ask_on(done, by=world.staff, at=AT, question="理由はどこですか。"), a_deputy(second))
    review(done, consulted(world), objects=True, note="周知は先に要ります。")
    with pytest.raises(Denied):
        review(further, consulted(world))
    review(further, second)
    assert [again(one).later_review for one in (done, further)] == ["objected", "reviewed"]


def test_the_principal_hears_what_a_deputy_of_the_section_asks_ends_and_takes_back(world: OfficeWorld) -> None:
    deputy, head = a_deputy(world.section_head), world.section_head.person
    asked = a_consultation(world=world, by=deputy)
    withdraw_consultation(asked, by=deputy, at=AT, withdrawn_for="分かったため")
    close_consultation(a_consultation(ConsultationState.ANSWERED, world=world), by=deputy, at=AT)
    told = Message.objects.filter(person=head, title__startswith="代わって").order_by("pk")
    assert [one.title for one in told] == [
        f"代わって{what}:{asked.topic}" for what in ("協議しました", "協議を取り下げました", "協議を終えました")
    ]


def test_what_was_answered_in_person_has_no_review(world: OfficeWorld) -> None:
    with pytest.raises(Conflict):
        review(a_consultation(ConsultationState.ANSWERED, world=world), consulted(world))


def test_when_the_principal_has_left_the_next_holder_reviews(world: OfficeWorld, done: Consultation) -> None:
    gone = appointment_of(consulted(world)).person
    next_held = an_appointment(a_person("次の 課長"), Office.PR_SECTION_HEAD, world.department)
    edit(gone, by=SYSTEM, at=AT, is_active=False)
    assert review(done, the_actor(next_held)).later_review == "reviewed"


def test_a_principal_who_moved_on_still_sees_what_waits_for_his_eyes(world: OfficeWorld, done: Consultation) -> None:
    held = appointment_of(consulted(world))
    moved = an_appointment(held.person, Office.STAFF, world.foreign_section)
    edit(held, by=SYSTEM, at=AT, ends_on=ON - timedelta(days=1))
    assert done in visible_to(held.person, ON)
    assert review(done, the_actor(moved)).later_review == "reviewed"

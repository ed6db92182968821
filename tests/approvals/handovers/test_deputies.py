"""What deputies do with a hand-over is reviewed by each principal, act by act (代決 → 後閲)."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from approvals.handovers.actions import (
    decline_hand_over,
    review_hand_over,
    settle_hand_over,
    withdraw_hand_over,
)
from approvals.handovers.permissions import visible_to
from approvals.handovers.states import HandOverState
from approvals.models import HandOver, HandOverReview
from core.deadlines.models import Obligation
from core.deadlines.weekly import tell_weeks
from core.lifecycle.act import edit
from core.lifecycle.actor import SYSTEM, Actor
from core.lifecycle.errors import Conflict, Denied
from core.notifications.models import Message
from core.periods.opening_days import add_opening_days
from core.reviews.states import ReviewState
from core.staff.models import Person
from core.staff.offices import Office
from tests.approvals.pages import a_world, ago, browser_of, errors_of, send, text_of, to
from tests.factories import AT, ON, a_person, an_appointment, at_nine, everything, the_actor
from tests.factories.approvals import OfficeWorld, a_deputy, again, an_office_world, appointment_of
from tests.factories.hand_overs import a_hand_over, a_hand_over_review, receiver, taken_over

pytestmark = pytest.mark.django_db
S = HandOverState
DAY = timedelta(days=1)


@pytest.fixture
def world() -> OfficeWorld:
    return an_office_world()


def person_of(actor: Actor) -> Person:
    assert actor.person is not None
    return actor.person


def review(done: HandOverReview, by: Actor, *, objects: bool = False, note: str = "") -> HandOverReview:
    return review_hand_over(done, by=by, at=AT, seen=again(done).fingerprint(), objects=objects, note=note)


def done_by(deputies: dict[str, Actor], what: str, world: OfficeWorld) -> HandOver:
    """Have a deputy do one thing with a hand-over."""
    giver, taker = deputies["giving"], deputies["receiving"]
    if what == "引継書を送る":
        drafted = a_hand_over(world=world)
        return settle_hand_over(drafted, by=giver, at=AT, seen=again(drafted).fingerprint())
    sent = a_hand_over(S.SETTLED, world=world)
    if what == "引き継ぐ":
        return taken_over(sent, world, by=taker)
    if what == "引き継がない":
        return decline_hand_over(sent, by=taker, at=AT, seen=again(sent).fingerprint(), ended_for="担当がいないため")
    return withdraw_hand_over(sent, by=giver, at=AT, ended_for="見送るため")


@pytest.mark.parametrize(
    ("what", "side"),
    [
        ("引継書を送る", "giving"),
        ("引き継ぐ", "receiving"),
        ("引き継がない", "receiving"),
        ("所管替えを取り下げる", "giving"),
    ],
)
def test_each_act_of_a_deputy_asks_the_principal_of_that_side(world: OfficeWorld, what: str, side: str) -> None:
    principals = {"giving": world.section_head, "receiving": receiver(world)}
    deputies = {name: a_deputy(one) for name, one in principals.items()}
    principal = person_of(principals[side])
    held = done_by(deputies, what, world)
    made = HandOverReview.objects.get()
    unit = {"giving": world.section, "receiving": world.foreign_section}[side]
    assert (made.hand_over, made.what, made.done_on, made.unit) == (held, what, ON, unit)
    assert (made.principal, made.deputy, made.state) == (principal, deputies[side].person, "awaiting")
    duty = Obligation.objects.open().get(about=made.stream)
    assert (duty.debtor_person, duty.note, duty.due_on) == (principal, what, add_opening_days(ON, 5))
    assert duty.url == reverse("approvals:hand_over_review", args=[made.pk])
    told = Message.objects.filter(person=principal, title=f"代決の後閲:{held.account.title}の所管替え")
    assert [one.body for one in told] == [f"{deputies[side].name}が代わって行いました({what})。"]


@pytest.mark.parametrize("at", [S.ACCEPTED, S.DECLINED, S.WITHDRAWN])
def test_what_is_done_in_person_asks_for_no_review(world: OfficeWorld, at: HandOverState) -> None:
    a_hand_over(at, world=world)
    assert not HandOverReview.objects.exists()


def test_two_deputies_of_two_principals_have_a_review_each(world: OfficeWorld) -> None:
    drafted = a_hand_over(world=world)
    sent = settle_hand_over(drafted, by=a_deputy(world.section_head), at=AT, seen=again(drafted).fingerprint())
    first = HandOverReview.objects.get()
    review(first, world.section_head, objects=True, note="予定日が早すぎます。")
    taken_over(sent, world, by=a_deputy(receiver(world)))
    second = HandOverReview.objects.exclude(pk=first.pk).get()
    review(second, receiver(world))
    assert [(one.state, one.note) for one in (again(first), again(second))] == [
        ("objected", "予定日が早すぎます。"),
        ("reviewed", ""),
    ]


def test_a_review_waits_on_when_the_hand_over_has_ended(world: OfficeWorld) -> None:
    drafted = a_hand_over(world=world)
    sent = settle_hand_over(drafted, by=a_deputy(world.section_head), at=AT, seen=again(drafted).fingerprint())
    withdraw_hand_over(sent, by=world.section_head, at=AT, ended_for="見送るため")
    assert Obligation.objects.open().get(about=HandOverReview.objects.get().stream).debtor_person is not None


def test_a_confirmation_ends_the_duty_and_the_hand_over_stands(world: OfficeWorld) -> None:
    confirmed = review(a_hand_over_review(world=world), receiver(world))
    assert (confirmed.state, confirmed.hand_over.state) == ("reviewed", "accepted")
    assert Obligation.objects.get(about=confirmed.stream).state == "fulfilled"


def test_an_objection_is_told_to_the_deputy_both_sections_and_the_auditors(world: OfficeWorld) -> None:
    waiting = a_hand_over_review(world=world)
    with pytest.raises(Denied, match="異議の内容"):
        review(waiting, receiver(world), objects=True, note="　")
    review(waiting, receiver(world), objects=True, note="運用担当が多すぎます。")
    told = Message.objects.filter(title=f"後閲で異議がありました:{waiting.hand_over.account.title}の所管替え")
    people = (waiting.deputy, *(person_of(one) for one in (world.staff, world.section_head)))
    auditor = person_of(world.people[Office.AUDITOR])
    assert {one.person_id for one in told} == {one.pk for one in (*people, auditor)}
    assert {one.body for one in told} == {"引き継ぐ:運用担当が多すぎます。"}
    assert Obligation.objects.get(about=waiting.stream).state == "fulfilled"
    assert {(one.link_name, one.link_pk) for one in told} == {("approvals:hand_over_detail", waiting.hand_over_id)}


def test_an_objection_to_what_the_receiver_never_saw_is_not_told_there(world: OfficeWorld) -> None:
    drafted = a_hand_over(world=world)
    withdraw_hand_over(drafted, by=a_deputy(world.section_head), at=AT, ended_for="見送るため")
    review(HandOverReview.objects.get(), world.section_head, objects=True, note="続けるはずでした。")
    assert not Message.objects.filter(person=receiver(world).person, title__startswith="後閲で異議").exists()


def test_an_objection_to_what_was_sent_is_told_to_the_receiver(world: OfficeWorld) -> None:
    drafted = a_hand_over(world=world)
    settle_hand_over(drafted, by=a_deputy(world.section_head), at=AT, seen=again(drafted).fingerprint())
    review(HandOverReview.objects.get(), world.section_head, objects=True, note="予定日が早すぎます。")
    told = Message.objects.filter(person=receiver(world).person, title__startswith="後閲で異議")
    assert [one.body for one in told] == ["引継書を送る:予定日が早すぎます。"]


def test_nobody_but_the_principal_in_person_reviews_and_nothing_twice(world: OfficeWorld) -> None:
    waiting = a_hand_over_review(world=world)
    others = [world.section_head, world.foreign[Office.STAFF], world.policy_director, world.people[Office.AUDITOR]]
    for by in (*others, a_deputy(receiver(world))):
        with pytest.raises(Denied, match="代わられた本人です"):
            review(waiting, by)
    review(waiting, receiver(world))
    with pytest.raises(Conflict):
        review(waiting, receiver(world))


def test_when_the_principal_has_left_the_next_head_of_the_section_reviews(world: OfficeWorld) -> None:
    waiting = a_hand_over_review(world=world)
    edit(person_of(receiver(world)), by=SYSTEM, at=AT, is_active=False)
    successor = the_actor(an_appointment(a_person("次の 課長"), Office.SECTION_HEAD, world.foreign_section))
    with pytest.raises(Denied, match="いま就いている人です"):
        review(waiting, world.section_head)
    assert review(waiting, successor).state == "reviewed"


def test_a_successor_who_was_the_deputy_leaves_it_to_the_office_above(world: OfficeWorld) -> None:
    waiting = a_hand_over_review(world=world)
    edit(person_of(receiver(world)), by=SYSTEM, at=AT, is_active=False)
    promoted = the_actor(an_appointment(waiting.deputy, Office.SECTION_HEAD, world.foreign_section))
    with pytest.raises(Denied):
        review(waiting, promoted)
    assert review(waiting, world.foreign[Office.DEPARTMENT_HEAD]).state == "reviewed"


def test_a_principal_who_moved_on_sees_the_hand_over_until_it_is_reviewed(world: OfficeWorld) -> None:
    waiting = a_hand_over_review(world=world)
    held = appointment_of(receiver(world))
    moved = an_appointment(held.person, Office.STAFF, world.department)
    edit(held, by=SYSTEM, at=AT, ends_on=ON - DAY)
    assert waiting.hand_over in visible_to(held.person, ON)
    review(waiting, the_actor(moved))
    assert waiting.hand_over not in visible_to(held.person, ON)


def test_the_weekly_word_names_what_the_deputy_decided(world: OfficeWorld, settings: Any) -> None:
    settings.ROOT_URLCONF = "iwaki_sm.urls"
    a_hand_over_review(world=world)
    tell_weeks(at_nine(date(2026, 11, 30)))
    (word,) = Message.objects.filter(person=receiver(world).person, key__startswith="week:")
    assert word.body.splitlines()[0] == "代決者があなたに代わって決めたもの(1件)"
    assert "アカウントの所管を引き継いだ" in word.body


def test_the_database_holds_that_an_objection_says_why(world: OfficeWorld) -> None:
    waiting = a_hand_over_review(world=world)
    with pytest.raises(IntegrityError), transaction.atomic():
        HandOverReview.objects.filter(pk=waiting.pk).update(state=ReviewState.OBJECTED)
    with pytest.raises(IntegrityError), transaction.atomic():
        HandOverReview.objects.filter(pk=waiting.pk).update(deputy=waiting.principal)


def test_the_principal_goes_from_the_inbox_to_the_page_and_confirms() -> None:
    world = a_world()
    waiting = a_hand_over_review(world=world, when=ago(hours=1))
    inbox: Any = browser_of(receiver(world)).get("/")
    assert f'href="/approvals/hand-over-reviews/{waiting.pk}/">後閲する' in inbox.content.decode()
    words = text_of(to(receiver(world), "hand_over_review", waiting.pk))
    assert f"{waiting.principal.name}に代わって、{waiting.deputy.name}が決めました。" in words
    answer = send(
        receiver(world), "hand_over_review", waiting.pk, answer="confirm", note="", seen=waiting.fingerprint()
    )
    assert (answer["Location"], again(waiting).state) == (f"/approvals/hand-over-reviews/{waiting.pk}/", "reviewed")


def test_an_objection_without_words_is_asked_for_at_its_field() -> None:
    world = a_world()
    waiting = a_hand_over_review(world=world, when=ago(hours=1))
    seen = waiting.fingerprint()
    answer = send(receiver(world), "hand_over_review", waiting.pk, answer="object", note=" ", seen=seen)
    assert errors_of(answer) == {"note": ["異議の内容を入力してください。第4-1-(4)"]}


@pytest.mark.parametrize("who", ["section_head", "policy_director"])
def test_others_read_the_review_and_can_not_answer_it(who: str) -> None:
    world = a_world()
    waiting = a_hand_over_review(world=world, when=ago(hours=1))
    before = everything()
    page = to(getattr(world, who), "hand_over_review", waiting.pk)
    seen = waiting.fingerprint()
    answer = send(getattr(world, who), "hand_over_review", waiting.pk, answer="confirm", note="", seen=seen)
    assert (page.context["may_answer"], answer.status_code, everything()) == (False, 403, before)


def test_the_page_and_the_paper_name_each_review_with_its_answer() -> None:
    world = a_world()
    objected = a_hand_over_review(ReviewState.OBJECTED, world=world, when=ago(hours=1))
    names = f"引き継ぐ:{objected.principal.name}に代わって{objected.deputy.name} 異議あり"
    for name in ("hand_over_detail", "hand_over_sheet"):
        words = text_of(to(world.section_head, name, objected.hand_over_id))
        assert (names in words, "運用担当が多すぎます。" in words) == (True, True)

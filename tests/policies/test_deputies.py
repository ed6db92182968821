"""A deputy decides in the manager's name, who reviews it later (代決 → 後閲): nothing waits for ever."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from core.deadlines.models import Obligation
from core.lifecycle.act import edit
from core.lifecycle.actor import SYSTEM, Actor
from core.lifecycle.errors import Conflict, Denied
from core.notifications.models import Message
from core.periods.opening_days import add_opening_days
from core.staff.models import Person
from core.staff.offices import Office
from policies.actions import (
    edit_policy,
    keep_policy,
    return_policy,
    review_policy,
    settle_policy,
    submit_policy,
)
from policies.models import MediaPolicy, PolicyReview
from policies.states import PolicyState
from policies.views.shared import visible
from tests.approvals.pages import ago, text_of, today
from tests.factories import AT, ON, a_person, an_appointment, everything, the_actor
from tests.factories.approvals import OfficeWorld, a_deputy, again, an_office_world, appointment_of
from tests.factories.policies import a_version, settled
from tests.policies.pages import a_case, act, to

pytestmark = pytest.mark.django_db
S = PolicyState


@pytest.fixture
def world() -> OfficeWorld:
    return an_office_world()


@pytest.fixture
def deputy(world: OfficeWorld) -> Actor:
    return a_deputy(world.section_head)


def settle(policy: MediaPolicy, by: Actor, **more: Any) -> MediaPolicy:
    return settle_policy(policy, by=by, at=AT, seen=again(policy).fingerprint(), **more)


def review(done: PolicyReview, by: Actor, *, objects: bool = False, note: str = "") -> PolicyReview:
    seen = again(done.policy).fingerprint()
    return review_policy(done, by=by, at=AT, seen=seen, objects=objects, note=note)


def review_of(policy: MediaPolicy) -> PolicyReview:
    """Return the one review that a version has."""
    return PolicyReview.objects.get(policy=policy)


def decided(world: OfficeWorld, deputy: Actor) -> MediaPolicy:
    """Return a version that the deputy settled."""
    return settle(a_version(S.SUBMITTED, world=world), deputy)


def owed(policy: MediaPolicy) -> list[tuple[str, str, Person | None]]:
    """Return what is or was owed for each act, with the state of its obligation."""
    streams = [one.stream for one in policy.reviews.all()]
    found = Obligation.objects.filter(about__in=streams, rule="policies.later_review").order_by("pk")
    return [(one.note, one.state, one.debtor_person) for one in found]


def answers(policy: MediaPolicy) -> list[tuple[str, str, str]]:
    """Return the acts of deputies on a version, each with its answer."""
    return [(one.what, one.state, one.note) for one in policy.reviews.order_by("pk")]


@pytest.mark.parametrize(
    ("what", "words"), [("settle", "決定する"), ("return", "差し戻す"), ("keep", "変更なしとして記録する")]
)
def test_every_decision_of_a_deputy_asks_the_principal_and_tells_him(
    world: OfficeWorld, deputy: Actor, what: str, words: str
) -> None:
    policy = a_version(S.PUBLISHED if what == "keep" else S.SUBMITTED, world=world)
    seen = policy.fingerprint()
    acts: dict[str, Any] = {
        "settle": lambda: settle_policy(policy, by=deputy, at=AT, seen=seen),
        "return": lambda: return_policy(policy, by=deputy, at=AT, seen=seen, opinion="時間帯を"),
        "keep": lambda: keep_policy(policy, by=deputy, at=AT, seen=seen, review_note="合っています。"),
    }
    done = acts[what]()
    principal = world.section_head.person
    made = review_of(done)
    assert (made.what, made.done_on, made.state) == (words, ON, "awaiting")
    assert (made.deputy, made.principal) == (deputy.person, principal)
    assert done.decided_for == (principal if what == "settle" else None)
    duty = Obligation.objects.get(rule="policies.later_review")
    assert (duty.about, duty.note, duty.link_pk) == (made.stream, words, policy.pk)
    assert (duty.state, duty.debtor_person, duty.due_on) == ("open", principal, add_opening_days(ON, 5))
    assert Message.objects.filter(person=principal, title__startswith="代決の後閲:").count() == 1


def test_both_names_stand_at_the_decision(world: OfficeWorld, deputy: Actor) -> None:
    policy = decided(world, deputy)
    assert (policy.decided_by, policy.decided_for) == (deputy.person, world.section_head.person)
    assert policy.decided_as.endswith("の代決者")


def test_what_the_manager_decides_in_person_is_reviewed_by_nobody(world: OfficeWorld) -> None:
    policy = a_version(S.APPROVED, world=world)
    assert (policy.decided_for, answers(policy)) == (None, [])


@pytest.mark.parametrize(("objects", "note", "state"), [(False, "", "reviewed"), (True, "夜間が無い。", "objected")])
def test_principal_confirms_or_objects_once_and_the_decision_stands(
    world: OfficeWorld, deputy: Actor, objects: bool, note: str, state: str
) -> None:
    policy = decided(world, deputy)
    done = review(review_of(policy), world.section_head, objects=objects, note=note)
    assert (again(policy).state, done.state, done.note) == ("approved", state, note)
    assert owed(policy) == [("決定する", "fulfilled", world.section_head.person)]
    with pytest.raises(Conflict):
        review(done, world.section_head)
    told = Message.objects.filter(title__startswith="後閲で異議がありました")
    people = {deputy.person, world.people[Office.AUDITOR].person} if objects else set()
    assert {message.person for message in told} == people


def test_objection_without_words_is_refused(world: OfficeWorld, deputy: Actor) -> None:
    policy = decided(world, deputy)
    before = everything()
    with pytest.raises(Denied) as refused:
        review(review_of(policy), world.section_head, objects=True, note=" ")
    assert (refused.value.field, refused.value.clause, everything()) == ("note", "第4-2-(1)", before)


def test_nobody_else_reviews_the_deputy_least_of_all(world: OfficeWorld, deputy: Actor) -> None:
    waiting = review_of(decided(world, deputy))
    before = everything()
    for by in (deputy, world.staff, world.department_head, world.foreign[Office.SECTION_HEAD], SYSTEM):
        with pytest.raises(Denied):
            review(waiting, by)
    assert everything() == before


def test_successor_reviews_when_the_principal_has_left(world: OfficeWorld, deputy: Actor) -> None:
    waiting = review_of(decided(world, deputy))
    successor = the_actor(an_appointment(a_person("後任 課長"), Office.SECTION_HEAD, world.section))
    with pytest.raises(Denied, match="代わられた本人です"):
        review(waiting, successor)
    assert world.section_head.person is not None
    edit(world.section_head.person, by=SYSTEM, at=AT, is_active=False)
    assert review(waiting, successor).state == "reviewed"


def test_department_head_reviews_when_who_follows_wrote_it(world: OfficeWorld, deputy: Actor) -> None:
    successor = the_actor(an_appointment(a_person("後任 課長"), Office.SECTION_HEAD, world.section))
    policy = a_version(world=world)
    edit_policy(policy, by=successor, at=AT, timing="早朝")
    waiting = review_of(settle(submit_policy(policy, by=world.staff, at=AT), deputy))
    assert world.section_head.person is not None
    edit(world.section_head.person, by=SYSTEM, at=AT, is_active=False)
    with pytest.raises(Denied):
        review(waiting, successor)
    assert review(waiting, world.department_head).state == "reviewed"


def test_own_words_of_a_deputy_are_marked_and_reviewed_by_the_manager(world: OfficeWorld, deputy: Actor) -> None:
    policy = a_version(world=world)
    edit_policy(policy, by=deputy, at=AT, timing="早朝")
    policy = submit_policy(policy, by=world.staff, at=AT)
    with pytest.raises(Denied) as refused:
        settle(policy, deputy)
    assert refused.value.field == "knows_own"
    done = settle(policy, deputy, knows_own=True)
    assert (done.self_decided, answers(done)) == (True, [("決定する", "awaiting", "")])


def test_two_acts_of_a_deputy_on_a_version_are_two_reviews(world: OfficeWorld, deputy: Actor) -> None:
    policy = a_version(S.SUBMITTED, world=world)
    return_policy(policy, by=deputy, at=AT, seen=policy.fingerprint(), opinion="時間帯を")
    policy = settle(submit_policy(policy, by=world.staff, at=AT), deputy)
    head = world.section_head.person
    assert owed(policy) == [("差し戻す", "open", head), ("決定する", "open", head)]
    first, other = policy.reviews.order_by("pk")
    review(first, world.section_head, objects=True, note="戻すほどではありません。")
    assert owed(policy) == [("差し戻す", "fulfilled", head), ("決定する", "open", head)]
    review(other, world.section_head)
    assert answers(policy) == [
        ("差し戻す", "objected", "戻すほどではありません。"),
        ("決定する", "reviewed", ""),
    ]


def test_what_waits_for_one_principal_goes_on_when_another_ones_deputy_acts(world: OfficeWorld, deputy: Actor) -> None:
    policy = a_version(S.SUBMITTED, world=world)
    return_policy(policy, by=deputy, at=AT, seen=policy.fingerprint(), opinion="時間帯を")
    other = the_actor(an_appointment(a_person("二人目 課長"), Office.SECTION_HEAD, world.section))
    policy = settle(submit_policy(policy, by=world.staff, at=AT), a_deputy(other))
    assert owed(policy) == [("差し戻す", "open", world.section_head.person), ("決定する", "open", other.person)]
    first, last = policy.reviews.order_by("pk")
    with pytest.raises(Denied, match="代わられた本人です"):
        review(first, other)
    review(last, other)
    assert answers(policy) == [("差し戻す", "awaiting", ""), ("決定する", "reviewed", "")]
    assert policy.decided_for == other.person


def test_what_the_manager_decides_meanwhile_leaves_the_review_waiting(world: OfficeWorld, deputy: Actor) -> None:
    policy = a_version(S.SUBMITTED, world=world)
    return_policy(policy, by=deputy, at=AT, seen=policy.fingerprint(), opinion="時間帯を")
    policy = settled(submit_policy(policy, by=world.staff, at=AT), world)
    assert (policy.decided_for, owed(policy)) == (None, [("差し戻す", "open", world.section_head.person)])


def test_answer_is_to_the_version_that_was_seen(world: OfficeWorld, deputy: Actor) -> None:
    policy = a_version(S.SUBMITTED, world=world)
    seen = return_policy(policy, by=deputy, at=AT, seen=policy.fingerprint(), opinion="時間帯を").fingerprint()
    edit_policy(policy, by=world.staff, at=AT, timing="早朝")
    with pytest.raises(Conflict):
        review_policy(review_of(policy), by=world.section_head, at=AT, seen=seen, objects=False)
    assert answers(policy) == [("差し戻す", "awaiting", "")]


def test_principal_reads_what_was_decided_in_his_name_wherever_he_is_now(world: OfficeWorld, deputy: Actor) -> None:
    policy = a_version(S.SUBMITTED, world=world)
    returned = return_policy(policy, by=deputy, at=AT, seen=policy.fingerprint(), opinion="時間帯を")
    moved = the_actor(an_appointment(world.section_head.person, Office.STAFF, world.foreign_section))
    edit(appointment_of(world.section_head), by=SYSTEM, at=AT, ends_on=ON)
    assert visible(moved, ON).get(pk=returned.pk).is_inside  # type: ignore[attr-defined]  # annotated
    assert not visible(world.foreign[Office.STAFF], ON).filter(pk=returned.pk).exists()


@pytest.mark.parametrize("wrong", ["state", "note", "deputy"])
def test_database_refuses_what_is_no_answer(world: OfficeWorld, deputy: Actor, wrong: str) -> None:
    waiting = review_of(decided(world, deputy))
    values: dict[str, dict[str, Any]] = {
        "state": {"state": "unknown"},
        "note": {"state": "objected", "note": ""},
        "deputy": {"deputy": waiting.principal},
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        PolicyReview.objects.filter(pk=waiting.pk).update(**values[wrong])


def test_pages_lead_the_deputy_to_decide_and_the_principal_to_review() -> None:
    world, policy = a_case(S.SUBMITTED)
    deputy = a_deputy(world.section_head, today(), today(), when=ago(minutes=30))
    assert "この内容で記録する" in text_of(to(deputy, "policy_detail", policy.pk))
    answer = act(deputy, "policy_decide", policy, move="settle", opinion="")
    assert (answer.status_code, again(policy).state) == (302, "approved")
    page = text_of(to(world.section_head, "policy_detail", policy.pk))
    assert "代決の後閲" in page
    assert "後閲待ち" in page
    assert deputy.person is not None
    assert deputy.person.name in page
    waiting = review_of(policy)
    given = {"review": waiting.pk, "answer": "object"}
    refused = act(world.section_head, "policy_later_review", policy, **given, note="")
    assert "異議の内容を入力してください。" in text_of(refused)
    assert act(world.staff, "policy_later_review", policy, **given, note="夜間が無い。").status_code == 403
    done = act(world.section_head, "policy_later_review", policy, **given, note="夜間が無い。")
    assert done.status_code == 302
    assert act(world.section_head, "policy_later_review", policy, **given, note="夜間が無い。").status_code == 409
    shown = text_of(to(world.staff, "policy_detail", policy.pk))
    assert "異議あり" in shown
    assert "夜間が無い。" in shown


def test_page_shows_every_act_and_offers_those_that_wait_for_the_reader() -> None:
    world, policy = a_case(S.SUBMITTED)
    deputy = a_deputy(world.section_head, today(), today(), when=ago(minutes=30))
    act(deputy, "policy_decide", policy, move="return", opinion="時間帯を")
    act(world.staff, "policy_submit", policy)
    act(deputy, "policy_decide", policy, move="settle", opinion="")
    assert to(world.section_head, "policy_detail", policy.pk).context["later_chips"] == [("wait", "後閲待ち")]
    first, other = PolicyReview.objects.order_by("pk")
    act(world.section_head, "policy_later_review", policy, review=first.pk, answer="confirm", note="")
    page = to(world.section_head, "policy_detail", policy.pk)
    assert "後閲(差し戻す)" in text_of(page)
    assert "後閲(決定する)" in text_of(page)
    offered = [one for one in (first, other) if f'<option value="{one.pk}"' in page.content.decode()]
    assert offered == [other]


def test_outsiders_of_a_published_version_read_no_word_of_a_later_review() -> None:
    world, policy = a_case(S.SUBMITTED)
    deputy = a_deputy(world.section_head, today(), today(), when=ago(minutes=30))
    act(deputy, "policy_decide", policy, move="settle", opinion="")
    act(world.staff, "policy_publish", policy, published_on=today())
    given = {"review": review_of(policy).pk, "answer": "object", "note": "夜間が無い。"}
    act(world.section_head, "policy_later_review", policy, **given)
    assert "夜間が無い。" in text_of(to(world.staff, "policy_detail", policy.pk))
    assert "夜間が無い。" not in text_of(to(world.foreign[Office.STAFF], "policy_detail", policy.pk))

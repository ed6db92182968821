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
    review_later,
    settle_policy,
    submit_policy,
)
from policies.models import MediaPolicy
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


def review(policy: MediaPolicy, by: Actor, *, objects: bool = False, note: str = "") -> MediaPolicy:
    return review_later(policy, by=by, at=AT, seen=again(policy).fingerprint(), objects=objects, note=note)


def decided(world: OfficeWorld, deputy: Actor) -> MediaPolicy:
    """Return a version that the deputy settled."""
    return settle(a_version(S.SUBMITTED, world=world), deputy)


def owed(policy: MediaPolicy) -> list[tuple[str, Person | None]]:
    found = Obligation.objects.filter(about=policy.account.stream, rule="policies.later_review").order_by("pk")
    return [(one.state, one.debtor_person) for one in found]


@pytest.mark.parametrize("what", ["settle", "return", "keep"])
def test_every_decision_of_a_deputy_asks_the_principal_and_tells_him(
    world: OfficeWorld, deputy: Actor, what: str
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
    assert (done.deputy, done.deputy_for, done.later_review) == (deputy.person, principal, "awaiting")
    assert done.decided_for == (principal if what == "settle" else None)
    duty = Obligation.objects.get(rule="policies.later_review")
    assert (duty.state, duty.debtor_person, duty.due_on) == ("open", principal, add_opening_days(ON, 5))
    assert Message.objects.filter(person=principal, title__startswith="代決の後閲:").count() == 1


def test_both_names_stand_at_the_decision(world: OfficeWorld, deputy: Actor) -> None:
    policy = decided(world, deputy)
    assert (policy.decided_by, policy.decided_for) == (deputy.person, world.section_head.person)
    assert policy.decided_as.endswith("の代決者")


def test_what_the_manager_decides_in_person_is_reviewed_by_nobody(world: OfficeWorld) -> None:
    policy = a_version(S.APPROVED, world=world)
    assert (policy.later_review, policy.decided_for, owed(policy)) == ("", None, [])
    with pytest.raises(Conflict):
        review(policy, world.section_head)


@pytest.mark.parametrize(("objects", "note", "state"), [(False, "", "reviewed"), (True, "夜間が無い。", "objected")])
def test_principal_confirms_or_objects_once_and_the_decision_stands(
    world: OfficeWorld, deputy: Actor, objects: bool, note: str, state: str
) -> None:
    policy = decided(world, deputy)
    done = review(policy, world.section_head, objects=objects, note=note)
    assert (done.state, done.later_review, done.later_note) == ("approved", state, note)
    assert owed(policy) == [("fulfilled", world.section_head.person)]
    with pytest.raises(Conflict):
        review(policy, world.section_head)
    told = Message.objects.filter(title__startswith="後閲で異議がありました")
    people = {deputy.person, world.people[Office.AUDITOR].person} if objects else set()
    assert {message.person for message in told} == people


def test_objection_without_words_is_refused(world: OfficeWorld, deputy: Actor) -> None:
    policy = decided(world, deputy)
    before = everything()
    with pytest.raises(Denied) as refused:
        review(policy, world.section_head, objects=True, note=" ")
    assert (refused.value.field, everything()) == ("later_note", before)


def test_nobody_else_reviews_the_deputy_least_of_all(world: OfficeWorld, deputy: Actor) -> None:
    policy = decided(world, deputy)
    before = everything()
    for by in (deputy, world.staff, world.department_head, world.foreign[Office.SECTION_HEAD], SYSTEM):
        with pytest.raises(Denied):
            review(policy, by)
    assert everything() == before


def test_successor_reviews_when_the_principal_has_left(world: OfficeWorld, deputy: Actor) -> None:
    policy = decided(world, deputy)
    successor = the_actor(an_appointment(a_person("後任 課長"), Office.SECTION_HEAD, world.section))
    with pytest.raises(Denied, match="代わられた本人です"):
        review(policy, successor)
    assert world.section_head.person is not None
    edit(world.section_head.person, by=SYSTEM, at=AT, is_active=False)
    assert review(policy, successor).later_review == "reviewed"


def test_department_head_reviews_when_who_follows_wrote_it(world: OfficeWorld, deputy: Actor) -> None:
    successor = the_actor(an_appointment(a_person("後任 課長"), Office.SECTION_HEAD, world.section))
    policy = a_version(world=world)
    edit_policy(policy, by=successor, at=AT, timing="早朝")
    policy = settle(submit_policy(policy, by=world.staff, at=AT), deputy)
    assert world.section_head.person is not None
    edit(world.section_head.person, by=SYSTEM, at=AT, is_active=False)
    with pytest.raises(Denied):
        review(policy, successor)
    assert review(policy, world.department_head).later_review == "reviewed"


def test_own_words_of_a_deputy_are_marked_and_reviewed_by_the_manager(world: OfficeWorld, deputy: Actor) -> None:
    policy = a_version(world=world)
    edit_policy(policy, by=deputy, at=AT, timing="早朝")
    policy = submit_policy(policy, by=world.staff, at=AT)
    with pytest.raises(Denied) as refused:
        settle(policy, deputy)
    assert refused.value.field == "knows_own"
    done = settle(policy, deputy, knows_own=True)
    assert (done.self_decided, done.later_review) == (True, "awaiting")


def test_two_decisions_of_a_deputy_on_a_version_are_reviewed_together(world: OfficeWorld, deputy: Actor) -> None:
    policy = a_version(S.SUBMITTED, world=world)
    seen = policy.fingerprint()
    return_policy(policy, by=deputy, at=AT, seen=seen, opinion="時間帯を")
    policy = settle(submit_policy(policy, by=world.staff, at=AT), deputy)
    assert owed(policy) == [("open", world.section_head.person)]
    review(policy, world.section_head)
    assert owed(policy) == [("fulfilled", world.section_head.person)]


def test_decision_in_another_managers_name_waits_for_that_one(world: OfficeWorld, deputy: Actor) -> None:
    policy = a_version(S.SUBMITTED, world=world)
    return_policy(policy, by=deputy, at=AT, seen=policy.fingerprint(), opinion="時間帯を")
    other = the_actor(an_appointment(a_person("二人目 課長"), Office.SECTION_HEAD, world.section))
    policy = settle(submit_policy(policy, by=world.staff, at=AT), a_deputy(other))
    assert owed(policy) == [("void", world.section_head.person), ("open", other.person)]
    assert (policy.deputy_for, policy.decided_for) == (other.person, other.person)


def test_what_the_manager_decides_meanwhile_leaves_the_review_waiting(world: OfficeWorld, deputy: Actor) -> None:
    policy = a_version(S.SUBMITTED, world=world)
    return_policy(policy, by=deputy, at=AT, seen=policy.fingerprint(), opinion="時間帯を")
    policy = settled(submit_policy(policy, by=world.staff, at=AT), world)
    assert (policy.later_review, policy.decided_for, owed(policy)) == (
        "awaiting",
        None,
        [("open", world.section_head.person)],
    )


def test_principal_reads_what_was_decided_in_his_name_wherever_he_is_now(world: OfficeWorld, deputy: Actor) -> None:
    policy = a_version(S.SUBMITTED, world=world)
    returned = return_policy(policy, by=deputy, at=AT, seen=policy.fingerprint(), opinion="時間帯を")
    moved = the_actor(an_appointment(world.section_head.person, Office.STAFF, world.foreign_section))
    edit(appointment_of(world.section_head), by=SYSTEM, at=AT, ends_on=ON)
    assert visible(moved, ON).get(pk=returned.pk).is_inside  # type: ignore[attr-defined]  # annotated
    assert not visible(world.foreign[Office.STAFF], ON).filter(pk=returned.pk).exists()


@pytest.mark.parametrize(
    "values",
    [{"later_review": "awaiting"}, {"later_review": "objected", "later_note": ""}, {"later_review": ""}],
)
def test_database_holds_review_deputy_and_principal_together(
    world: OfficeWorld, deputy: Actor, values: dict[str, str]
) -> None:
    policy = decided(world, deputy)
    bare = {} if values["later_review"] != "awaiting" else {"deputy": None, "deputy_for": None}
    with pytest.raises(IntegrityError), transaction.atomic():
        MediaPolicy.objects.filter(pk=policy.pk).update(**values, **bare)


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
    refused = act(world.section_head, "policy_later_review", policy, answer="object", later_note="")
    assert "異議の内容を入力してください。" in text_of(refused)
    done = act(world.section_head, "policy_later_review", policy, answer="object", later_note="夜間が無い。")
    assert done.status_code == 302
    assert "異議あり" in text_of(to(world.staff, "policy_detail", policy.pk))

"""A database whose versions keep one later review themselves is brought forward: answers stay, what waits goes on."""

import uuid
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from accounts.projection import differing, worked_out
from core.audit.writer import Change, Stamp, write_events
from core.deadlines.duties import Debtor, open_duty
from core.deadlines.models import Obligation
from core.lifecycle.act import acting
from core.lifecycle.actor import SYSTEM, Actor
from core.lifecycle.verifying import verify
from policies import duties
from policies.actions import review_policy
from policies.models import MediaPolicy, PolicyReview
from policies.states import PolicyState
from tests.factories import AT, ON
from tests.factories.approvals import OfficeWorld, a_deputy, again, an_account, an_office_world
from tests.factories.policies import a_version

pytestmark = pytest.mark.usefixtures("committed_db")
BEFORE = "0004"


def told_before(policy: MediaPolicy, verbs: list[str], by: Actor) -> dict[str, Any]:
    """Tell in the trail of a version what somebody did when it kept the review itself; return its version then."""
    stamp = Stamp(uuid.uuid4(), AT, by.person, by.office, by.unit, by.label, by.on_behalf_of)
    for number, verb in enumerate(verbs, policy.version + 1):
        write_events([Change(policy.stream, number, f"policies.mediapolicy.{verb}", "決めた")], stamp)
    return {"version": policy.version + len(verbs)}


def waiting_before(policy: MediaPolicy, principal: Actor) -> Obligation:
    """Open the obligation as it was: about the account, named by the version."""
    with acting(by=SYSTEM, at=AT) as act:
        return open_duty(
            act,
            duties.LATER_REVIEW,
            act.lock(policy.account),
            Debtor(person=principal.person),
            title="代決の後閲",
            link=("policies:policy_detail", policy.pk),
            occurrence=f"{policy.number}.{policy.version}",
        )


def bring_forward(before: dict[int, dict[str, Any]]) -> None:
    """Go back to the columns of before, write them, and come forward again."""
    call_command("migrate", "policies", BEFORE, verbosity=0)
    state = MigrationExecutor(connection).loader.project_state([("policies", "0004_deputies_and_calls")])
    versions = state.apps.get_model("policies", "MediaPolicy")
    for key, columns in before.items():
        versions._base_manager.filter(pk=key).update(**columns)
    call_command("migrate", "policies", verbosity=0)


def as_before(by: Actor, **columns: Any) -> dict[str, Any]:
    """Return the columns of a version that a deputy decided."""
    assert by.person is not None
    assert by.on_behalf_of is not None
    return {"deputy": by.person.pk, "deputy_for": by.on_behalf_of.pk, "later_review": "awaiting", **columns}


def a_returned(world: OfficeWorld) -> MediaPolicy:
    """Return a version of an account of its own, which the manager gave back in person."""
    return again(a_version(PolicyState.RETURNED, world=world, account=an_account(world=world)))


def test_later_reviews_of_before_are_records_of_their_own() -> None:
    world = an_office_world()
    deputy, head = a_deputy(world.section_head), world.section_head
    waiting, confirmed, objected, untouched = (a_returned(world) for _ in range(4))
    duty = waiting_before(waiting, head)
    before = {
        waiting.pk: as_before(deputy, **told_before(waiting, ["settle", "confirm", "give_back", "settle"], deputy)),
        confirmed.pk: as_before(deputy, later_review="reviewed", **told_before(confirmed, ["keep"], deputy)),
        objected.pk: as_before(deputy, later_review="objected", later_note="夜間が無い。"),
    }

    bring_forward(before)

    found = {one.policy_id: one for one in PolicyReview.objects.all()}
    assert {key: (one.what, one.state, one.note) for key, one in found.items()} == {
        waiting.pk: ("差し戻す、決定する", "awaiting", ""),
        confirmed.pk: ("変更なしとして記録する", "reviewed", ""),
        objected.pk: ("代決", "objected", "夜間が無い。"),
    }
    assert {(one.deputy, one.principal, one.done_on) for one in (found[waiting.pk], found[confirmed.pk])} == {
        (deputy.person, head.person, ON)
    }
    assert untouched.pk not in found
    moved = again(duty)
    assert (moved.about, moved.occurrence, moved.state) == (found[waiting.pk].stream, "", "open")
    assert list(Obligation.objects.open().filter(rule="policies.later_review")) == [moved]


def test_trail_and_index_say_what_was_carried_and_what_waited_is_answered() -> None:
    world = an_office_world()
    deputy, waiting = a_deputy(world.section_head), a_returned(world)
    duty = waiting_before(waiting, world.section_head)

    bring_forward({waiting.pk: as_before(deputy, **told_before(waiting, ["give_back"], deputy))})

    assert verify().faults == []
    assert differing(worked_out([waiting.account_id])) == []
    review, seen = PolicyReview.objects.get(), again(waiting).fingerprint()
    done = review_policy(review, by=world.section_head, at=AT, seen=seen, objects=False)
    assert (done.state, again(duty).state) == ("reviewed", "fulfilled")
    assert verify().faults == []

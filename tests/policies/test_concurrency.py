"""Two people at the same moment, each on a connection of his own: one version, one decision, one publication."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from core.audit.models import Event
from core.audit.verifier import faults
from core.deadlines.models import Obligation
from policies.actions import (
    draft_policy,
    first_words,
    publish_policy,
    pull_back_policy,
    return_policy,
    settle_policy,
    submit_policy,
)
from policies.calling import call_reviews
from policies.calls import carry_all
from policies.models import MediaPolicy, ReviewCall
from policies.states import PolicyState
from tests.factories import AT, ON, together
from tests.factories.approvals import again, an_account, an_office_world
from tests.factories.policies import a_version, first_version, published

pytestmark = pytest.mark.usefixtures("committed_db")
Act = Callable[[], Any]
S = PolicyState


def kinds(outcomes: list[Any]) -> dict[str, int]:
    """Count what came back by type."""
    names = [type(outcome).__name__ for outcome in outcomes]
    return {name: names.count(name) for name in sorted(set(names))}


def test_many_begin_a_version_and_one_is_begun() -> None:
    world = an_office_world()
    account = an_account(world=world)
    begin = partial(draft_policy, account, at=AT, **first_words(account))
    outcomes = together([partial(begin, by=by) for by in (world.staff, world.second_staff, world.section_head) * 4])
    assert kinds(outcomes) == {"Denied": 11, "MediaPolicy": 1}
    assert list(MediaPolicy.objects.order_by("number").values_list("number", flat=True)) == [1, 2]
    assert list(faults()) == []


def test_many_submit_one_version_and_it_is_submitted_once() -> None:
    world = an_office_world()
    policy = a_version(world=world)
    outcomes = together([partial(submit_policy, policy, by=by, at=AT) for by in (world.staff, world.second_staff) * 5])
    assert kinds(outcomes) == {"Conflict": 9, "MediaPolicy": 1}
    assert Obligation.objects.open().filter(rule="policies.decide").count() == 1
    assert list(faults()) == []


def test_decision_and_return_and_pull_back_at_once_have_one_winner() -> None:
    world = an_office_world()
    for _ in range(4):
        policy = a_version(S.SUBMITTED, world=world)
        seen = policy.fingerprint()
        decide: Act = partial(settle_policy, policy, by=world.section_head, at=AT, seen=seen)
        send: Act = partial(return_policy, policy, by=world.section_head, at=AT, seen=seen, opinion="理由")
        pull: Act = partial(pull_back_policy, policy, by=world.staff, at=AT)
        outcomes = together([decide, send, pull, decide])
        won = [one for one in outcomes if isinstance(one, MediaPolicy)]
        assert kinds(outcomes) == {"Conflict": 3, "MediaPolicy": 1}
        assert again(policy).state == won[0].state
        open_rules = Obligation.objects.open().filter(about=policy.account.stream, rule__startswith="policies.")
        expected = {S.APPROVED: ["policies.publish"], S.RETURNED: ["policies.revise"], S.DRAFT: []}
        assert list(open_rules.values_list("rule", flat=True)) == expected[S(won[0].state)]
    assert list(faults()) == []


def test_many_publish_one_version_and_one_stays_out() -> None:
    world = an_office_world()
    first = published(first_version(an_account(world=world)), world)
    second = a_version(S.APPROVED, world=world, account=first.account)
    publish = partial(publish_policy, second, at=AT, on=ON)
    outcomes = together([partial(publish, by=by) for by in (world.staff, world.second_staff) * 4])
    assert kinds(outcomes) == {"Conflict": 7, "MediaPolicy": 1}
    states = list(MediaPolicy.objects.order_by("number").values_list("state", flat=True))
    assert states == [S.SUPERSEDED, S.PUBLISHED]
    assert Event.objects.filter(stream=first.stream, to_state=S.SUPERSEDED).count() == 1
    assert list(faults()) == []


def test_two_workers_carry_one_call_and_every_account_is_reached_once() -> None:
    world = an_office_world()
    for _ in range(5):
        published(first_version(an_account(world=world)), world)
    call_reviews(by=world.policy_director, at=AT, cause="guideline", reason="改正", due_on=ON.replace(year=2027))
    outcomes = together([partial(carry_all, AT, 2)] * 3)
    assert sum(one for one in outcomes if isinstance(one, int)) == 5, outcomes
    assert Obligation.objects.open().filter(rule="policies.review_called").count() == 5
    assert ReviewCall.objects.get().opened == 5
    assert list(faults()) == []

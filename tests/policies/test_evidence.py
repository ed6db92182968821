"""What others say of versions: the trail, the auditors' list of decisions, the evidence check, the registry's index."""

import pytest

from accounts.projection import differing, worked_out
from core.audit.models import Event
from core.lifecycle import registry
from core.lifecycle.comparing import standing_of
from core.lifecycle.decisions import decision_events, read_decisions
from core.lifecycle.fact_words import fact_rows
from core.lifecycle.trails import facts_of
from core.records import short_code
from dashboard.evidence.check import check_evidence
from policies.actions import edit_policy, settle_policy, submit_policy, withdraw_policy
from policies.calling import call_reviews
from policies.calls import carry_all
from policies.models import MediaPolicy, ReviewCall
from policies.states import PolicyState
from tests.factories import AT, ON
from tests.factories.approvals import OfficeWorld, again, an_office_world
from tests.factories.policies import a_version, kept, published

pytestmark = pytest.mark.django_db
S = PolicyState


@pytest.fixture
def world() -> OfficeWorld:
    return an_office_world()


def own_decision(world: OfficeWorld) -> MediaPolicy:
    """Have the account manager decide his own words."""
    policy = edit_policy(a_version(world=world), by=world.section_head, at=AT, timing="夜間")
    policy = submit_policy(policy, by=world.section_head, at=AT)
    return settle_policy(policy, by=world.section_head, at=AT, seen=policy.fingerprint(), knows_own=True)


def test_records_are_what_their_trail_says_through_a_whole_life(world: OfficeWorld) -> None:
    policy = kept(published(own_decision(world), world), world)
    call = call_reviews(by=world.policy_director, at=AT, cause="society", reason="理由", due_on=ON.replace(year=2027))
    carry_all(AT)
    found = standing_of([policy.stream, call.stream])
    assert {stream: (one.faults, one.differences) for stream, one in found.items()} == {
        policy.stream: ([], []),
        call.stream: ([], []),
    }


def test_auditors_list_names_what_was_decided_on_whose_words(world: OfficeWorld) -> None:
    policy = own_decision(world)
    of_policies = (
        decision_events().filter(move__startswith="policies.").select_related("person", "on_behalf_of", "unit", "facts")
    )
    (decision,) = read_decisions(list(of_policies))
    assert (decision.subject.title, decision.move.label) == (
        f"{policy.account.title}のメディアポリシー 第2版",
        "決定する",
    )
    assert (decision.self_settled, decision.code) == (True, short_code(policy.items_digest()))


def test_own_words_of_a_policy_are_no_finding(world: OfficeWorld) -> None:
    own_decision(world)
    assert [finding.sentence for finding in check_evidence().findings] == []


def test_forged_decision_is_a_difference(world: OfficeWorld) -> None:
    policy = a_version(S.SUBMITTED, world=world)
    MediaPolicy._base_manager.filter(pk=policy.pk).update(purpose="差し替えた目的")
    (difference,) = standing_of([policy.stream])[policy.stream].differences
    assert (difference.label, difference.stored) == ("① 目的", "差し替えた目的")


def test_index_of_the_registry_stays_what_the_records_give(world: OfficeWorld) -> None:
    for state in S:
        policy = a_version(state, world=world)
        assert differing(worked_out([policy.account_id])) == []


def test_what_events_tell_is_told_in_words(world: OfficeWorld) -> None:
    policy = withdraw_policy(a_version(world=world), by=world.staff, at=AT, given_up_for="署の都合")
    call = call_reviews(by=world.policy_director, at=AT, cause="society", reason="理由", due_on=ON.replace(year=2027))
    told = {record.stream: dict(_last_words(record)) for record in (policy, again(call))}
    assert told[policy.stream]["取り下げた理由"] == "署の都合"
    assert told[call.stream]["きっかけ"] == "社会の変化"
    assert told[call.stream]["求めた人"] == world.policy_director.person.name  # type: ignore[union-attr]


def _last_words(record: MediaPolicy | ReviewCall) -> list[tuple[str, str]]:
    event = Event.objects.filter(stream=record.stream).latest("number")
    return fact_rows(event, facts_of(event))


def test_answers_from_before_each_act_had_its_review_are_decisions_still() -> None:
    labels = ("policies.mediapolicy", "policies.policyreview", "approvals.changenotice", "approvals.noticereview")
    names = [f"{label}.{verb}" for label in labels for verb in ("confirm", "raise_objection")]
    assert [name for name in names if name not in registry.decisions()] == []

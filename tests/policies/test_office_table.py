"""Every office and every move of a version that a person makes: one literal table; what is not listed is refused.

`foreign` people hold their office in another department; `operator` operates the account and is of another section.
"""

from functools import partial
from typing import Any

import pytest

from core.deadlines.models import Obligation
from core.lifecycle.act import perform
from core.lifecycle.actor import SYSTEM, Actor
from core.lifecycle.errors import Denied
from core.lifecycle.moves import Move, allow
from core.reviews.states import ReviewState
from core.staff.offices import Office
from policies.actions import edit_policy
from policies.models import MediaPolicy, PolicyReview
from policies.moves import ANSWERS, KEEP, MOVES, PROPOSE, PUBLISH, RETURN, SETTLE
from policies.states import PolicyState
from tests.approvals.attempts import everybody, outcome
from tests.architecture.moves import moves_of
from tests.factories import AT, ON, an_appointment, the_actor
from tests.factories.approvals import OfficeWorld, a_deputy, again, an_account, an_office_world
from tests.factories.policies import REASON, a_policy_review, a_version

pytestmark = pytest.mark.django_db
WRITERS = {"staff", "section_head", "operator", "deputy"}
MANAGER = {"section_head", "deputy"}
"""The account manager and who deputises: what a deputy decides is reviewed later (`test_deputies`)."""
TABLE: dict[str, dict[str, set[str]]] = {
    "draft": {"propose": WRITERS, "withdraw": WRITERS},
    "submitted": {"pull_back": WRITERS, "settle": MANAGER, "give_back": MANAGER},
    "returned": {"propose": WRITERS, "withdraw": WRITERS},
    "approved": {"publish": WRITERS},
    "published": {"keep": MANAGER},
    "superseded": {},
    "withdrawn": {},
}
EFFECTS_ONLY = {"submit", "send_back", "approve", "supersede"}
"""Transitions that nobody makes: they follow from the request's decisions and from a later version."""


def sound(move: Move, by: Actor) -> dict[str, Any]:
    """Return facts that a move has nothing to say against."""
    facts: dict[str, Any] = {
        "decided_by": by.person,
        "decided_as": by.label,
        "decided_on": ON,
        "self_decided": False,
        "review_on": ON,
        "opinion": "理由",
        "published_on": ON,
        "reviewed_on": ON,
        "review_note": "理由",
    }
    return {name: facts[name] for name in move.takes if name in facts}


def attempt(policy: MediaPolicy, move: Move, by: Actor) -> str:
    """Try one move with sound facts, having seen the version as it stands."""
    seen = policy.fingerprint() if move.decides else None
    return outcome(lambda: perform(policy, move, by=by, at=AT, seen=seen, **sound(move, by)))


def people_and_version(state: str) -> tuple[dict[str, Actor], MediaPolicy]:
    """Return a version in a state and everybody who may try."""
    world = an_office_world()
    helper = the_actor(an_appointment(office=Office.STAFF, unit=world.foreign_section))
    assert world.staff.person is not None
    assert helper.person is not None
    pair = (world.staff.person, helper.person)
    rows = [{"person": one.pk, "access": "shared_password", "reason": "投稿"} for one in pair]
    account = an_account(world=world, operators=rows)
    people = everybody(world) | {"operator": helper, "deputy": a_deputy(world.section_head)}
    return people, a_version(PolicyState(state), world=world, account=account)


@pytest.mark.parametrize("state", list(TABLE))
def test_office_and_move(state: str) -> None:
    people, policy = people_and_version(state)
    done = {move.name: {who for who, by in people.items() if attempt(policy, move, by) == "done"} for move in MOVES}
    assert {name: who for name, who in done.items() if who} == TABLE[state]


@pytest.mark.parametrize("state", list(TABLE))
def test_button_shows_exactly_where_the_act_goes_through(state: str) -> None:
    people, policy = people_and_version(state)
    for move in MOVES:
        shown = {who for who, by in people.items() if move.why_not(policy, by, ON) is None}
        assert (move.name, shown) == (move.name, TABLE[state].get(move.name, set()))


def test_every_state_has_a_row_and_every_transition_is_tried_or_follows() -> None:
    assert set(TABLE) == {state.value for state in PolicyState}
    assert {move.name for move in MOVES} | EFFECTS_ONLY == set(moves_of(MediaPolicy))
    assert {name for name, move in moves_of(MediaPolicy).items() if move.check is allow} == EFFECTS_ONLY


def test_what_offices_decide_asks_for_a_recent_sign_in() -> None:
    assert [move.name for move in MOVES if move.asks_proof] == [move.name for move in (SETTLE, RETURN, KEEP)]
    assert all(move.asks_proof for move in ANSWERS)


def version_of(world: OfficeWorld) -> MediaPolicy:
    """Return a submitted version of a section."""
    return a_version(PolicyState.SUBMITTED, world=world)


def test_manager_of_another_section_and_the_clock_decide_nothing() -> None:
    world = an_office_world()
    policy = version_of(world)
    others = (world.foreign[Office.SECTION_HEAD], world.department_head, SYSTEM)
    assert [attempt(policy, SETTLE, by) for by in others] == ["denied"] * 3


@pytest.mark.parametrize("move", [PROPOSE, PUBLISH])
def test_deputy_of_another_office_is_refused(move: Move) -> None:
    world = an_office_world()
    state = {PROPOSE: PolicyState.DRAFT, PUBLISH: PolicyState.APPROVED}[move]
    policy = a_version(state, world=world)
    assert attempt(policy, move, a_deputy(world.policy_director)) == "denied"


def test_draft_is_edited_by_those_who_write_alone() -> None:
    people, policy = people_and_version("draft")
    given: dict[str, Any] = {"at": AT, "seen": policy.fingerprint(), "timing": "夜間"}
    answers = {who: outcome(partial(edit_policy, policy, by=by, **given)) for who, by in people.items()}
    assert {who for who, answer in answers.items() if answer == "done"} == WRITERS


NEEDED: dict[str, tuple[PolicyState, Move, str]] = {
    "return": (PolicyState.SUBMITTED, RETURN, "opinion"),
    "keep": (PolicyState.PUBLISHED, KEEP, "review_note"),
}


@pytest.mark.parametrize("given", ["", " \u3000", None])
@pytest.mark.parametrize("name", list(NEEDED))
def test_act_that_needs_words_is_refused_without_them(name: str, given: str | None) -> None:
    (state, move, field), world = NEEDED[name], an_office_world()
    policy = a_version(state, world=world)
    facts = sound(move, world.section_head) | {field: given}
    with pytest.raises(Denied) as refused:
        perform(policy, move, by=world.section_head, at=AT, seen=policy.fingerprint(), **facts)
    assert (refused.value.field, again(policy).state) == (field, state)


@pytest.mark.parametrize(
    ("state", "rule", "note"),
    [
        (PolicyState.SUBMITTED, "policies.decide", f"第2版 {REASON}"),
        (PolicyState.RETURNED, "policies.revise", "時間帯を書いてください。"),
        (PolicyState.APPROVED, "policies.publish", "第2版"),
    ],
)
def test_what_waits_says_which_version_and_leads_to_it(state: PolicyState, rule: str, note: str) -> None:
    policy = a_version(state)
    [duty] = Obligation.objects.open().filter(about=policy.account.stream, rule=rule)
    assert (duty.note, duty.link_name, duty.link_pk) == (note, "policies:policy_detail", policy.pk)


def test_long_reason_waits_as_far_as_there_is_room() -> None:
    policy = a_version(PolicyState.SUBMITTED, reason="あ" * 300)
    [duty] = Obligation.objects.open().filter(about=policy.account.stream, rule="policies.decide")
    assert duty.note == f"第2版 {'あ' * 300}"[:300]


@pytest.mark.parametrize("state", list(ReviewState))
def test_office_and_answer(state: ReviewState) -> None:
    world = an_office_world()
    waiting = a_policy_review(state, world=world)
    assert {move.name for move in ANSWERS} == set(moves_of(PolicyReview))
    people = everybody(world) | {"deputy": a_deputy(world.section_head)}
    for move in ANSWERS:
        shown = {who for who, by in people.items() if move.why_not(waiting, by, ON) is None}
        assert (move.name, shown) == (move.name, {"section_head"} if state == ReviewState.AWAITING else set())

"""Every office and every move a person makes: one literal table, tried with one person of each office.

There is a row for every state, and more where a state has several situations; what is not listed is refused.
`foreign` people hold their office in another department, `system` is the clock. City-wide offices exist once, so their
unit says nothing.
"""

from enum import StrEnum
from functools import partial

import pytest

from accounts.models import Account
from accounts.moves import REGISTER
from accounts.states import AccountState
from approvals.actions import read_step
from approvals.models import Filing, LaterReview, Request, Step
from approvals.moves.account import ABANDON, ACQUIRE, START
from approvals.moves.decision import CONSENT, DENY, PERMIT, RETURN
from approvals.moves.filing import FILE, RECEIVE
from approvals.moves.request import PULL_BACK, SUBMIT, WITHDRAW
from approvals.moves.review import CONFIRM, OBJECT
from approvals.moves.step import READ
from approvals.permissions import check_draft, check_edit
from approvals.states import FilingState, RequestState, StepKind, StepState
from core.lifecycle.moves import Move, allow
from core.records import Record
from core.reviews.states import ReviewState
from core.staff.offices import Office
from incidents.moves.suspension import REINSTATE, RENEW_SUSPENSION, SUSPEND
from tests.approvals.attempts import attempt, everybody, outcome
from tests.architecture.moves import moves_of
from tests.factories import AT, ON
from tests.factories.approvals import (
    OfficeWorld,
    a_deputy,
    a_filing,
    a_request,
    a_review,
    a_route_step,
    an_office_world,
    answering,
    decide,
    pending_step,
    step_at,
)
from tests.factories.notices import account_in

pytestmark = pytest.mark.django_db
MOVES_OF: dict[type[Record], tuple[Move, ...]] = {
    Request: (SUBMIT, PULL_BACK, WITHDRAW),
    Step: (CONSENT, PERMIT, RETURN, DENY, READ),
    Filing: (FILE, RECEIVE),
    LaterReview: (CONFIRM, OBJECT),
    Account: (ACQUIRE, START, ABANDON, REGISTER, SUSPEND, RENEW_SUSPENSION, REINSTATE),
}
EFFECTS_ONLY = {
    Request: {"approve", "deny", "send_back"},
    Step: {"activate", "lapse"},
    Account: {"authorise", "begin_closing", "resume", "resume_unstarted", "resume_suspended", "close", "retire"},
}
"""Transitions that nobody makes: they follow from other moves, and no page leads to them."""
SECTION = {"staff", "section_head"}
MANAGERS = {"section_head", "department_head"}
TABLE: dict[str, dict[str, set[str]]] = {
    "request draft": {"submit": SECTION, "withdraw": SECTION},
    "request submitted": {"pull_back": SECTION, "withdraw": SECTION},
    "request returned": {"submit": SECTION, "withdraw": SECTION},
    "request approved": {},
    "request denied": {},
    "request withdrawn": {},
    "step 1 consent": {"consent": {"section_head"}, "send_back": {"section_head"}},
    "step 2 joint": {"consent": {"foreign section_head"}, "send_back": {"foreign section_head"}},
    "step 3 permit": {name: {"department_head"} for name in ("permit", "send_back", "deny")},
    "step 4 permit": {name: {"policy_director"} for name in ("permit", "send_back", "deny")},
    "step 5 circulate": {"read": {"pr_section_head"}},
    "step of a foreign section": {"consent": {"foreign section_head"}, "send_back": {"foreign section_head"}},
    "step waiting": {},
    "step consented": {},
    "step approved": {},
    "step returned": {},
    "step denied": {},
    "step lapsed": {},
    "step read": {},
    "account planned": {},
    "account authorised": {"acquire": SECTION, "abandon": SECTION},
    "account acquired": {"start": {"section_head"}},
    "account active": {"suspend": MANAGERS},
    "account suspended": {"renew_suspension": MANAGERS, "reinstate": MANAGERS},
    "account closing": {"suspend": MANAGERS},
    "account closed": {},
    "account retired": {},
    "account abandoned": {},
    "filing due": {"file": SECTION},
    "filing filed": {"receive": {"general_affairs_director"}},
    "filing received": {},
    "review awaiting": {"confirm": {"section_head"}, "raise_objection": {"section_head"}},
    "review reviewed": {},
    "review objected": {},
}
STATES: dict[str, type[StrEnum]] = {
    "request": RequestState,
    "step": StepState,
    "account": AccountState,
    "filing": FilingState,
    "review": ReviewState,
}


def the_record(situation: str, world: OfficeWorld) -> Record:
    """Bring about one row of the table."""
    kind, _, state = situation.partition(" ")
    if kind == "request":
        return a_request(RequestState(state), world=world)
    if kind == "filing":
        return a_filing(FilingState(state), world=world)
    if kind == "account":
        return account_in(AccountState(state), world=world)
    if kind == "review":
        return a_review(ReviewState(state), world=world)
    if state in set(StepState):
        return a_settled_step(StepState(state), world)
    return the_step(state, world)


def the_step(state: str, world: OfficeWorld) -> Step:
    """Bring about a pending step of a route with joint consent and circulation."""
    if state == "of a foreign section":
        elsewhere = OfficeWorld(
            world.foreign_section.department,
            world.foreign_section,
            world.section,
            world.foreign,
            {},
            world.second_staff,
        )
        return pending_step(a_request(world=elsewhere))
    a_route_step(world.section, StepKind.JOINT, Office.SECTION_HEAD, world.foreign_section)
    a_route_step(world.section, StepKind.CIRCULATE, Office.PR_SECTION_HEAD, world.department)
    position = int(state.split(maxsplit=1)[0])
    request = a_request(world=world)
    while step_at(request, position).state == "waiting":
        step = pending_step(request)
        decide(request, PERMIT if step.kind == StepKind.PERMIT else CONSENT, answering(step, world))
    return step_at(request, position)


def a_settled_step(state: StepState, world: OfficeWorld) -> Step:
    """Bring about a step that does not wait for anybody, first of all or last of all."""
    head, department_head, circulated = 1, 2, 4
    ways: dict[StepState, tuple[RequestState, int]] = {
        StepState.WAITING: (RequestState.SUBMITTED, department_head),
        StepState.CONSENTED: (RequestState.APPROVED, head),
        StepState.APPROVED: (RequestState.APPROVED, department_head),
        StepState.RETURNED: (RequestState.RETURNED, head),
        StepState.DENIED: (RequestState.DENIED, department_head),
        StepState.LAPSED: (RequestState.WITHDRAWN, department_head),
        StepState.READ: (RequestState.APPROVED, circulated),
    }
    a_route_step(world.section, StepKind.CIRCULATE, Office.PR_SECTION_HEAD, world.department)
    at, position = ways[state]
    step = step_at(a_request(at, world=world), position)
    return read_step(step, by=world.people[Office.PR_SECTION_HEAD], at=AT) if state == StepState.READ else step


def expected_state(situation: str) -> str:
    """Return the state a row is about; a row that names none is about a step that waits for an answer."""
    kind, _, state = situation.partition(" ")
    return state if state in set(STATES[kind]) else StepState.PENDING.value


def test_every_state_of_every_record_has_a_row() -> None:
    rows: dict[str, set[str]] = {kind: set() for kind in STATES}
    for situation in TABLE:
        kind = situation.partition(" ")[0]
        rows[kind].add(expected_state(situation))
    assert rows == {kind: set(states) for kind, states in STATES.items()}


def test_every_transition_is_tried_or_follows_from_another() -> None:
    tried = {model: {move.name for move in moves} for model, moves in MOVES_OF.items()}
    listed = {model: names | EFFECTS_ONLY.get(model, set()) for model, names in tried.items()}
    assert listed == {model: set(moves_of(model)) for model in MOVES_OF}
    unchecked = {move.name for model in EFFECTS_ONLY for move in moves_of(model).values() if move.check is allow}
    assert unchecked == {name for names in EFFECTS_ONLY.values() for name in names}


@pytest.mark.parametrize("situation", list(TABLE))
def test_office_and_move(situation: str) -> None:
    world = an_office_world()
    record = the_record(situation, world)
    assert getattr(record, "state") == expected_state(situation)  # noqa: B009 - the base class has no state
    moves = MOVES_OF[type(record)]
    done = {
        move.name: {who for who, actor in everybody(world).items() if attempt(record, move, actor) == "done"}
        for move in moves
    }
    assert {name: people for name, people in done.items() if people} == TABLE[situation]


@pytest.mark.parametrize("situation", list(TABLE))
def test_button_shows_exactly_where_the_act_goes_through(situation: str) -> None:
    world = an_office_world()
    record = the_record(situation, world)
    for move in MOVES_OF[type(record)]:
        for who, actor in everybody(world).items():
            shown = move.why_not(record, actor, ON) is None
            assert (who, shown) == (who, attempt(record, move, actor) == "done")


def test_drafting_and_editing_by_office() -> None:
    world = an_office_world()
    draft = a_request(RequestState.DRAFT, world=world)
    people = everybody(world)
    may_draft = {who for who, by in people.items() if outcome(partial(check_draft, world.section, by, ON)) == "done"}
    may_edit = {who for who, by in people.items() if outcome(partial(check_edit, draft, by, ON)) == "done"}
    assert (may_draft, may_edit) == (SECTION, SECTION)


def test_those_who_only_look_after_the_system_decide_nothing() -> None:
    decided_by = {who for rows in TABLE.values() for people in rows.values() for who in people}
    assert decided_by & {"administrator", "auditor", "personnel_officer", "records_officer", "system"} == set()


DEPUTIES: list[tuple[str, Office, Move]] = [
    ("step 1 consent", Office.SECTION_HEAD, CONSENT),
    ("step 3 permit", Office.DEPARTMENT_HEAD, PERMIT),
    ("step 4 permit", Office.POLICY_DIRECTOR, DENY),
    ("step 5 circulate", Office.PR_SECTION_HEAD, READ),
    ("account acquired", Office.SECTION_HEAD, START),
    ("filing filed", Office.GENERAL_AFFAIRS_DIRECTOR, RECEIVE),
]


@pytest.mark.parametrize(("situation", "office", "move"), DEPUTIES)
def test_a_deputy_acts_within_the_period_only(situation: str, office: Office, move: Move) -> None:
    world = an_office_world()
    record = the_record(situation, world)
    deputy = a_deputy(world.people[office], ON, ON)
    day_after = AT.replace(day=AT.day + 1)
    assert (attempt(record, move, deputy), attempt(record, move, deputy, day_after)) == ("done", "denied")


@pytest.mark.parametrize("office", [Office.STAFF, Office.DEPARTMENT_HEAD, Office.POLICY_DIRECTOR, Office.ADMINISTRATOR])
def test_a_deputy_of_another_office_is_refused(office: Office) -> None:
    world = an_office_world()
    step = pending_step(a_request(world=world))
    assert attempt(step, CONSENT, a_deputy(world.people[office])) == "denied"


def test_a_deputy_does_not_review_his_own_decision() -> None:
    world = an_office_world()
    review = a_review(world=world)
    assert attempt(review, CONFIRM, a_deputy(world.section_head)) == "denied"

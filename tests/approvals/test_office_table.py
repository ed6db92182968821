"""Every office and every move a person makes: one literal table, tried with one person of each office.

Each row is a record in a state in which the move is possible; what is not listed is refused. `foreign` people hold
their office in another department, `system` is the clock. City-wide offices exist once, so their unit says nothing.
"""

from functools import partial

import pytest

from accounts.states import AccountState
from approvals.models import Filing, LaterReview, Request, Step
from approvals.moves.account import ACQUIRE, START
from approvals.moves.decision import CONSENT, DENY, PERMIT, RETURN
from approvals.moves.filing import FILE, RECEIVE
from approvals.moves.request import PULL_BACK, SUBMIT, WITHDRAW
from approvals.moves.review import CONFIRM, OBJECT
from approvals.moves.step import READ
from approvals.permissions import check_draft, check_edit
from approvals.states import FilingState, RequestState, StepKind
from core.lifecycle.moves import Move
from core.records import Record
from core.staff.offices import Office
from tests.approvals.attempts import attempt, everybody, outcome
from tests.factories import AT, ON
from tests.factories.approvals import (
    OfficeWorld,
    a_deputy,
    a_filing,
    a_request,
    a_review,
    a_route_step,
    an_account,
    an_office_world,
    answering,
    decide,
    pending_step,
    step_at,
)

pytestmark = pytest.mark.django_db
MOVES_OF: dict[type[Record], tuple[Move, ...]] = {
    Request: (SUBMIT, PULL_BACK, WITHDRAW),
    Step: (CONSENT, PERMIT, RETURN, DENY, READ),
    Filing: (FILE, RECEIVE),
    LaterReview: (CONFIRM, OBJECT),
}
SECTION = {"staff", "section_head"}
TABLE: dict[str, dict[str, set[str]]] = {
    "request draft": {"submit": SECTION, "withdraw": SECTION},
    "request submitted": {"pull_back": SECTION, "withdraw": SECTION},
    "request returned": {"submit": SECTION, "withdraw": SECTION},
    "request approved": {},
    "step 1 consent": {"consent": {"section_head"}, "send_back": {"section_head"}},
    "step 2 joint": {"consent": {"foreign section_head"}, "send_back": {"foreign section_head"}},
    "step 3 permit": {name: {"department_head"} for name in ("permit", "send_back", "deny")},
    "step 4 permit": {name: {"policy_director"} for name in ("permit", "send_back", "deny")},
    "step 5 circulate": {"read": {"pr_section_head"}},
    "step of a foreign section": {"consent": {"foreign section_head"}, "send_back": {"foreign section_head"}},
    "account authorised": {"acquire": SECTION},
    "account acquired": {"start": {"section_head"}},
    "filing due": {"file": SECTION},
    "filing filed": {"receive": {"general_affairs_director"}},
    "later review of the section head": {"confirm": {"section_head"}, "raise_objection": {"section_head"}},
}


def the_record(situation: str, world: OfficeWorld) -> Record:
    """Bring about one row of the table."""
    kind, _, state = situation.partition(" ")
    if kind == "request":
        return a_request(RequestState(state), world=world)
    if kind == "filing":
        return a_filing(FilingState(state), world=world)
    if kind == "account":
        return an_account(AccountState(state), world=world)
    if kind == "later":
        return a_review(world=world)
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


@pytest.mark.parametrize("situation", list(TABLE))
def test_office_and_move(situation: str) -> None:
    world = an_office_world()
    record = the_record(situation, world)
    moves = MOVES_OF.get(type(record)) or (ACQUIRE, START)
    done = {
        move.name: {who for who, actor in everybody(world).items() if attempt(record, move, actor) == "done"}
        for move in moves
    }
    assert {name: people for name, people in done.items() if people} == TABLE[situation]


@pytest.mark.parametrize("situation", list(TABLE))
def test_button_shows_exactly_where_the_act_goes_through(situation: str) -> None:
    world = an_office_world()
    record = the_record(situation, world)
    for move in MOVES_OF.get(type(record)) or (ACQUIRE, START):
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

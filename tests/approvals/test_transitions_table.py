"""Every state of every record and the transitions that may leave it; what is not listed is refused."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django_fsm import can_proceed

from accounts.models import Account
from accounts.states import AccountState
from approvals.actions import read_step
from approvals.consultations.states import ConsultationState
from approvals.handovers.states import HandOverState
from approvals.models import (
    ChangeNotice,
    Consultation,
    Filing,
    HandOver,
    HandOverReview,
    LaterReview,
    NoticeReview,
    Request,
    Step,
)
from approvals.notices.states import NoticeState
from approvals.states import FilingState, RequestState, StepKind, StepState
from core.deadlines.feeds import feed_of, open_feed
from core.deadlines.models import CalendarFeed, Obligation
from core.deadlines.moves import FULFIL, LAPSE_FEED, REVOKE_FEED, VOID, WAIVE
from core.deadlines.states import FeedState, ObligationState
from core.lifecycle.act import perform
from core.lifecycle.actor import SYSTEM
from core.lifecycle.errors import Conflict
from core.people.passwords import ask_password, confirm_password, decline_password
from core.records import Record
from core.retention.models import Disposal
from core.retention.states import DisposalState
from core.reviews.states import ReviewState
from core.rulebook.models import Version
from core.rulebook.states import VersionState
from core.staff.models import Appointment, Deputyship, PasswordIssue
from core.staff.offices import Office
from core.staff.states import AppointmentState, PasswordIssueState
from incidents.actions import dismiss_incident
from incidents.models import Incident, Statement, Task
from incidents.states import IncidentState, StatementState, TaskState
from policies.calling import call_reviews, end_call
from policies.models import MediaPolicy, PolicyReview, ReviewCall
from policies.states import PolicyState
from publications.imitations.actions import end_imitation
from publications.imitations.states import ImitationState
from publications.models import Imitation, Publication
from publications.posting.states import PublicationState
from tests.architecture.moves import moves_of, records
from tests.factories import AT, ON, a_deputyship, a_version, an_actor, an_appointment, an_obligation, everything
from tests.factories.approvals import (
    a_filing,
    a_request,
    a_review,
    a_route_step,
    an_office_world,
    step_at,
)
from tests.factories.consultations import a_consultation
from tests.factories.hand_overs import a_hand_over, a_hand_over_review
from tests.factories.incidents import a_statement, an_incident
from tests.factories.notices import a_notice, a_notice_review, account_in
from tests.factories.policies import a_policy_review
from tests.factories.policies import a_version as a_policy_version
from tests.factories.publications import a_publication
from tests.factories.retention import a_disposal
from tests.publications.citizens import an_imitation, keeper

pytestmark = pytest.mark.django_db
REVIEWED_LATER: dict[str, set[str]] = {
    "awaiting": {"confirm", "raise_objection"},
    "reviewed": set(),
    "objected": set(),
}

TABLE: dict[type[Record], dict[str, set[str]]] = {
    Request: {
        "draft": {"submit", "withdraw"},
        "submitted": {"pull_back", "send_back", "approve", "deny", "withdraw"},
        "returned": {"submit", "withdraw"},
        "approved": set(),
        "denied": set(),
        "withdrawn": set(),
    },
    Step: {
        "waiting": {"activate", "lapse"},
        "pending": {"consent", "permit", "send_back", "deny", "read", "lapse"},
        "consented": set(),
        "approved": set(),
        "returned": set(),
        "denied": set(),
        "read": set(),
        "lapsed": set(),
    },
    Filing: {"due": {"file"}, "filed": {"receive"}, "received": set()},
    Account: {
        "planned": {"authorise", "abandon", "register"},
        "authorised": {"acquire", "abandon"},
        "acquired": {"start", "begin_closing", "close"},
        "active": {"begin_closing", "close", "suspend"},
        "suspended": {"renew_suspension", "reinstate", "begin_closing", "close"},
        "closing": {"resume", "close", "suspend"},
        "closed": {"retire"},
        "retired": set(),
        "abandoned": set(),
    },
    ChangeNotice: {
        "draft": {"submit", "cancel", "lapse"},
        "submitted": {"pull_back", "give_back", "settle", "cancel", "lapse"},
        "returned": {"submit", "cancel", "lapse"},
        "settled": {"file", "effect", "reschedule", "deviate", "cancel", "lapse"},
        "filed": {"announce", "effect", "reschedule", "redate", "deviate", "cancel", "lapse"},
        "announced": {"effect", "reschedule", "redate", "deviate", "cancel", "lapse"},
        "effected": {"complete"},
        "completed": set(),
        "cancelled": set(),
    },
    MediaPolicy: {
        "draft": {"submit", "propose", "withdraw"},
        "submitted": {"approve", "send_back", "settle", "give_back", "pull_back"},
        "returned": {"submit", "propose", "withdraw"},
        "approved": {"publish", "supersede"},
        "published": {"supersede", "keep"},
        "superseded": set(),
        "withdrawn": set(),
    },
    Publication: {
        "required": {"post", "remove", "take_back"},
        "posted": {"renew", "confirm_missing", "remove_early", "remove", "take_back"},
        "missing": {"renew", "found_again", "remove_early", "remove", "take_back"},
        "removed_early": {"put_back", "remove", "take_back"},
        "removed": set(),
    },
    Consultation: {"asked": {"answer", "withdraw"}, "answered": {"close"}, "closed": set(), "withdrawn": set()},
    HandOver: {
        "draft": {"settle", "withdraw"},
        "settled": {"accept", "decline", "withdraw"},
        "accepted": set(),
        "declined": set(),
        "withdrawn": set(),
    },
    **dict.fromkeys((LaterReview, NoticeReview, HandOverReview, PolicyReview), REVIEWED_LATER),
    Imitation: {"warned": {"end"}, "ended": set()},
    Incident: {
        "reported": {"acknowledge", "attribute", "dismiss", "merge"},
        "acknowledged": {"respond", "retype", "attribute", "contain", "dismiss", "merge"},
        "responding": {"retype", "attribute", "contain", "dismiss", "merge"},
        "contained": {"close", "reopen"},
        "closed": {"reopen"},
        "dismissed": set(),
        "merged": set(),
    },
    Statement: {
        "drafted": {"approve", "drop"},
        "approved": {"release", "drop"},
        "released": set(),
        "dropped": set(),
    },
    Task: {
        "listed": {"owe", "ask", "drop"},
        "judging": {"need", "skip", "drop"},
        "owed": {"do", "drop"},
        "done": set(),
        "unneeded": set(),
        "void": set(),
    },
    ReviewCall: {"standing": {"end"}, "ended": set()},
    CalendarFeed: {"live": {"revoke", "lapse"}, "revoked": set(), "lapsed": set()},
    Obligation: {"open": {"fulfil", "void", "waive"}, "fulfilled": set(), "void": set(), "waived": set()},
    Appointment: {"proposed": {"confirm", "decline"}, "confirmed": {"revoke"}, "declined": set()},
    Deputyship: {"proposed": {"confirm", "decline"}, "confirmed": {"revoke"}, "declined": set()},
    PasswordIssue: {"requested": {"issue", "decline"}, "issued": set(), "declined": set()},
    Disposal: {
        "requested": {"permit", "decline", "withdraw"},
        "permitted": {"carry_out", "withdraw"},
        "carried_out": set(),
        "declined": set(),
        "withdrawn": set(),
    },
    Version: {"draft": {"adopt"}, "adopted": set()},
}


def a_step(state: str) -> Step:
    """Bring a step to a state by what happens to its request."""
    world = an_office_world()
    head, department_head, circulated = 1, 2, 4
    a_route_step(world.section, StepKind.CIRCULATE, Office.PR_SECTION_HEAD, world.department)
    ways: dict[str, tuple[RequestState, int]] = {
        StepState.WAITING: (RequestState.SUBMITTED, department_head),
        StepState.PENDING: (RequestState.SUBMITTED, head),
        StepState.CONSENTED: (RequestState.APPROVED, head),
        StepState.APPROVED: (RequestState.APPROVED, department_head),
        StepState.RETURNED: (RequestState.RETURNED, head),
        StepState.DENIED: (RequestState.DENIED, department_head),
        StepState.LAPSED: (RequestState.WITHDRAWN, department_head),
        StepState.READ: (RequestState.APPROVED, circulated),
    }
    at, position = ways[state]
    step = step_at(a_request(at, world=world), position)
    if state == StepState.READ:
        read_by = world.people[Office.PR_SECTION_HEAD]
        step = read_step(step, by=read_by, at=AT)
    return step


def an_ended_obligation(state: str) -> Obligation:
    """Open a duty and end it."""
    opened = an_obligation()
    if state == ObligationState.OPEN:
        return opened
    if state == ObligationState.WAIVED:
        assert opened.debtor_unit is not None
        above = an_actor(Office.DEPARTMENT_HEAD, opened.debtor_unit.department)
        return perform(opened, WAIVE, by=above, at=AT, ended_on=ON, waive_reason="災害のため")
    return perform(opened, FULFIL if state == ObligationState.FULFILLED else VOID, by=SYSTEM, at=AT, ended_on=ON)


def a_feed(state: str) -> Record:
    """Make a person a calendar address, and end it as the owner or because the owner leaves."""
    by = an_actor()
    assert by.person is not None
    open_feed(by=by, at=AT)
    feed = feed_of(by.person)
    assert feed is not None
    move = {FeedState.REVOKED: REVOKE_FEED, FeedState.LAPSED: LAPSE_FEED}.get(FeedState(state))
    return perform(feed, move, by=by, at=AT, ended_on=ON) if move else feed


def a_password_issue(state: str) -> PasswordIssue:
    """Ask for a password and settle the request."""
    asked = ask_password(an_appointment(office=Office.AUDITOR).person, by=an_actor(Office.ADMINISTRATOR), at=AT)
    second = an_actor(Office.PERSONNEL_OFFICER)
    if state == PasswordIssueState.ISSUED:
        confirm_password(asked, by=second, at=AT, seen=asked.fingerprint())
    elif state == PasswordIssueState.DECLINED:
        decline_password(asked, by=second, at=AT, reason="不要", seen=asked.fingerprint())
    return PasswordIssue.objects.get(pk=asked.pk)


def an_imitation_in(state: str) -> Record:
    """Warn of an imitation, and end the warning when asked for that."""
    world = an_office_world()
    warned = an_imitation(world)
    if state == ImitationState.WARNED:
        return warned
    return end_imitation(warned, by=keeper(world), at=AT, reason="削除されました。", seen=warned.fingerprint())


def a_statement_in(state: str) -> Statement:
    """Draft a statement about an incident and bring it to a state."""
    world = an_office_world()
    return a_statement(an_incident(world=world), world, StatementState(state))


def an_incident_task(state: str) -> Task:
    """Return a task of an incident that was worked on, or of one that was a false alarm."""
    ended = {TaskState.DONE: IncidentState.CONTAINED, TaskState.UNNEEDED: IncidentState.CONTAINED}
    incident = an_incident(ended.get(TaskState(state), IncidentState.ACKNOWLEDGED))
    if state == TaskState.VOID:
        head = an_actor(Office.SECTION_HEAD, incident.section)
        dismiss_incident(incident, by=head, at=AT, dismissed_for="本物でした。")
    return incident.tasks.filter(state=state).earliest("position")


def a_call(state: str) -> Record:
    """Call for the review of all policies, and end that."""
    by, reason = an_office_world().policy_director, "改正に合わせるため"
    call = call_reviews(by=by, at=AT, cause="guideline", reason=reason, due_on=ON + timedelta(days=30))
    if state == "standing":
        return call
    return end_call(call, by=by, at=AT, end_reason="取り違えたため", seen=call.fingerprint())


MAKERS: dict[type[Record], Callable[[str], Record]] = {
    Request: lambda state: a_request(RequestState(state)),
    Step: a_step,
    LaterReview: lambda state: a_review(ReviewState(state)),
    Filing: lambda state: a_filing(FilingState(state)),
    Account: lambda state: account_in(AccountState(state)),
    ChangeNotice: lambda state: a_notice(NoticeState(state)),
    NoticeReview: lambda state: a_notice_review(ReviewState(state)),
    MediaPolicy: lambda state: a_policy_version(PolicyState(state)),
    PolicyReview: lambda state: a_policy_review(ReviewState(state)),
    Publication: lambda state: a_publication(PublicationState(state)),
    Consultation: lambda state: a_consultation(ConsultationState(state)),
    HandOver: lambda state: a_hand_over(HandOverState(state)),
    HandOverReview: lambda state: a_hand_over_review(ReviewState(state)),
    Imitation: an_imitation_in,
    Incident: lambda state: an_incident(IncidentState(state)),
    Statement: a_statement_in,
    Task: an_incident_task,
    ReviewCall: a_call,
    CalendarFeed: a_feed,
    Obligation: an_ended_obligation,
    Appointment: lambda state: an_appointment(state=AppointmentState(state)),
    Deputyship: lambda state: a_deputyship(state=AppointmentState(state)),
    PasswordIssue: a_password_issue,
    Disposal: lambda state: a_disposal(DisposalState(state)),
    Version: lambda state: a_version(adopted=state == VersionState.ADOPTED),
}
BESIDE: dict[type[Record], set[str]] = {
    Consultation: {"confirm", "raise_objection"},
    Account: {"resume_unstarted", "resume_suspended"},
    Incident: {"follow_up"},
}
"""Moves that no state opens alone: the later review of what a deputy answered; a closure of what never began,
or is suspended; measures after an incident, where some were promised by a day."""
CASES = [pytest.param(model, state, id=f"{model.__name__}-{state}") for model in TABLE for state in TABLE[model]]


def states_of(model: type[Record]) -> set[str]:
    """Return the states a model's machine knows."""
    choices: Any = next(field for field in model._meta.concrete_fields if field.name == "state").choices
    return {str(value) for value, _ in choices}


def test_the_table_holds_every_record_every_state_and_every_transition() -> None:
    assert set(TABLE) == set(records())
    assert {model: set(rows) for model, rows in TABLE.items()} == {model: states_of(model) for model in TABLE}
    listed = {model: set().union(*rows.values()) for model, rows in TABLE.items()}
    assert listed == {model: set(moves_of(model)) - BESIDE.get(model, set()) for model in TABLE}


@pytest.mark.parametrize(("model", "state"), CASES)
def test_state_and_its_transitions(model: type[Record], state: str) -> None:
    record = MAKERS[model](state)
    assert getattr(record, "state") == state  # noqa: B009 - the base class has no state
    table = moves_of(model)
    assert {name for name in table if can_proceed(getattr(record, name))} == TABLE[model][state]
    before = everything()
    for name in sorted(set(table) - TABLE[model][state]):
        with pytest.raises(Conflict):
            perform(record, table[name], by=SYSTEM, at=AT, seen=record.fingerprint())
    assert everything() == before

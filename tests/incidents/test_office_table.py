"""Every office and every move of an incident that a person makes: one literal table; what is not listed is refused.

`foreign` people hold their office in another department; `reporter` and `helper` are staff there: one reported the
problem, the other was let in. `operator` operates the account from another section.
"""

from typing import Any

import pytest

from core.lifecycle.act import perform
from core.lifecycle.actor import Actor
from core.lifecycle.moves import Move, allow
from core.staff.offices import Office
from incidents.actions import close_incident, do_task, judge_task, retype_incident
from incidents.course import add_member
from incidents.models import Incident, Statement, Task
from incidents.moves.account import ATTRIBUTE
from incidents.moves.incident import ACKNOWLEDGE, CLOSE, CONTAIN, DISMISS, FOLLOW_UP, MERGE, REOPEN
from incidents.moves.kinds import RETYPE
from incidents.moves.statement import APPROVE, DROP_STATEMENT, RELEASE
from incidents.moves.task import DO, NEED, SKIP
from incidents.states import IncidentKind, IncidentState, StatementState, TaskState
from incidents.watching import watch
from tests.approvals.attempts import everybody, outcome
from tests.architecture.moves import moves_of
from tests.factories import AT, ON, an_appointment, the_actor
from tests.factories.approvals import a_deputy, again, an_account, an_office_world
from tests.factories.incidents import a_statement, an_incident, finish_all, task_of

pytestmark = pytest.mark.django_db
S, T, K = IncidentState, StatementState, IncidentKind
MANAGER = {"section_head", "deputy"}
LEADERS = MANAGER | {"department_head", "pr_section_head"}
SECTION = LEADERS | {"staff"}
WORKERS = SECTION | {"helper"}
PART = WORKERS | {"reporter"}
ENDS = {"attribute": LEADERS, "dismiss": LEADERS, "merge": LEADERS}
INCIDENT: dict[str, dict[str, set[str]]] = {
    "reported": {"acknowledge": LEADERS, **ENDS},
    "late": {"acknowledge": LEADERS | {"general_affairs_director"}, **ENDS},
    "acknowledged": {"retype": LEADERS, **ENDS},
    "responding": {"retype": LEADERS, **ENDS},
    "done": {"retype": LEADERS, "contain": LEADERS, **ENDS},
    "contained": {"close": LEADERS, "reopen": LEADERS},
    "closed": {"reopen": LEADERS},
    "promised": {"reopen": LEADERS, "follow_up": LEADERS},
    "dismissed": {},
    "merged": {},
}
"""By state; `late`: told to the offices above; `done`: no task waits; `promised`: measures are due."""
TASK: dict[str, dict[str, set[str]]] = {
    "announce": {"need": LEADERS, "skip": LEADERS},
    "bodies": {"need": {"pr_section_head"}, "skip": {"pr_section_head"}},
    "delete": {"do": WORKERS},
    "needed bodies": {"do": LEADERS | {"helper"}},
    "calm": {},
    "done": {},
    "unneeded": {},
    "void": {},
}
"""By task: one that the manager judges, one that ふるさと発信課長 judges, one that is owed to each; what has ended."""
STATEMENT: dict[str, dict[str, set[str]]] = {
    "drafted": {"approve": MANAGER, "drop": PART},
    "approved": {"release": PART, "drop": MANAGER},
    "released": {},
    "dropped": {},
}
INCIDENT_MOVES = (ACKNOWLEDGE, RETYPE, ATTRIBUTE, CONTAIN, CLOSE, FOLLOW_UP, REOPEN, DISMISS, MERGE)
TASK_MOVES = (NEED, SKIP, DO)
STATEMENT_MOVES = (APPROVE, RELEASE, DROP_STATEMENT)
FOLLOW = {"respond", "owe", "ask"}
"""Transitions that nobody makes: they follow from what is done about the tasks, as does the end of a task."""
Record = Incident | Task | Statement
WORDS: dict[str, Any] = {
    "contained_words": "消えた。",
    "causes": "原因",
    "measures": "対策",
    "measures_done": "した",
    "dismissed_for": "本物",
    "unneeded_for": "知られている",
    "needed_for": "問い合わせが多い",
    "result": "求めた",
    "released_where": "https://x.com/1",
    "dropped_for": "不要",
    "reason": "理由",
    "kind": "falsehood",
    "kind_before": "impersonation",
    "account": None,
    "section": None,
    "section_before": None,
    "was_reason": False,
    "from_to": "アカウント:A → B",
    "next": "last",
}
"""Words that no move has anything to say against."""
GIVEN = ("reason", "kind_before", "account_before", "section_before", "was_reason", "from_to", "next")
"""Facts that no transition takes."""
INSTANTS = (
    *("acknowledged_at", "review_at", "contained_at", "closed_at"),
    *("needed_at", "ended_at", "decided_at", "released_at"),
)


def sound(move: Move, by: Actor, other: Incident) -> dict[str, Any]:
    """Return facts that a move has nothing to say against."""
    facts = {**WORDS, **dict.fromkeys(INSTANTS, AT), "ended_on": ON, "merged_into": other}
    facts |= {"account_before": other.account}
    facts |= {f"{done}_by": by.person for done in ("acknowledged", "needed", "ended", "decided")}
    facts |= {f"{done}_as": by.label for done in ("acknowledged", "needed", "ended", "decided")}
    return {name: facts[name] for name in (*move.takes, *GIVEN) if name in facts}


class Tried:
    """A problem with everybody who may try something about it."""

    def __init__(self) -> None:
        self.world = world = an_office_world()
        staff = [the_actor(an_appointment(office=Office.STAFF, unit=world.foreign_section)) for _ in range(3)]
        self.reporter, self.helper, operator = staff
        both = _people(world.staff, operator)
        rows = [{"person": one.pk, "access": "shared_password", "reason": "投稿"} for one in both]
        self.account = an_account(world=world, operators=rows)
        named = {"reporter": self.reporter, "helper": self.helper, "operator": operator}
        self.people = everybody(world) | named | {"deputy": a_deputy(world.section_head, ON, ON)}
        self.other = an_incident(world=world, account=self.account)

    def incident(self, at: IncidentState, **values: Any) -> Incident:
        """Report as the reporter, let the helper in, and bring it to a state."""
        made = an_incident(at, world=self.world, account=self.account, by=self.reporter, **values)
        if at not in {S.DISMISSED, S.MERGED, S.CLOSED}:
            [person] = _people(self.helper)
            add_member(made, by=self.world.section_head, at=AT, person=person, role="調査")
        return made

    def done_by(self, record: Record, moves: tuple[Move, ...]) -> dict[str, set[str]]:
        """Return by each move who can make it."""
        found = {}
        for move in moves:
            found[move.name] = {who for who, by in self.people.items() if self.attempt(record, move, by)}
        return {name: who for name, who in found.items() if who}

    def attempt(self, record: Record, move: Move, by: Actor) -> bool:
        """Tell whether a move goes through with sound facts, having seen the record as it stands."""
        seen = record.fingerprint() if move.decides else None
        facts = sound(move, by, self.other)
        return outcome(lambda: perform(record, move, by=by, at=AT, seen=seen, **facts)) == "done"

    def offered(self, record: Record, moves: tuple[Move, ...]) -> dict[str, set[str]]:
        """Return by each move who is shown its button."""
        found = {
            move.name: {who for who, by in self.people.items() if move.why_not(again(record), by, ON) is None}
            for move in moves
        }
        return {name: who for name, who in found.items() if who}


def _people(*actors: Actor) -> list[Any]:
    return [actor.person for actor in actors]


def an_incident_at(tried: Tried, state: str) -> Incident:
    """Return a problem in a state of the table."""
    if state == "late":
        made = tried.incident(S.REPORTED)
        watch(made.acknowledge_by)
        return again(made)
    if state == "done":
        made = tried.incident(S.RESPONDING)
        finish_all(made, tried.world.section_head)
        return again(made)
    if state == "promised":
        made = tried.incident(S.CONTAINED)
        given: dict[str, Any] = {"causes": "原因", "measures": "対策", "measures_due_on": ON}
        return close_incident(made, by=tried.world.section_head, at=AT, **given)
    return tried.incident(S(state))


@pytest.mark.parametrize("state", list(INCIDENT))
def test_office_and_move_of_an_incident(state: str) -> None:
    tried = Tried()
    incident = an_incident_at(tried, state)
    assert tried.done_by(incident, INCIDENT_MOVES) == INCIDENT[state]
    shown = {**INCIDENT[state], **({"contain": LEADERS} if state in {"acknowledged", "responding"} else {})}
    assert tried.offered(incident, INCIDENT_MOVES) == shown


def a_task_at(tried: Tried, name: str) -> Task:
    """Return a task of the table."""
    incident, head = tried.incident(S.ACKNOWLEDGED), tried.world.section_head
    if name == "needed bodies":
        return judge_task(task_of(incident, "bodies"), by=tried.people["pr_section_head"], at=AT, is_needed=True)
    if name == "done":
        return do_task(task_of(incident, "delete"), by=head, at=AT, result="求めた")
    if name == "unneeded":
        return judge_task(task_of(incident, "announce"), by=head, at=AT, is_needed=False, reason="知られている")
    if name == "void":
        retype_incident(incident, by=head, at=AT, seen=incident.fingerprint(), kind="falsehood", reason="理由")
        return task_of(incident, "delete")
    return task_of(incident, name)


@pytest.mark.parametrize("name", list(TASK))
def test_office_and_move_of_a_task(name: str) -> None:
    tried = Tried()
    task = a_task_at(tried, name)
    assert tried.done_by(task, TASK_MOVES) == TASK[name]
    assert tried.offered(task, TASK_MOVES) == TASK[name]


@pytest.mark.parametrize("state", list(STATEMENT))
def test_office_and_move_of_a_statement(state: str) -> None:
    tried = Tried()
    statement = a_statement(tried.incident(S.ACKNOWLEDGED), tried.world, T(state))
    assert tried.done_by(statement, STATEMENT_MOVES) == STATEMENT[state]
    assert tried.offered(statement, STATEMENT_MOVES) == STATEMENT[state]


@pytest.mark.parametrize("state", [S.CONTAINED, S.CLOSED, S.DISMISSED, S.MERGED])
def test_no_task_goes_on_once_the_problem_is_over(state: IncidentState) -> None:
    tried = Tried()
    incident = tried.incident(state)
    assert [tried.done_by(task, TASK_MOVES) for task in incident.tasks.all()] == [{}] * incident.tasks.count()


def test_every_state_has_a_row_and_every_transition_is_tried_or_follows() -> None:
    assert set(INCIDENT) - {"late", "done", "promised"} == {state.value for state in S}
    assert set(STATEMENT) == {state.value for state in T}
    assert {state.value for state in TaskState} == {"listed", "judging", "owed", "done", "unneeded", "void"}
    named = {move.name for move in (*INCIDENT_MOVES, *TASK_MOVES, *STATEMENT_MOVES)} | FOLLOW | {"drop"}
    made = {name: move for model in (Incident, Task, Statement) for name, move in moves_of(model).items()}
    assert set(made) == named
    assert {name for name, move in made.items() if move.check is allow} == FOLLOW
    assert moves_of(Task)["drop"].check is allow

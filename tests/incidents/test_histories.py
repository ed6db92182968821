"""Random histories of problems of two accounts and of none: every act goes through exactly when a small model says so.

The model (`problem_model`) knows of each problem its state and kind, the tasks, the statements and the password that a
hijack asks for. Whatever happens: what waits is what the model says, nobody outside the circle of a leak sees it, what
was recorded stays recorded, and every duty has one cause and one end.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from core.deadlines.models import Obligation
from core.records import Record
from core.staff.offices import Office
from incidents import actions, statements
from incidents.access import do_with_password
from incidents.attributing import attribute_incident
from incidents.models import Incident, Statement, Task
from incidents.permissions import visible_to
from tests.factories import AT, ON
from tests.factories.approvals import a_deputy, an_account, an_office_world
from tests.factories.incidents import REPORT
from tests.histories import run
from tests.incidents.password_histories import Passwords
from tests.incidents.problem_model import (
    MANAGERS,
    NOWHERE,
    OURS,
    OVER,
    RECURS,
    SECTION,
    THEIRS,
    UNDER_WAY,
    UNSAID,
    WORKED_ON,
    OneTask,
    Problem,
)
from tests.services import drills

pytestmark = pytest.mark.django_db

FOREIGN = {"foreign head", "foreign staff"}
PEOPLE = sorted({"head", "deputy", "department head", "pr head", "staff", "director", "auditor"} | FOREIGN)
OFTEN = ["head", "head", "pr head", "pr head", "director", "staff"]
"""Who is asked more often, so that histories get far."""
PLACES = [OURS, OURS, THEIRS, NOWHERE]
ACTS = ["report", "acknowledge", "retype", "attribute", "contain", "close", "follow up", "reopen", "dismiss", "merge"]
ACTS += ["judge", "do", "draft", "approve", "release", "drop", "change password"]
OFTEN_DONE = ["acknowledge", *(["judge", "do"] * 6), "contain", "close", "retype"]
KINDS = ["impersonation", "flaming", "leak", "hijack", "hijack", "other"]


class Problems(Passwords):
    """Problems of accounts of two sections and of none, everybody who may meet them, the model of what must happen."""

    sections: dict[str, int | None]

    @initialize(kind=st.sampled_from(KINDS))
    def begin(self, kind: str) -> None:
        self.begin_empty()
        self.report("staff", kind, OURS)

    @rule(
        what=st.sampled_from(ACTS + OFTEN_DONE),
        by=st.sampled_from(PEOPLE + OFTEN),
        number=st.integers(0, 9),
        kind=st.sampled_from(KINDS),
        place=st.sampled_from(PLACES),
        flag=st.booleans(),
    )
    def act(self, what: str, by: str, number: int, kind: str, place: str, flag: bool) -> None:
        """Do one thing with one of the problems."""
        index = number % len(self.problems)
        if what == "report":
            self.report(by, kind, place)
        elif what in {"judge", "do"}:
            self.work(what, index, by, number, flag)
        elif what in {"draft", "approve", "release", "drop"}:
            self.say(what, index, by, number)
        elif what == "merge":
            self.merge(index, by, number + int(flag))
        elif what == "attribute":
            self.attribute(index, by, place)
        elif what == "change password":
            self.change_password(by, place)
        else:
            self.lead(what, index, by, kind, flag)

    def stored(self, index: int) -> Incident:
        return Incident.objects.get(pk=self.keys[index])

    def report(self, by: str, kind: str, place: str) -> None:
        """Report one more; three at most are kept in mind."""
        if len(self.problems) == 3:
            return
        given = {"account": self.accounts[place], "noticed_at": AT, **REPORT}
        made = self.expect(True, partial(actions.report_incident, by=self.people[by], at=AT, kind=kind, **given))
        self.problems.append(Problem(kind, by, place))
        self.keys.append(made.pk)

    def lead(self, what: str, index: int, by: str, kind: str, flag: bool) -> None:
        """Let anybody try what who leads does with the problem itself."""
        one = self.problems[index]
        stored = self.stored(index)
        may, call = self.led(what, one, stored, kind, flag)
        may = may and by in one.leaders()
        self.expect(may, partial(call, stored, by=self.people[by], at=AT))
        if may:
            self.follow(what, one, kind, flag)

    def attribute(self, index: int, by: str, place: str) -> None:
        """Take a problem for one of the other account, or of none."""
        one = self.problems[index]
        bound = one.holds_leaks(self.problems) or "approved" in one.statements
        bound = bound or bool(one.merged_hijacks(self.problems) - {place})
        may = by in one.leaders() and one.state in UNDER_WAY and place != one.place and not bound
        stored = self.stored(index)
        given: dict[str, Any] = {"seen": stored.fingerprint(), "account": self.accounts[place], "reason": "調べた"}
        self.expect(may, partial(attribute_incident, stored, by=self.people[by], at=AT, **given))
        if may:
            before, one.place = one.place, place
            if one.kind == "hijack" and one.state != "reported":
                one.forget_password(before, self.problems)
                self.follow_access(one)
                if place != NOWHERE:
                    one.ask_access_again()

    def led(self, what: str, one: Problem, stored: Incident, kind: str, flag: bool) -> tuple[bool, Callable[..., Any]]:
        """Return whether the state allows an act, and the act."""
        lessons: dict[str, Any] = {"causes": "原因", "measures": "対策", "measures_due_on": ON if flag else None}
        acts: dict[str, tuple[bool, Callable[..., Any]]] = {
            "acknowledge": (
                one.state == "reported",
                partial(actions.acknowledge_incident, kind=kind, reason="調べた"),
            ),
            "retype": (
                one.state in WORKED_ON and kind != one.kind,
                partial(actions.retype_incident, seen=stored.fingerprint(), kind=kind, reason="調べた"),
            ),
            "contain": (
                one.state in WORKED_ON and not one.waiting() and not one.password_owed(self.problems),
                partial(actions.contain_incident, contained_words="消えた"),
            ),
            "close": (one.state == "contained" and not one.unsaid(), partial(actions.close_incident, **lessons)),
            "follow up": (
                one.state == "closed" and one.promised,
                partial(actions.follow_up_incident, measures_done="した"),
            ),
            "reopen": (one.state in {"contained", "closed"}, partial(actions.reopen_incident, reason="また")),
            "dismiss": (
                one.state in UNDER_WAY and not one.unsaid(),
                partial(actions.dismiss_incident, dismissed_for="本物"),
            ),
        }
        return acts[what]

    def follow(self, what: str, one: Problem, kind: str, flag: bool) -> None:
        """Bring the model on by one act of who leads."""
        if what == "acknowledge":
            one.state = "acknowledged"
            one.take_up(kind)
            self.follow_access(one)
            self.close_doubles(one)
        elif what == "retype":
            one.change(kind)
            self.follow_access(one)
            self.close_doubles(one)
        elif what == "dismiss":
            one.forget_password(one.place, self.problems)
            one.end("dismissed")
        elif what == "follow up":
            one.promised = False
        else:
            one.state = {"contain": "contained", "close": "closed", "reopen": "responding"}[what]
            one.promised = what == "close" and flag
            if what == "reopen" and one.kind == "hijack":
                one.owe_password()
                one.ask_access_again()

    def merge(self, index: int, by: str, number: int) -> None:
        """End a problem as the double of one that may be itself, over, or read by more people."""
        place = number % len(self.problems)
        one, other = self.problems[index], self.problems[place]
        opens = other.kind != "leak" and (one.kind == "leak" or one.holds_leaks(self.problems))
        same = other.kind == "hijack" and one.place in {NOWHERE, other.place}
        fits = other is not one and other.state in UNDER_WAY and not opens and (one.kind != "hijack" or same)
        may = by in one.leaders() and one.state in UNDER_WAY and fits and not one.unsaid()
        into = partial(actions.merge_incident, merged_into=self.stored(place))
        self.expect(may, partial(into, self.stored(index), by=self.people[by], at=AT))
        if may:
            one.end("merged")
            one.merged_into = other
            self.close_doubles(other)

    def close_doubles(self, one: Problem) -> None:
        """Let what was merged into a leak be read by its circle alone."""
        for double in self.problems:
            if one.kind == "leak" and double.merged_into is one:
                double.kind = "leak"
                self.close_doubles(double)

    def work(self, what: str, index: int, by: str, number: int, flag: bool) -> None:
        """Judge or do a task, rather one that waits."""
        one = self.problems[index]
        tasks = one.waiting() or one.tasks
        if not tasks:
            return
        task = tasks[number % len(tasks)]
        stored = Task.objects.filter(incident=self.keys[index], code=task.code, turn=task.turn).latest("pk")
        if what == "judge":
            may = task.state == "judging" and by in ({task.bearer} if task.bearer else one.leaders())
            call = partial(actions.judge_task, stored, is_needed=flag, reason="理由")
        else:
            may = task.state == "owed" and by in (one.leaders() | {task.bearer} if task.bearer else one.workers())
            call = partial(actions.do_task, stored, result="した", next_one="again" if flag else "last")
        may = may and one.state in WORKED_ON
        account = self.accounts[one.place]
        changes = what == "do" and task.code == "password" and flag and account is not None
        if changes:
            said: dict[str, Any] = {"changed_by": self.world.staff.person, "changed_on": ON, "account": account}
            may = may and by in SECTION[one.place] and one.password_owed(self.problems)
            call = partial(do_with_password, stored, result="した", **said)
        self.expect(may, partial(call, by=self.people[by], at=AT))
        if may:
            one.state, task.touched = "responding", True
            self.worked(what, one, task, flag)
            if changes:
                self.password_changed(one.place)

    def worked(self, what: str, one: Problem, task: OneTask, flag: bool) -> None:
        """Bring the model on by what was judged or done."""
        if what == "judge":
            task.state = "owed" if flag else "unneeded"
            return
        task.state = "done"
        if flag and task.code in RECURS:
            one.tasks.append(replace(task, state="owed", turn=task.turn + 1))

    def say(self, what: str, index: int, by: str, number: int) -> None:
        """Write, decide, release or give up a statement."""
        one = self.problems[index]
        works = by in one.workers() or by == one.reporter
        if what == "draft":
            may = works and one.state not in OVER
            words = {"channel": "account", "words": "確かめています。"}
            given = partial(statements.draft_statement, self.stored(index), by=self.people[by], at=AT, **words)
            self.expect(may, given)
            one.statements += ["drafted"] if may else []
        elif one.statements:
            self.decide(what, index, by, number % len(one.statements), works=works)

    def decide(self, what: str, index: int, by: str, place: int, *, works: bool) -> None:
        """Bring one statement on."""
        one = self.problems[index]
        state = one.statements[place]
        stored = Statement.objects.filter(incident=self.keys[index]).order_by("pk")[place]
        may, call = {
            "approve": (
                state == "drafted" and by in MANAGERS[one.place],
                partial(statements.approve_statement, seen=stored.fingerprint()),
            ),
            "release": (
                state == "approved" and works,
                partial(statements.release_statement, released_where="市"),
            ),
            "drop": (
                state in UNSAID and (works if state == "drafted" else by in MANAGERS[one.place]),
                partial(statements.drop_statement, dropped_for="不要"),
            ),
        }[what]
        may = may and one.state not in OVER
        self.expect(may, partial(call, stored, by=self.people[by], at=AT))
        if may:
            one.statements[place] = {"approve": "approved", "release": "released", "drop": "dropped"}[what]

    @invariant()
    def problems_are_what_the_model_says(self) -> None:
        for one, key in zip(getattr(self, "problems", []), getattr(self, "keys", []), strict=True):
            stored = Incident.objects.get(pk=key)
            assert (stored.state, stored.kind) == (one.state, one.kind)
            assert stored.account == self.accounts[one.place]
            tasks = Task.objects.filter(incident=key).values_list("code", "turn", "state")
            assert Counter(tasks) == Counter((task.code, task.turn, task.state) for task in one.tasks)
            said = Statement.objects.filter(incident=key).order_by("pk").values_list("state", flat=True)
            assert list(said) == one.statements

    @invariant()
    def what_waits_is_what_the_model_says(self) -> None:
        for one, key in zip(getattr(self, "problems", []), getattr(self, "keys", []), strict=True):
            found = Obligation.objects.open().filter(link_name="incidents:incident_detail", link_pk=key)
            rules = Counter(found.values_list("rule", flat=True))
            assert rules == Counter({f"incidents.{name}": number for name, number in one.owed().items()})
            sections = set(found.filter(debtor_office="section_head").values_list("debtor_unit", flat=True))
            assert sections <= {self.sections[one.place]}
            if one.kind == "leak":
                assert not [title for title in found.values_list("title", flat=True) if str(REPORT["title"]) in title]

    @invariant()
    def nobody_else_sees_a_problem(self) -> None:
        for one, key in zip(getattr(self, "problems", []), getattr(self, "keys", []), strict=True):
            seen = set()
            for name, actor in self.people.items():
                assert actor.person is not None
                seen |= {name} if visible_to(actor.person, ON).filter(pk=key).exists() else set()
            assert seen == one.readers()

    def records(self) -> list[Record]:
        found: list[Record] = list(Incident.objects.filter(pk__in=self.keys))
        for kind in (Task, Statement):
            found += list(kind.objects.filter(incident__in=self.keys))
        return found


@pytest.mark.drill
@pytest.mark.slow
def test_random_histories_of_problems(report: drills.Report) -> None:
    world = an_office_world()
    Problems.world = world
    elsewhere = replace(world, section=world.foreign_section, people=world.people | world.foreign)
    Problems.accounts = {OURS: an_account(world=world), THEIRS: an_account(world=elsewhere), NOWHERE: None}
    Problems.sections = {OURS: world.section.pk, THEIRS: world.foreign_section.pk, NOWHERE: None}
    Problems.people = {
        "staff": world.staff,
        "head": world.section_head,
        "deputy": a_deputy(world.section_head),
        "department head": world.department_head,
        "pr head": world.people[Office.PR_SECTION_HEAD],
        "director": world.general_affairs_director,
        "auditor": world.people[Office.AUDITOR],
        "foreign head": world.foreign[Office.SECTION_HEAD],
        "foreign staff": world.foreign[Office.STAFF],
    }
    tried, outcome = run(Problems, usual=8, full=120)
    report("histories", "problems of accounts", tried=tried, outcome=outcome)

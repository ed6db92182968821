"""Random histories of one request: every act goes through exactly when a small model says so, and the invariants hold.

The model knows who drafted or edited, which step is asked, and what state follows; of the code under test it uses
nothing. The head of the section has a deputy, and the head of the department is at times on the section's staff, so that
drafters in office, deputies and the next higher office all come about.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from approvals.actions import (
    add_attachment,
    decide_step,
    edit_request,
    pull_back_request,
    submit_request,
    withdraw_request,
)
from approvals.models import Request
from approvals.moves.decision import DECISIONS
from approvals.permissions import authors_of
from core.audit.models import Event
from core.audit.verifier import faults
from core.deadlines.models import Obligation
from core.lifecycle.actor import Actor
from core.lifecycle.errors import Conflict, Denied
from core.records import Record
from core.staff.offices import Office
from policies.models import MediaPolicy
from tests.factories import AT, an_appointment, the_actor
from tests.factories.approvals import OfficeWorld, a_deputy, a_draft, account_of, again, an_office_world

pytestmark = pytest.mark.django_db

SECTION = {"staff", "head", "deputy", "department head as staff"}
ASKED = {1: {"head", "deputy"}, 2: {"department head"}, 3: {"director"}}
HIGHER = {1: "department head", 2: "deputy mayor", 3: "deputy mayor"}
ANSWERS = {1: {"consent", "return"}, 2: {"permit", "return", "deny"}, 3: {"permit", "return", "deny"}}
PEOPLE = ["staff", "head", "deputy", "department head", "department head as staff", "director", "deputy mayor"]
PEOPLE += ["administrator", "foreign head"]
ENDINGS: dict[str, list[str]] = {"open": [], "fulfilled": ["fulfil"], "void": ["void"]}
ENDS = {"approved": "authorised", "denied": "abandoned", "withdrawn": "abandoned"}


def cast(world: OfficeWorld) -> dict[str, Actor]:
    """Return everybody who takes part, by name."""
    as_staff = an_appointment(world.department_head.person, Office.STAFF, world.section)
    return {
        "staff": world.staff,
        "head": world.section_head,
        "deputy": a_deputy(world.section_head),
        "department head": world.department_head,
        "department head as staff": the_actor(as_staff),
        "director": world.policy_director,
        "deputy mayor": world.people[Office.DEPUTY_MAYOR],
        "administrator": world.people[Office.ADMINISTRATOR],
        "foreign head": world.foreign[Office.SECTION_HEAD],
    }


class OneRequest(RuleBasedStateMachine):
    """A request, everybody who may meet it, and the model of what must happen."""

    world: OfficeWorld
    people: dict[str, Actor]

    def __init__(self) -> None:
        super().__init__()
        self.rollback = transaction.atomic()
        self.rollback.__enter__()

    def teardown(self) -> None:
        try:
            if hasattr(self, "request"):
                self.check_the_trail()
                self.check_the_obligations()
        finally:
            transaction.set_rollback(True)
            self.rollback.__exit__(None, None, None)

    @initialize(by=st.sampled_from(sorted(SECTION)))
    def draft(self, by: str) -> None:
        self.request: Request = a_draft(self.world, by=self.people[by])
        self.state, self.round, self.asked, self.edits = "draft", 0, 0, 0
        self.authors = {self.person(by)}
        self.number = ""
        self.seen = ""

    def person(self, name: str) -> int:
        person = self.people[name].person
        assert person is not None
        return person.pk

    def expect(self, done: bool, call: Callable[[], Any]) -> None:
        """Make an act; it goes through exactly when the model says so."""
        try:
            call()
            happened = True
        except (Denied, Conflict):
            happened = False
        assert happened == done

    @rule(by=st.sampled_from(PEOPLE), attaches=st.booleans())
    def edit(self, by: str, attaches: bool) -> None:
        may = by in SECTION and self.state in {"draft", "returned"}
        self.edits += 1
        change: Callable[[], Any] = partial(
            edit_request, self.request, by=self.people[by], at=AT, reason=f"理由{self.edits}"
        )
        if attaches:
            file = {"name": "案.txt", "content_type": "text/plain", "content": str(self.edits).encode()}
            change = partial(add_attachment, self.request, by=self.people[by], at=AT, **file)
        self.expect(may, change)
        if may:
            self.authors.add(self.person(by))

    @rule(by=st.sampled_from(PEOPLE))
    def submit(self, by: str) -> None:
        may = by in SECTION and self.state in {"draft", "returned"}
        self.expect(may, partial(submit_request, self.request, by=self.people[by], at=AT))
        if may:
            self.state, self.asked, self.round = "submitted", 1, self.round + 1
            self.number = self.number or again(self.request).document_number
            self.remember()

    @rule()
    def remember(self) -> None:
        """Open the page: later decisions may name what stood there."""
        self.seen = again(self.request).fingerprint()

    @rule(by=st.sampled_from(PEOPLE))
    def pull_back(self, by: str) -> None:
        may = by in SECTION and self.state == "submitted"
        self.expect(may, partial(pull_back_request, self.request, by=self.people[by], at=AT))
        if may:
            self.state = "draft"

    @rule(by=st.sampled_from(PEOPLE), really=st.integers(0, 5))
    def withdraw(self, by: str, really: int) -> None:
        if really:  # it ends the history, so it is kept rare
            return
        may = by in SECTION and self.state in {"draft", "submitted", "returned"}
        self.expect(may, partial(withdraw_request, self.request, by=self.people[by], at=AT))
        if may:
            self.state = "withdrawn"

    @rule(by=st.sampled_from(PEOPLE), answer=st.sampled_from(sorted(DECISIONS)), position=st.integers(1, 3))
    def decide_any_step(self, by: str, answer: str, position: int) -> None:
        """Answer a step of the last round, whoever and whichever, as with a crafted address."""
        step = self.request.steps.filter(round=self.round, position=position).first()
        if step is None:
            return
        current = self.seen == again(self.request).fingerprint()
        may = current and self.may_decide(by, answer, position)
        facts = {"by": self.people[by], "at": AT, "seen": self.seen, "opinion": "理由"}
        self.expect(may, partial(decide_step, step, DECISIONS[answer], **facts))
        if may:
            self.follow(answer)

    @rule(answer=st.sampled_from(["agree", "agree", "agree", "return", "deny"]))
    def decide_rightly(self, answer: str) -> None:
        """Let somebody who may decide do so, where there is anybody."""
        if self.state != "submitted":
            return
        kinds = {"agree": "consent" if self.asked == 1 else "permit"}
        name = kinds.get(answer, answer)
        able = [by for by in PEOPLE if self.may_decide(by, name, self.asked)]
        if able:
            self.remember()
            self.decide_any_step(able[0], name, self.asked)

    def may_decide(self, by: str, answer: str, position: int) -> bool:
        holders = {self.person(name) for name in ASKED[position]}
        answers = by in ASKED[position] or (by == HIGHER[position] and holders <= self.authors)
        turn = self.state == "submitted" and position == self.asked and answer in ANSWERS[position]
        return turn and answers and self.person(by) not in self.authors

    def follow(self, answer: str) -> None:
        """Bring the model on by one decision."""
        ends = {"return": "returned", "deny": "denied"}
        if answer in ends:
            self.state = ends[answer]
        elif self.asked == 3:
            self.state = "approved"
        else:
            self.asked += 1

    @invariant()
    def the_request_stands_where_the_model_says(self) -> None:
        if not hasattr(self, "request"):
            return
        request = again(self.request)
        assert (request.state, request.round, request.document_number) == (self.state, self.round, self.number)
        assert authors_of(request) == self.authors
        if self.state in ENDS and request.account is not None:
            assert request.account.state == ENDS[self.state]

    @invariant()
    def nobody_decided_on_his_own_and_nobody_out_of_turn(self) -> None:
        if not hasattr(self, "request"):
            return
        steps = list(self.request.steps.of_round(self.round))
        decided = [step for step in steps if step.decided_by_id is not None]
        assert [step.position for step in decided] == list(range(1, len(decided) + 1))
        assert sum(step.state == "pending" for step in steps) == (self.state == "submitted")
        if self.state in {"submitted", "approved", "denied"}:
            assert {step.decided_by_id for step in decided} & self.authors == set()
            assert {step.seen_digest for step in decided} <= {again(self.request).digest}

    def check_the_trail(self) -> None:
        """Every record's events are numbered by its versions without gaps, and the chain is whole."""
        records: list[Record] = [again(self.request), *self.request.steps.all(), *self.request.attachments.all()]
        if again(self.request).account is not None:
            account = account_of(self.request)
            records += [account, *MediaPolicy.objects.filter(account=account)]
        for record in records:
            numbers = Event.objects.filter(stream=record.stream).order_by("number").values_list("number", flat=True)
            assert list(numbers) == list(range(1, record.version + 1)), record.stream
        assert list(faults()) == []

    def check_the_obligations(self) -> None:
        """Every obligation has one cause and at most one end; what is open fits the state."""
        for duty in Obligation.objects.all():
            moves = list(Event.objects.filter(stream=duty.stream).order_by("number").values_list("move", flat=True))
            verbs = ["create", *ENDINGS[duty.state]]
            assert moves == [f"deadlines.obligation.{verb}" for verb in verbs]
        waits = {
            "submitted": ["approvals.consent" if self.asked == 1 else "approvals.permit"],
            "returned": ["approvals.revise"],
            "approved": ["approvals.acquire"],
        }
        found = Obligation.objects.open().exclude(rule="approvals.later_review").values_list("rule", flat=True)
        assert list(found) == waits.get(self.state, [])


def test_random_histories_of_a_request() -> None:
    OneRequest.world = an_office_world()
    OneRequest.people = cast(OneRequest.world)
    run_state_machine_as_test(
        OneRequest,
        settings=settings(
            max_examples=50,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )

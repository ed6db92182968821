"""Random histories of one request: every act goes through exactly when a small model says so, and the invariants hold.

The model knows who drafted or edited, which step is asked, and what state follows; of the code under test it uses
nothing. The head of the section has a deputy, and the head of the department is on the section's staff as well, so
that drafters in office, deputies and the next higher office all come about.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from approvals.actions import (
    add_attachment,
    decide_step,
    edit_request,
    pull_back_request,
    review_decision,
    submit_request,
    withdraw_request,
)
from approvals.models import LaterReview, Request
from approvals.moves.decision import DECISIONS
from approvals.permissions import authors_of
from core.deadlines.models import Obligation
from core.lifecycle.actor import Actor
from core.records import Record
from core.staff.offices import Office
from policies.models import MediaPolicy
from tests.factories import AT, an_appointment, the_actor
from tests.factories.approvals import OfficeWorld, a_deputy, a_draft, account_of, again, an_office_world
from tests.histories import History, run
from tests.services import drills

pytestmark = pytest.mark.django_db

SECTION = {"staff", "head", "deputy", "department head as staff"}
ASKED = {1: {"head", "deputy"}, 2: {"department head"}, 3: {"director"}}
HIGHER = {1: "department head", 2: "deputy mayor", 3: "deputy mayor"}
ANSWERS = {1: {"consent", "return"}, 2: {"permit", "return", "deny"}, 3: {"permit", "return", "deny"}}
PEOPLE = ["staff", "head", "deputy", "department head", "department head as staff", "director", "deputy mayor"]
PEOPLE += ["administrator", "foreign head"]
AGREES = {1: "consent", 2: "permit", 3: "permit"}
ANY_ANSWER = ["consent", "permit", "consent", "permit", "return", "deny"]
POSITION = st.integers(1, 3)
ACTS = ["submit", "submit", "edit", "attach", "look", "decide", "decide"] + ["decide rightly"] * 5
ACTS += ["pull back", "withdraw", "review"]
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


class OneRequest(History):
    """A request, everybody who may meet it, and the model of what must happen."""

    world: OfficeWorld
    people: dict[str, Actor]

    @initialize(by=st.sampled_from(sorted(SECTION)), submits=st.integers(0, 3))
    def draft(self, by: str, submits: int) -> None:
        self.request: Request = a_draft(self.world, by=self.people[by])
        self.state, self.round, self.asked, self.edits = "draft", 0, 0, 0
        self.authors = {self.person(by)}
        self.number = ""
        self.seen, self.reviews = "", 0
        if submits:
            self.of_the_section("submit", by)

    def person(self, name: str) -> int:
        person = self.people[name].person
        assert person is not None
        return person.pk

    def with_the_section(self) -> bool:
        return self.state in {"draft", "returned"}

    def submitted(self) -> bool:
        return self.state == "submitted"

    @rule(what=st.sampled_from(ACTS), by=st.sampled_from(PEOPLE), answer=st.sampled_from(ANY_ANSWER), place=POSITION)
    def act(self, what: str, by: str, answer: str, place: int) -> None:
        """Do one thing. One rule for all, because Hypothesis leaves whole rules out of many histories."""
        ends_it = what == "withdraw" or (what == "decide rightly" and answer == "deny")
        if what == "look" or (ends_it and place != 1):  # ends are kept rare, so that histories grow long
            self.look()
        elif what == "review":
            self.review(by)
        elif what == "decide":
            self.decide_any_step(by, answer, place)
        elif what == "decide rightly":
            self.decide_rightly(answer)
        else:
            self.of_the_section(what, by)

    def look(self) -> None:
        """Open the page: later decisions may name what stood there."""
        self.seen = again(self.request).fingerprint()

    def of_the_section(self, what: str, by: str) -> None:
        """Let anybody try what only the section does, and only at its time."""
        right = {"pull back": {"submitted"}, "withdraw": {"draft", "submitted", "returned"}}
        may = by in SECTION and self.state in right.get(what, {"draft", "returned"})
        self.edits += 1
        file: dict[str, Any] = {"name": "案.txt", "content_type": "text/plain", "content": str(self.edits).encode()}
        acts: dict[str, Callable[..., Any]] = {
            "edit": partial(edit_request, reason=f"理由{self.edits}"),
            "attach": partial(add_attachment, **file),
            "submit": submit_request,
            "pull back": pull_back_request,
            "withdraw": withdraw_request,
        }
        self.expect(may, partial(acts[what], self.request, by=self.people[by], at=AT))
        if may:
            self.follow_the_section(what, by)

    def follow_the_section(self, what: str, by: str) -> None:
        """Bring the model on by one act of the section."""
        if what in {"edit", "attach"}:
            self.authors.add(self.person(by))
        elif what == "submit":
            self.state, self.asked, self.round = "submitted", 1, self.round + 1
            self.number = self.number or again(self.request).document_number
            self.look()
        else:
            self.state = {"pull back": "draft", "withdraw": "withdrawn"}[what]

    def decide_any_step(self, by: str, answer: str, position: int) -> None:
        """Answer a step of the last round, whoever and whichever, as with a crafted address."""
        step = self.request.steps.filter(round=self.round, position=position).first()
        if step is None:
            return
        current = self.seen == again(self.request).fingerprint()
        may = current and self.may_decide(by, answer, position)
        facts: dict[str, Any] = {"by": self.people[by], "at": AT, "seen": self.seen, "opinion": "理由"}
        self.expect(may, partial(decide_step, step, DECISIONS[answer], **facts))
        if may:
            self.follow(answer)
            self.reviews += by == "deputy"

    def decide_rightly(self, answer: str) -> None:
        """Let somebody who may decide do so, where there is anybody; agreement is the rule."""
        if self.state != "submitted":
            return
        name = answer if answer in {"return", "deny"} & ANSWERS[self.asked] else AGREES[self.asked]
        able = [by for by in PEOPLE if self.may_decide(by, name, self.asked)]
        if able:
            self.look()
            self.decide_any_step(able[0], name, self.asked)

    def review(self, by: str) -> None:
        """Let anybody try to review what the deputy decided first; the principal himself may."""
        waiting = LaterReview.objects.filter(state="awaiting").order_by("pk").first()
        if waiting is not None:
            call = partial(
                review_decision,
                waiting,
                by=self.people[by],
                at=AT,
                seen=waiting.fingerprint(),
                objects=self.reviews > 1,
                note="意見",
            )
            self.expect(by == "head", call)
            self.reviews -= by == "head"

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

    def records(self) -> list[Record]:
        records: list[Record] = [again(self.request), *self.request.steps.all(), *self.request.attachments.all()]
        records += LaterReview.objects.all()
        if again(self.request).account is not None:
            account = account_of(self.request)
            records += [account, *MediaPolicy.objects.filter(account=account)]
        return records

    def judge(self) -> None:
        """State that what is open fits the state, and that each deputy's decision waits for its review once."""
        waits = {
            "submitted": ["approvals.consent" if self.asked == 1 else "approvals.permit", *self.step_in()],
            "returned": ["approvals.revise"],
            "approved": ["approvals.acquire"],
        }
        rules = list(Obligation.objects.open().order_by("id").values_list("rule", flat=True))
        assert rules.count("approvals.later_review") == self.reviews
        assert [one for one in rules if one != "approvals.later_review"] == waits.get(self.state, [])

    def step_in(self) -> list[str]:
        """Return what the next higher office owes: something where all who were asked are authors."""
        barred = self.state == "submitted" and {self.person(name) for name in ASKED[self.asked]} <= self.authors
        return ["approvals.step_in"] if barred else []


@pytest.mark.drill
@pytest.mark.slow
def test_random_histories_of_a_request(report: drills.Report) -> None:
    OneRequest.world = an_office_world()
    OneRequest.people = cast(OneRequest.world)
    examples, words = run(OneRequest, usual=40, full=2000)
    report("histories", "requests, steps, deputies, later reviews, files", tried=examples, outcome=words)

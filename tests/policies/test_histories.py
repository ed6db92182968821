"""Random histories of one account's policy: every act goes through exactly when a small model says so.

The model knows the state of each version and who wrote which; of the code under test it uses nothing. Whatever
happens: never two versions being made, never two out, numbers without a gap, every duty with one cause and one end.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from accounts.models import Account
from core.deadlines.models import Obligation
from core.lifecycle.actor import Actor
from core.records import Record
from core.staff.offices import Office
from policies.actions import (
    draft_policy,
    edit_policy,
    first_words,
    keep_policy,
    publish_policy,
    pull_back_policy,
    return_policy,
    review_policy,
    settle_policy,
    submit_policy,
    withdraw_policy,
)
from policies.models import MediaPolicy, PolicyReview
from policies.queries import latest_policy
from tests.factories import AT, ON
from tests.factories.approvals import OfficeWorld, a_deputy, an_account, an_office_world
from tests.histories import History, run
from tests.services import drills

pytestmark = pytest.mark.django_db

WRITERS = {"staff", "second staff", "head", "deputy"}
PEOPLE = sorted(WRITERS | {"department head", "foreign staff", "foreign head", "administrator"})
RIGHT = ["staff", "head", "head"]
"""Who is asked more often, so that histories get far."""
OPEN = {"draft", "submitted", "returned"}
ACTS = ["draft", "edit", "submit", "submit", "settle", "settle", "settle", "return", "publish", "publish", "keep"]
ACTS += ["pull back", "withdraw", "look", "review later"]
MANAGERS = {"head", "deputy"}
RULES = {
    "submitted": {"policies.decide"},
    "returned": {"policies.revise"},
}


class OnePolicy(History):
    """The versions of an account, everybody who may meet them, and the model of what must happen."""

    world: OfficeWorld
    account: Account
    people: dict[str, Actor]

    @initialize()
    def begin(self) -> None:
        self.states: list[str] = ["approved"]
        self.authors: list[set[str]] = [set()]
        self.edits, self.seen = 0, ""
        self.deputised: list[int] = []
        self.reviewed: set[int] = set()

    @rule(what=st.sampled_from(ACTS), by=st.sampled_from(PEOPLE + RIGHT * 4), knows=st.booleans())
    def act(self, what: str, by: str, knows: bool) -> None:
        """Do one thing with the newest version."""
        self.edits += 1
        if what == "draft":
            self.draft(by)
        elif what == "look":
            self.look()
        elif what == "settle":
            self.settle(by, knows=knows)
        elif what == "review later":
            self.review_later(by)
        elif what in {"return", "keep"}:
            self.decide(what, by)
        else:
            self.write(what, by)

    @property
    def newest(self) -> MediaPolicy:
        found = latest_policy(self.account)
        assert found is not None
        return found

    def look(self) -> None:
        """Open the page: later decisions may name what stood there."""
        self.seen = self.newest.fingerprint()

    def is_current(self) -> bool:
        return self.seen == self.newest.fingerprint()

    def draft(self, by: str) -> None:
        may = by in WRITERS and self.states[-1] not in OPEN
        words = {**first_words(self.account), "reason": "理由"}
        self.expect(may, partial(draft_policy, self.account, by=self.people[by], at=AT, **words))
        if may:
            self.states.append("draft")
            self.authors.append({self.person(by)})

    def person(self, by: str) -> str:
        """Return who it is: a deputy writes as himself."""
        return by

    def write(self, what: str, by: str) -> None:
        """Let anybody try what those who write do, and only at its time."""
        right = {"pull back": {"submitted"}, "withdraw": {"draft", "returned"}, "publish": {"approved"}}
        may = by in WRITERS and self.states[-1] in right.get(what, {"draft", "returned"})
        acts: dict[str, Callable[..., Any]] = {
            "edit": partial(edit_policy, timing=f"{self.edits}時"),
            "submit": submit_policy,
            "pull back": pull_back_policy,
            "withdraw": withdraw_policy,
            "publish": partial(publish_policy, on=ON),
        }
        self.expect(may, partial(acts[what], self.newest, by=self.people[by], at=AT))
        if may:
            self.follow(what, by)

    def follow(self, what: str, by: str) -> None:
        """Bring the model on by one act of those who write."""
        if what == "edit":
            self.authors[-1].add(self.person(by))
        elif what == "publish":
            self.states = ["superseded" if state == "published" else state for state in self.states]
            self.states[-1] = "published"
        else:
            self.states[-1] = {"submit": "submitted", "pull back": "draft", "withdraw": "withdrawn"}[what]
        if what == "submit" or self.edits % 3:
            self.look()

    def settle(self, by: str, *, knows: bool) -> None:
        """Decide, on one's own words only when one says so."""
        own = self.person(by) in self.authors[-1]
        may = by in MANAGERS and self.states[-1] == "submitted" and self.is_current() and (knows or not own)
        call = partial(settle_policy, self.newest, by=self.people[by], at=AT, seen=self.seen, knows_own=knows)
        self.expect(may, call)
        if may:
            self.states = ["superseded" if state == "approved" else state for state in self.states]
            self.states[-1] = "approved"
            assert self.newest.self_decided == own
            self.note_deputy(by)

    def note_deputy(self, by: str) -> None:
        """Each thing that a deputy decides waits for a later review of the head."""
        self.deputised += [len(self.states)] if by == "deputy" else []

    def review_later(self, by: str) -> None:
        """Review the newest thing that a deputy decided on the newest version; once, and only the head in person."""
        made = PolicyReview.objects.filter(policy=self.newest).order_by("pk").last()
        if made is None:
            return
        may = by == "head" and made.pk not in self.reviewed and self.is_current()
        call = partial(review_policy, made, by=self.people[by], at=AT, seen=self.seen, objects=True, note="異議")
        self.expect(may, call)
        if may:
            self.reviewed.add(made.pk)
            self.deputised.remove(len(self.states))

    def decide(self, what: str, by: str) -> None:
        """Return, or review without change; both are decisions on what was seen."""
        needed = {"return": "submitted", "keep": "published"}[what]
        may = by in MANAGERS and self.states[-1] == needed and self.is_current()
        acts: dict[str, Callable[..., Any]] = {
            "return": partial(return_policy, opinion="理由"),
            "keep": partial(keep_policy, review_note="合っている"),
        }
        self.expect(may, partial(acts[what], self.newest, by=self.people[by], at=AT, seen=self.seen))
        if may:
            self.states[-1] = {"return": "returned", "keep": "published"}[what]
            self.note_deputy(by)

    @invariant()
    def versions_are_what_the_model_says(self) -> None:
        if not hasattr(self, "states"):
            return
        rows = list(MediaPolicy.objects.filter(account=self.account).order_by("number").values_list("number", "state"))
        assert rows == list(enumerate(self.states, start=1))
        assert sum(state in OPEN for _, state in rows) <= 1
        assert sum(state == "published" for _, state in rows) <= 1

    @invariant()
    def what_waits_is_what_the_states_say(self) -> None:
        if not hasattr(self, "states"):
            return
        found = Obligation.objects.open().filter(rule__startswith="policies.")
        waits_for_publication = {"policies.publish"} if "approved" in self.states[1:] else set()
        wanted = RULES.get(self.states[-1], set()) | waits_for_publication
        later = ["policies.later_review"] * len(self.deputised)
        assert sorted(found.values_list("rule", flat=True)) == sorted([*wanted, *later])

    def records(self) -> list[Record]:
        return [*MediaPolicy.objects.filter(account=self.account), *PolicyReview.objects.all()]


@pytest.mark.drill
@pytest.mark.slow
def test_random_histories_of_a_policy(report: drills.Report) -> None:
    world = an_office_world()
    OnePolicy.world = world
    OnePolicy.account = an_account(world=world)
    OnePolicy.people = {
        "staff": world.staff,
        "second staff": world.second_staff,
        "head": world.section_head,
        "deputy": a_deputy(world.section_head),
        "department head": world.department_head,
        "foreign staff": world.foreign[Office.STAFF],
        "foreign head": world.foreign[Office.SECTION_HEAD],
        "administrator": world.people[Office.ADMINISTRATOR],
    }
    tried, outcome = run(OnePolicy, usual=12, full=150)
    report("histories", "versions of a policy", tried=tried, outcome=outcome)

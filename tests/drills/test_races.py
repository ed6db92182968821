"""Every two acts that can meet, on connections of their own: what results is what one of the two orders gives.

The oracle knows nothing of the rules. It makes both acts in both orders and undoes them, then races them on copies of
the database: an act that was refused left nothing behind, and what stands afterwards is what one order, or the one
act alone, leaves. A loser gets a refusal or a conflict that a page can show, never an error of the database.
"""

from collections.abc import Callable, Iterator
from functools import partial

import pytest
from django.db import transaction

from approvals.models import Revision, Step
from core.audit.verifier import faults
from tests.drills.copies import on_a_copy, undone
from tests.drills.interleavings import (
    DONE,
    REFUSED,
    Act,
    Rows,
    after_a_wait,
    at_one_moment,
    attempt,
    into_the_open_first,
    newest,
    written,
)
from tests.drills.papers import PAPERS
from tests.drills.places import places
from tests.drills.stages import STAGES, Stage
from tests.factories.approvals import an_office_world
from tests.services import drills

pytestmark = [pytest.mark.drill, pytest.mark.usefixtures("committed_db")]
Way = Callable[[], list[str]]
PAIRS: dict[str, dict[str, tuple[str, ...]]] = {
    "submitted": {
        "permit": (
            "return",
            "permit by deputy",
            "permit by director",
            "edit",
            "attach",
            "pull back",
            "withdraw",
            "end of appointment",
            "end of deputyship",
            "disabling the head",
            "disabling the deputy",
            "move of the section",
            "adoption",
        ),
        "permit by deputy": ("end of deputyship", "disabling the deputy", "disabling the head", "end of appointment"),
        "return": ("edit", "attach", "pull back", "disabling the head"),
        "deny": ("withdraw", "permit by deputy"),
        "disabling the head": ("disabling the deputy", "end of deputyship", "end of appointment"),
    },
    "last step": {"permit": ("deny", "pull back", "withdraw", "give up", "disabling the drafter")},
    "draft": {
        "submit": (
            "submit by another",
            "submit the rival",
            "edit",
            "attach",
            "remove the file",
            "withdraw",
            "disabling the drafter",
        ),
        "edit": ("edit with another", "withdraw"),
        "attach": ("remove the file",),
    },
    "returned": {"submit": ("submit", "edit", "withdraw")},
    "authorised": {
        "acquire": ("acquire by another", "give up", "add an operator", "disabling the operator"),
        "give up": ("add an operator",),
    },
    "acquired": {
        "start": ("start by deputy", "end the operator", "disabling the operator", "file", "change of password"),
        "file": ("file by the head", "end the operator"),
        "add an operator": ("end the operator", "change of password"),
    },
    "filed": {
        "receive": ("receive by deputy", "correct", "ask again"),
        "correct": ("correct by another", "ask again"),
        "receive by deputy": ("end of deputyship",),
    },
    "entries": {
        "confirm": ("confirm by another", "decline", "disabling the newcomer", "enter for the newcomer"),
        "disabling the newcomer": ("decline", "enter for the newcomer"),
        "name a deputy": ("disabling the deputy", "disabling the principal", "end of appointment", "name a deputy"),
        "end of appointment": ("end of appointment by another", "disabling the principal"),
        "one disables the other": ("the other disables the one", "confirm by another", "disabling the newcomer"),
    },
    "passwords": {
        "confirm": ("confirm by another", "decline", "disabling the person"),
        "ask": ("ask by another",),
        "issue": ("enter for the person", "issue"),
    },
    "review": {"confirm": ("object", "disabling the principal")},
    "places": {
        "import": ("warn", "warn by address", "turn another warning"),
        "warn": ("warn by address", "turn another warning"),
        "acquire": ("warn of what is permitted",),
        "effect": ("warn of what it becomes",),
        "start": ("end the warning", "warn of what is permitted"),
    },
    "versions": {"adopt": ("adopt the other", "adopt by another")},
    "asked": {"answer": ("answer by deputy", "withdraw", "disabling the asker")},
    "answered": {"close": ("close by the head", "ask on")},
    "handed over": {
        "accept": (
            *("accept by deputy", "decline", "withdraw", "add an operator", "end the operator", "change of password"),
            "disabling the new operator",
        ),
    },
}


class Race:
    """Two acts on one stage, what each order leaves, and what each act leaves alone."""

    def __init__(self, stage: Stage, first: str, second: str) -> None:
        self.stage = stage
        self.about_authority = "disabl" in first + second
        self.pair = (stage.acts[first], stage.acts[second])
        self.since = newest()
        forth, back = (self.alone(*acts) for acts in (self.pair, self.pair[::-1]))
        self.orders = [forth, (back[0][::-1], back[1])]

    def alone(self, *acts: Act) -> tuple[list[str], Rows]:
        """Make some acts one after the other; return what each came to and what stands afterwards, undone again."""
        with undone():
            return [attempt(act) for act in acts], written(self.since)

    def raced(self, way: Way) -> tuple[list[str], Rows]:
        """Race the acts on a copy; return what each came to and what stands afterwards, the trail whole."""
        with on_a_copy():
            results = way()
            assert list(faults()) == []
            require_the_digest_decided()
            return results, written(self.since)

    def judge(self, results: list[str], rows: Rows) -> None:
        """State that what came of a race is what one order gives.

        A conflict may be answered where the order alone would not have: the person looks again. A refusal may not.
        """
        assert set(results) <= REFUSED | {DONE}, results
        assert DONE in results or results in [order[0] for order in self.orders], (results, self.orders)
        if results in [order[0] for order in self.orders]:
            expected = [order[1] for order in self.orders if order[0] == results]
        else:
            assert sorted(results) == ["Conflict", DONE], (results, [order[0] for order in self.orders])
            expected = [self.alone(self.pair[results.index(DONE)])[1]]
        differences = [(rows - one, one - rows) for one in expected]
        assert rows in expected, differences

    def ways(self) -> Iterator[Way]:
        """Yield the interleavings to try; the results are in the order of the pair."""
        first, second = self.pair
        yield partial(into_the_open_first, first, second)
        yield lambda: into_the_open_first(second, first)[::-1]
        if self.about_authority or drills.size(0, 1):
            yield partial(after_a_wait, first, second, self.stage.rows)
            yield lambda: after_a_wait(second, first, self.stage.rows)[::-1]
        for _ in range(drills.size(0, 20)):
            yield partial(at_one_moment, first, second)


def require_the_digest_decided() -> None:
    """State that every decision names the digest of the version that its round put before it."""
    digests = {(row.request_id, row.number): row.digest for row in Revision.objects.all()}
    for step in Step.objects.exclude(decided_by=None):
        assert step.seen_digest == digests[step.request_id, step.round]


@pytest.mark.slow
@pytest.mark.parametrize("name", list(PAIRS))
def test_two_acts_at_once_end_as_in_one_of_their_orders(name: str, report: drills.Report) -> None:
    with transaction.atomic():
        stage = (STAGES | PAPERS | {"places": places})[name](an_office_world())
    tried = 0
    for first, others in PAIRS[name].items():
        for second in others:
            race = Race(stage, first, second)
            for way in race.ways():
                race.judge(*race.raced(way))
                tried += 1
    pairs = sum(len(others) for others in PAIRS[name].values())
    report("races", f"{pairs} pairs of acts: {name}", tried=tried, outcome="each as in one of the orders")

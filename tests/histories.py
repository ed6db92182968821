"""What random histories share: undone after each example, a refusal is an answer, the trail and the duties are whole.

A history is a Hypothesis state machine: acts by anybody at any time, and a small model that says beforehand whether an
act goes through and what stands afterwards. The model uses nothing of the code under test.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

from accounts.models import Account
from accounts.projection import differing, worked_out
from core.audit.models import Event
from core.audit.verifier import faults
from core.deadlines.models import Obligation
from core.lifecycle.errors import Conflict, Denied
from core.records import Record
from tests.services import drills

ENDINGS: dict[str, list[str]] = {"open": [], "fulfilled": ["fulfil"], "void": ["void"]}
STEPS = 25


class History(RuleBasedStateMachine):
    """A machine whose writes are undone when its example ends, and whose trail is judged before."""

    tried: Counter[str]

    def __init__(self) -> None:
        super().__init__()
        self.rollback = transaction.atomic()
        self.rollback.__enter__()

    def teardown(self) -> None:
        try:
            self.judge()
            require_a_whole_trail(self.records())
            require_one_cause_and_one_end()
            require_the_index_as_worked_out()
        finally:
            transaction.set_rollback(True)
            self.rollback.__exit__(None, None, None)

    def judge(self) -> None:
        """State what only the end of a history shows."""

    def records(self) -> Iterable[Record]:
        """Return the records whose events are counted at the end, as they are stored."""
        return ()

    def expect(self, done: bool, call: Callable[[], Any]) -> Any:
        """Make an act; it goes through exactly when the model says so. Return what it returned."""
        result, happened = None, True
        try:
            result = call()
        except (Denied, Conflict) as refusal:
            happened, result = False, refusal
        type(self).tried["done" if happened else "refused"] += 1
        assert happened == done, result
        return result


def require_a_whole_trail(records: Iterable[Record]) -> None:
    """State that every record has one event for each version, in order, and that the chain holds."""
    for record in records:
        numbers = Event.objects.filter(stream=record.stream).order_by("number").values_list("number", flat=True)
        assert list(numbers) == list(range(1, record.version + 1)), record.stream
    assert list(faults()) == []


def require_one_cause_and_one_end() -> None:
    """State that every obligation was opened once and ended at most once, as its state says; its title may change."""
    moves: dict[str, list[str]] = {}
    found = Event.objects.filter(stream__startswith="deadlines.obligation:").order_by("stream", "number")
    for stream, move in found.values_list("stream", "move"):
        verbs = move.rpartition(".")[2].split("+")
        moves.setdefault(stream, []).extend(verb for verb in verbs if verb != "edit")
    for duty in Obligation.objects.all():
        assert moves[duty.stream] == ["create", *ENDINGS[duty.state]], duty.rule


def require_the_index_as_worked_out() -> None:
    """State that the index of the registry, which each act counts on, is what records and trail give (ADR 0042)."""
    assert differing(worked_out(list(Account.objects.values_list("pk", flat=True)))) == []


def run(machine: type[History], *, usual: int, full: int) -> tuple[int, str]:
    """Run many histories; return how many acts were tried, and a word on what came of them."""
    machine.tried = Counter()
    examples = drills.size(usual, full)
    given = settings(
        max_examples=examples,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        print_blob=True,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(machine, settings=given)
    assert min(machine.tried["done"], machine.tried["refused"]) > examples, "one of the answers hardly came about"
    words = f"{machine.tried['done']:,} done and {machine.tried['refused']:,} refused as foretold"
    return examples, words

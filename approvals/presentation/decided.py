"""The decisions so far as rows of a table: each round, newest first, with reasons and later reviews."""

from collections.abc import Sequence
from dataclasses import dataclass

from approvals.models import LaterReview, Step
from approvals.presentation.stepper import decider, stage_name
from approvals.states import StepKind, StepState

TONES: dict[str, str] = {
    StepState.CONSENTED: "ok",
    StepState.APPROVED: "ok",
    StepState.RETURNED: "warn",
    StepState.DENIED: "stop",
    StepState.READ: "ok",
    StepState.LAPSED: "end",
    StepState.PENDING: "wait",
    StepState.WAITING: "draft",
}


@dataclass(frozen=True)
class Decided:
    """One step as the table shows it."""

    step: Step
    name: str
    tone: str
    label: str
    who: str
    review: LaterReview | None


def decisions_of(steps: Sequence[Step]) -> list[tuple[int, list[Decided]]]:
    """Return the decided steps and the circulations of each round, the newest round first."""
    shown = [step for step in steps if step.decided_by_id is not None or _circulates(step)]
    rounds = sorted({step.round for step in shown}, reverse=True)
    return [(number, [_row(step) for step in shown if step.round == number]) for number in rounds]


def _circulates(step: Step) -> bool:
    return step.kind == StepKind.CIRCULATE and step.state == StepState.PENDING


def _row(step: Step) -> Decided:
    circulated = step.kind == StepKind.CIRCULATE
    name = f"供覧 {step.office_name}" if circulated else stage_name(step)
    label = "供覧待ち" if _circulates(step) else step.get_state_display()
    return Decided(step, name, TONES[step.state], label, decider(step), getattr(step, "review", None))

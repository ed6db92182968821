"""The panel beside a request: what the person at the page can decide or read, in which office, or why not."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from approvals.models import Request, Step
from approvals.moves.decision import CONSENT, DECISIONS, PERMIT
from approvals.moves.step import READ
from approvals.permissions import answers, asked, asked_next, way_round
from approvals.presentation.viewer import Viewer
from approvals.states import StepKind, StepState
from core.lifecycle.actor import Actor
from core.lifecycle.errors import Denied
from core.lifecycle.moves import Move, permits

DEPUTY = "の代決者"


@dataclass(frozen=True)
class Panel:
    """The step whose turn it is and what the person can do about it."""

    step: Step
    actor: Actor
    """In which of the person's offices the decision is made; named in title and button, posted with the form."""
    title: str = ""
    moves: dict[str, Move] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    also: Actor | None = None
    also_label: str = ""
    refusal: Denied | None = None
    switches: list[Actor] = field(default_factory=list)
    steps_in: bool = False
    """Whether the office is the next higher one, because all who were asked are barred as authors."""
    barred: str = ""
    """For those who can not decide: who can, when all who were asked are barred as authors."""


def positive(step: Step) -> Move:
    """Return the move by which a step goes forward."""
    return PERMIT if step.kind == StepKind.PERMIT else CONSENT


def panel_of(request: Request, steps: Sequence[Step], viewer: Viewer) -> Panel | None:
    """Return the panel of the step whose turn it is; None when none waits for a decision."""
    step = next((s for s in steps if s.state == StepState.PENDING and s.kind != StepKind.CIRCULATE), None)
    if step is None:
        return None
    moves = _open_to(step, viewer)
    if not moves:
        switches = [one for one in viewer.others if positive(step).why_not(step, one, viewer.on) is None]
        if len(switches) == 1:
            return panel_of(request, steps, viewer.acting_as(switches[0].key))
        return Panel(
            step, viewer.actor, refusal=_refusal(step, viewer), switches=switches, barred=_barred(step, viewer.on)
        )
    following = _following(step, steps)
    also = _also(step, following, viewer)
    return Panel(
        step,
        viewer.actor,
        title=_title(step, viewer.actor),
        moves=moves,
        notes=_notes(step, following, steps, request),
        also=also,
        also_label=f"次の段階({office_of(also)})としても同じ内容で決裁する" if also else "",
        steps_in=not answers(step, viewer.actor, viewer.on),
    )


def _open_to(step: Step, viewer: Viewer) -> dict[str, Move]:
    return {key: move for key, move in DECISIONS.items() if move.why_not(step, viewer.actor, viewer.on) is None}


def _refusal(step: Step, viewer: Viewer) -> Denied | None:
    """Return why a holder of the office asked may not decide; other offices are simply not asked."""
    return positive(step).why_not(step, viewer.actor, viewer.on) if answers(step, viewer.actor, viewer.on) else None


def _barred(step: Step, on: date) -> str:
    if not asked(step, on).all_barred:
        return ""
    return f"{step.office_name}の職員は、みなこの起案を作った、または直したため、決められません。{way_round(step, on)}"


def office_of(actor: Actor) -> str:
    """Name the office an actor decides in: a deputy decides in the principal's."""
    return actor.label.removesuffix(DEPUTY) if actor.on_behalf_of else actor.label


def _title(step: Step, actor: Actor) -> str:
    verb = f"{office_of(actor)}として{step.get_kind_display()}する"
    return f"{verb}(代決)" if actor.on_behalf_of else verb


def _following(step: Step, steps: Sequence[Step]) -> Step | None:
    waiting = (s for s in steps if s.round == step.round and s.kind != StepKind.CIRCULATE)
    return next((s for s in waiting if s.position > step.position and s.state == StepState.WAITING), None)


def _also(step: Step, following: Step | None, viewer: Viewer) -> Actor | None:
    """Return the capacity in which the same person can answer the next step too, by the move that takes it forward."""
    if following is None:
        return None
    asked_next(step, following, viewer.on)
    check = positive(following).check
    return next((one for one in viewer.all if permits(check, following, one, viewer.on)), None)


def _notes(step: Step, following: Step | None, steps: Sequence[Step], request: Request) -> dict[str, str]:
    first = next(s for s in steps if s.round == step.round)
    forward = (
        f"次の段階({following.office_name})へ進みます。"
        if following
        else f"{request.section.name}に通知し、「許可すると生じる義務」を順に予定に入れます。"
    )
    return {
        "consent": forward,
        "permit": forward,
        "return": f"起案者が直して出し直せます。{first.office_name}からやり直します。",
        "deny": "この起案は終わります。取り消せません。",
    }


@dataclass(frozen=True)
class Reading:
    """A circulation (供覧) that waits: whether the actor can note it as read, or in which other office."""

    step: Step
    open: bool
    switches: list[Actor]


def readings_of(steps: Sequence[Step], viewer: Viewer) -> list[Reading]:
    """Return the circulations that wait for the person at the page."""
    waiting = [s for s in steps if s.state == StepState.PENDING and s.kind == StepKind.CIRCULATE]
    found = [_reading(step, viewer, viewer.on) for step in waiting]
    return [one for one in found if one.open or one.switches]


def _reading(step: Step, viewer: Viewer, on: date) -> Reading:
    def allowed(actor: Actor) -> bool:
        return READ.why_not(step, actor, on) is None

    return Reading(step, allowed(viewer.actor), viewer.switches(allowed))

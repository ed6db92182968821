"""The decision boxes of the paper sheets (決裁欄): who answered in which office, when, and how it came about."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from approvals.models import Filing, Request, Revision, Step
from approvals.models.step import office_name
from approvals.presentation.stepper import stage_name
from approvals.states import FilingState, StepKind
from core.lifecycle.decisions import Decision, decision_events, read_decisions
from core.periods.era import era_short
from core.staff.offices import Office
from core.ui.eras import clock_time, japan_day

A_ROW = 5
"""Boxes side by side on A4."""


@dataclass(frozen=True)
class Box:
    """One box: the office asked, what was stamped, and the lines below."""

    title: str
    stamp: str = ""
    lines: list[str] = field(default_factory=list)


def boxes_of(request: Request, steps: Sequence[Step], last: Revision | None, filing: Filing | None) -> list[list[Box]]:
    """Return the boxes of the last round in rows of `A_ROW`: drafting, each office asked, the receipt of the filing."""
    asked = [step for step in steps if step.round == request.round and step.kind != StepKind.CIRCULATE]
    decided = _decisions(asked)
    boxes = [_drafted(request, last), *(_answered(step, decided.get(step.stream)) for step in asked)]
    boxes.append(_received(request, filing))
    return [boxes[start : start + A_ROW] for start in range(0, len(boxes), A_ROW)]


def box_time(at: datetime | None) -> str:
    """Return an instant as paper boxes show it, such as R8.11.24 9:12."""
    return f"{era_short(japan_day(at))} {clock_time(at)}" if at is not None else ""


def _decisions(steps: Iterable[Step]) -> dict[str, Decision]:
    """Return what the trail tells of some steps by stream: it knows who had written what was decided."""
    events = decision_events().filter(stream__in=[step.stream for step in steps])
    related = ("person", "on_behalf_of", "unit", "facts")
    found = read_decisions(list(events.select_related(*related).order_by("number")))
    return {decision.event.stream: decision for decision in found}


def _drafted(request: Request, last: Revision | None) -> Box:
    if last is None:
        return Box("起案者", request.drafter.name, ["未提出"])
    lines = [f"提出 {last.submitted_by.name}"] if last.submitted_by_id != request.drafter_id else []
    return Box("起案者", request.drafter.name, [*lines, box_time(last.submitted_at)])


def _answered(step: Step, decision: Decision | None) -> Box:
    if step.decided_by is None:
        return Box(stage_name(step), "", [step.get_state_display()])
    lines = [step.decided_as]
    if step.on_behalf_of is not None:
        lines.append(f"代決({step.on_behalf_of.name}に代わって)")
        lines.append(step.review.get_state_display() if hasattr(step, "review") else "")
    if decision is not None and decision.self_settled:
        lines.append("自己決定")
    stamp = f"{step.get_state_display()} {step.decided_by.name}"
    return Box(stage_name(step), stamp, [line for line in (*lines, box_time(step.decided_at)) if line])


def _received(request: Request, filing: Filing | None) -> Box:
    office = office_name(Office.GENERAL_AFFAIRS_DIRECTOR, request.section)
    if filing is None:
        return Box("届出の受理", "", [office, "取得の後に届出"])
    if filing.state == FilingState.RECEIVED and filing.received_by is not None:
        return Box("届出の受理", f"受理 {filing.received_by.name}", [office, box_time(filing.received_at)])
    return Box("届出の受理", "", [office, filing.get_state_display()])

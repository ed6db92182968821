"""Where a request stands: the steps of its round, then acquisition, filing and start of operation."""

from collections.abc import Sequence
from datetime import date
from typing import TypedDict

from accounts.models import Account
from accounts.states import AccountState
from approvals.models import Filing, Request, Step
from approvals.models.step import office_name
from approvals.presentation.people import Holders
from approvals.routes import Stop, route_of
from approvals.states import FilingState, RequestState, StepKind, StepState
from core.staff.offices import ROLES, Office
from core.ui.eras import japan_day, month_day


class Stage(TypedDict):
    """One stage, as `{% stepper %}` takes it; states are done, now, todo and back."""

    name: str
    note: str
    state: str


STATES: dict[str, str] = {
    StepState.CONSENTED: "done",
    StepState.APPROVED: "done",
    StepState.RETURNED: "back",
    StepState.DENIED: "now",
    StepState.PENDING: "now",
}


def stepper_of(
    request: Request,
    stops: Sequence[Step | Stop],
    holders: Holders,
    on: date,
    *,
    filing: Filing | None = None,
    mine: int | None = None,
) -> list[Stage]:
    """Return the stages of a request from drafting to operation.

    Args:
        stops: as `stops_of` gives them.
        holders: who holds the offices of the stops.
        filing: that of the request, where there is one.
        mine: key of the step that the person at the page can decide.
    """
    stages = [_drafting(request), *(_asked(stop, holders, mine) for stop in stops)]
    if request.state == RequestState.WITHDRAWN:
        return [stages[0], *(stage for stage in stages[1:] if stage["state"] == "done"), _stage("取下げ", "", "now")]
    if request.state == RequestState.DENIED:
        return [stage for stage in stages if stage["state"] != "todo"]
    return _one_now([*stages, *_afterwards(request, filing, on)])


def steps_of(request: Request) -> list[Step]:
    """Return all steps of all rounds in order, with what their names need (one query)."""
    related = ("unit__parent__parent", "decided_by", "on_behalf_of", "review")
    return list(request.steps.select_related(*related).order_by("round", "position"))


def stops_of(request: Request, steps: Sequence[Step], on: date) -> Sequence[Step | Stop]:
    """Return the steps of the round under way; before a submission the route as it would be today."""
    if request.state == RequestState.DRAFT:
        return [stop for stop in route_of(request.section, on) if stop.kind != StepKind.CIRCULATE]
    return [step for step in steps if step.round == request.round and step.kind != StepKind.CIRCULATE]


def _stage(name: str, note: str, state: str) -> Stage:
    return {"name": name, "note": note, "state": state}


def _drafting(request: Request) -> Stage:
    name = request.drafter.name
    if request.state == RequestState.DRAFT:
        return _stage("起案", f"{name} {'引き戻して直しています' if request.round else '作成中'}", "now")
    if request.state == RequestState.RETURNED:
        return _stage("起案", f"{name} 差し戻されて直しています", "now")
    day = f" {month_day(japan_day(request.submitted_at))}" if request.submitted_at else ""
    return _stage("起案", f"{name}{day}", "done")


def _asked(stop: Step | Stop, holders: Holders, mine: int | None) -> Stage:
    if isinstance(stop, Step) and stop.decided_by is not None:
        return _stage(stage_name(stop), decision_words(stop), STATES[stop.state])
    state = STATES.get(stop.state, "todo") if isinstance(stop, Step) else "todo"
    if isinstance(stop, Step) and stop.pk == mine:
        return _stage(stage_name(stop), "あなたの番です", state)
    return _stage(stage_name(stop), holders.names(stop.office, stop.unit), state)


def stage_name(stop: Step | Stop) -> str:
    """Name a stage by the guideline's role, by its office where it has none; 合議 says so."""
    office = office_name(stop.office, stop.unit)
    if stop.kind == StepKind.JOINT:
        return f"合議 {office}"
    role = ROLES.get(Office(stop.office))
    return f"{role}({office})" if role else office


def decision_words(step: Step) -> str:
    """Say who decided what in which office; for a deputy both names (代決)."""
    return f"{decider(step)} {step.get_state_display()}"


def decider(step: Step) -> str:
    """Name who decided, with the office; for a deputy both names (代決)."""
    if step.decided_by is None:
        return ""
    name = f"{step.decided_by.name}({step.decided_as})"
    return f"{name}、{step.on_behalf_of.name}に代わって" if step.on_behalf_of else name


def _afterwards(request: Request, filing: Filing | None, on: date) -> list[Stage]:
    account = request.account if request.state == RequestState.APPROVED else None
    section = request.section.name
    return [_acquisition(account, section), _filing(filing, section, on), _start(account, section)]


def _acquisition(account: Account | None, section: str) -> Stage:
    if account is not None and account.acquired_on is not None:
        return _stage("取得", month_day(account.acquired_on), "done")
    return _stage("取得", section, "now" if account is not None else "todo")


def _filing(filing: Filing | None, section: str, on: date) -> Stage:
    if filing is None:
        return _stage("届出", "総務部長が受理", "todo")
    if filing.state == FilingState.RECEIVED and filing.received_at is not None:
        return _stage("届出", f"受理 {month_day(japan_day(filing.received_at))}", "done")
    if filing.state == FilingState.FILED:
        return _stage("届出", "総務部長の受理待ち", "now")
    return _stage("届出", f"{section} {'期限超過' if filing.due_on < on else '届出待ち'}", "now")


def _start(account: Account | None, section: str) -> Stage:
    if account is not None and account.started_on is not None:
        return _stage("運用開始", month_day(account.started_on), "done")
    acquired = account is not None and account.state == AccountState.ACQUIRED
    return _stage("運用開始", f"{section}長", "now" if acquired else "todo")


def _one_now(stages: list[Stage]) -> list[Stage]:
    """Keep one stage as the present one: filing and start run side by side, drafting comes before the route."""
    first = next((stage for stage in stages if stage["state"] == "now"), None)
    return [
        stage if stage["state"] != "now" or stage is first else _stage(stage["name"], stage["note"], "todo")
        for stage in stages
    ]

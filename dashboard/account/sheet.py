"""The sheet of one account (台帳票): what its page says, arranged for one page of A4."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from approvals.states import StepKind
from core.audit.history import last_code
from core.lifecycle.decisions import decision_events, read_decisions
from core.staff.offices import Office
from core.ui.eras import era_date, japan_day
from dashboard.account.dossier import Dossier


@dataclass(frozen=True)
class Line:
    """One decision behind the account: which office, what, who, when, and how it came about."""

    office: str
    what: str
    who: str
    day: str
    marks: str


def sheet_of(dossier: Dossier) -> dict[str, Any]:
    """Return the context of an account's sheet for a reader; constant queries."""
    account, holders = dossier.account, dossier.holders
    return {
        "account": account,
        "section": dossier.section,
        "people": dossier.people,
        "papers": dossier.papers,
        "decisions": decisions_behind(dossier),
        "duties": dossier.duties,
        "code": last_code(account),
        "manager_words": holders.words(Office.SECTION_HEAD, account.section),
        "officer_words": holders.words(Office.DEPARTMENT_HEAD, account.section),
    }


def decisions_behind(dossier: Dossier) -> Sequence[Line]:
    """Return who decided in the round that permitted the account; nothing for readers who may not open its request."""
    request = dossier.papers.permission
    if request is None:
        return []
    steps = {
        step.stream: step
        for step in dossier.steps
        if step.request_id == request.pk and step.round == request.round and step.kind != StepKind.CIRCULATE
    }
    related = ("person", "on_behalf_of", "unit", "facts")
    events = decision_events().filter(stream__in=list(steps)).select_related(*related).order_by("at", "pk")
    return [_line(steps[one.event.stream], one) for one in read_decisions(list(events))]


def _line(step: Any, decision: Any) -> Line:
    event = decision.event
    marks = [f"代決({event.on_behalf_of.name}に代わって)"] if event.on_behalf_of is not None else []
    marks += [step.review.get_state_display()] if hasattr(step, "review") else []
    marks += ["自己決定"] if decision.self_settled else []
    return Line(event.capacity, event.label, event.person.name, era_date(japan_day(event.at)), "、".join(marks))

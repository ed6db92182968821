"""The sheet of one account (台帳票): what its page says, arranged for one page of A4.

Papers of the chapter above come as the account's page gets them: by reverse relations, and only those the reader may
open.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts.dossier import Papers, open_duties, papers_of, people_with_access
from accounts.holding import Holders
from accounts.models import Account
from core.audit.history import last_code
from core.lifecycle.actor import Actor
from core.lifecycle.decisions import decision_events, read_decisions
from core.staff.authority import Capacity, current_unit
from core.staff.offices import Office
from core.ui.eras import era_date, japan_day

CIRCULATE = "circulate"
"""A kind of step that only informs, a word of the chapter above."""


@dataclass(frozen=True)
class Line:
    """One decision behind the account: which office, what, who, when, and how it came about."""

    office: str
    what: str
    who: str
    day: str
    marks: str


def sheet_of(account: Account, actor: Actor, kept: Iterable[Capacity], on: date) -> dict[str, Any]:
    """Return the context of an account's sheet for a reader; constant queries."""
    papers = papers_of(account, actor, on)
    return {
        "account": account,
        "section": current_unit(account.section, on),
        "people": people_with_access(account, actor, on),
        "papers": papers,
        "decisions": decisions_behind(papers),
        "duties": open_duties(account, actor, kept, on)[0],
        "code": last_code(account),
        **_offices(account, on),
    }


def _offices(account: Account, on: date) -> dict[str, str]:
    asked = [(Office.SECTION_HEAD, account.section), (Office.DEPARTMENT_HEAD, account.section)]
    held = Holders(asked, on)
    return {"manager_words": held.words(*asked[0]), "officer_words": held.words(*asked[1])}


def decisions_behind(papers: Papers) -> list[Line]:
    """Return who decided in the round that permitted the account; nothing for readers who may not open its request."""
    request = papers.permission
    if request is None:
        return []
    steps = {
        step.stream: step for step in request.steps.all() if step.round == request.round and step.kind != CIRCULATE
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

"""The sheet of one account (台帳票): what its page says, arranged for one page of A4."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import CharField, Q, Value
from django.db.models.functions import Cast, Concat

from approvals.models import Attachment, Request
from approvals.states import StepKind
from core.audit.history import WRITTEN
from core.audit.models import Event
from core.gathering import Tuples, gathered
from core.lifecycle.decisions import decision_events
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
        "code": dossier.code,
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
    found = gathered(
        decided=Tuples(lambda: decision_events().filter(stream__in=list(steps)), DECIDED),
        written=Tuples(lambda: _written(request), ("person_id", "id")),
    )
    wrote = dict(sorted(found["written"], reverse=True))
    return [_line(steps, Decided(*row), wrote) for row in sorted(found["decided"])]


class Decided(NamedTuple):
    """What the sheet says of a decision's event."""

    at: datetime
    key: int
    stream: str
    label: str
    capacity: str
    person: int
    name: str
    principal: str | None


DECIDED = ("at", "id", "stream", "label", "capacity", "person_id", "person__name", "on_behalf_of__name")


def _written(request: Request) -> Any:
    """Return the events by which people wrote a request or its attachments."""
    label = Value(f"{Attachment._meta.label_lower}:")
    attached = Attachment.objects.filter(request=request.pk).values_list(Concat(label, Cast("pk", CharField())))
    written = Event.objects.filter(Q(stream=request.stream) | Q(stream__in=attached), move__regex=WRITTEN)
    return written.exclude(person=None)


def _line(steps: Mapping[str, Any], one: Decided, wrote: Mapping[int, int]) -> Line:
    """Return a decision in words.

    Args:
        wrote: the first event by which each author wrote.
    """
    step = steps[one.stream]
    marks = [f"代決({one.principal}に代わって)"] if one.principal is not None else []
    marks += [step.review.get_state_display()] if hasattr(step, "review") else []
    marks += ["自己決定"] if wrote.get(one.person, one.key) < one.key else []
    return Line(one.capacity, one.label, one.name, era_date(japan_day(one.at)), "、".join(marks))

"""What a person sent and where it stands: requests with the office that is asked now, filings, recent ends."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from accounts.presentation import soft_url
from approvals.models import Filing, Request, Step
from approvals.states import RequestState
from core.staff.tree import tree
from core.staff.units import units_in
from dashboard.account.offices import Known, KnownHolders, holding_given, place_of
from dashboard.desk import ASKED, Desk


@dataclass(frozen=True)
class Sent:
    """One thing sent: its state, where it leads, who has it and since when."""

    tone: str
    state: str
    title: str
    url: str
    words: str
    since: date | datetime | None
    suffix: str


def sent(desk: Desk, on: date) -> list[Sent]:
    """Return what a person sent: under way first, then what ended within the last month; one query if any waits."""
    answers = desk.answers
    return [
        *_under_way(desk, answers, on),
        *(_filing(filing) for filing in desk.filed),
        *(_answered(request, answers) for request in desk.ended),
        *(_filing(filing) for filing in desk.received),
    ]


def _under_way(desk: Desk, answers: dict[int, Step], on: date) -> Iterable[Sent]:
    requests = desk.under_way
    keys = {request.pk for request in requests}
    steps = {key: step for key, step in desk.asked.items() if key in keys}
    holders, since = _asked_now(list(steps.values()), on) if steps else (None, {})
    for request in requests:
        step = steps.get(request.pk)
        if step is not None and holders is not None:
            yield _sent(request, holders.words(step.office, step.unit), since.get(step.stream), " から")
        elif request.state == RequestState.RETURNED:
            yield _answered(request, answers)
        else:
            yield _sent(request, "まだ提出していません", None, "")


def _asked_now(steps: list[Step], on: date) -> tuple[KnownHolders, dict[str, date]]:
    """Return who holds the offices asked, and since when each step waits, by its stream; one query."""
    units = units_in(tree())
    for step in steps:
        step.unit = units.unit(step.unit_id)
    asked = [(step.office, step.unit) for step in steps]
    places = [place_of(office, unit, on) for office, unit in asked]
    found = ASKED.ask(on=on, streams=[step.stream for step in steps], **holding_given(places))
    return KnownHolders(asked, on, Known.of(found, places, units)), dict(found["since"])


def _answered(request: Request, answers: dict[int, Step]) -> Sent:
    step = answers.get(request.pk)
    if step is None or step.decided_by is None:
        return _sent(request, "決裁が終わりました", request.decided_at, "")
    return _sent(request, f"{step.decided_by.name}({step.decided_as})", step.decided_at, "")


def _sent(request: Request, words: str, since: date | datetime | None, suffix: str) -> Sent:
    title = f"{request.document_number} {request.title}".strip()
    url = soft_url("approvals:request_detail", request.pk)
    return Sent(request.tone, request.get_state_display(), title, url, words, since, suffix)


def _filing(filing: Filing) -> Sent:
    office = filing.get_office_display()
    words = f"{filing.received_by.name}({office})" if filing.received_by else f"{office}の受理を待っています"
    since = filing.received_at or filing.filed_at
    title = f"{filing.document_number} {filing}".strip()
    url = soft_url("approvals:filing_detail", filing.pk)
    return Sent(
        filing.tone, filing.get_state_display(), title, url, words, since, "" if filing.received_at else " 届出"
    )

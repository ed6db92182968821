"""What a person sent and where it stands: requests with the office that is asked now, filings, recent ends."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import F

from accounts.holding import Holders
from accounts.presentation import soft_url
from approvals.models import Filing, Request, Step
from approvals.permissions import filings_visible_to, requests_visible_to
from approvals.states import FilingState, RequestState
from core.deadlines.models import Obligation
from core.staff.models import Person

MOST = 8
RECENT = timedelta(days=30)


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


def sent_by(person: Person, on: date, at: datetime) -> list[Sent]:
    """Return what a person sent: under way first, then what ended within the last month; bounded."""
    requests = requests_visible_to(person, on).drafted_by(person).select_related("platform")  # type: ignore[attr-defined]
    under_way = list(requests.under_way().order_by("-pk")[:MOST])
    ended = list(requests.filter(decided_at__gte=at - RECENT).order_by("-decided_at", "-pk")[:MOST])
    filings = filings_visible_to(person, on).filter(filed_by=person).select_related("account__platform", "received_by")
    filed = list(filings.filter(state=FilingState.FILED).order_by("-pk")[:MOST])
    received = list(filings.filter(received_at__gte=at - RECENT).order_by("-received_at", "-pk")[:MOST])
    answers = _last_answers(ended)
    return [
        *_under_way(under_way, on),
        *(_filing(filing) for filing in filed),
        *(_answered(request, answers) for request in ended),
        *(_filing(filing) for filing in received),
    ]


def _under_way(requests: list[Request], on: date) -> Iterable[Sent]:
    steps = {step.request_id: step for step in _current_steps(requests)}
    holders = Holders([(step.office, step.unit) for step in steps.values()], on)
    asked = Obligation.objects.about(*(step.stream for step in steps.values())).values_list("about", "opened_on")
    since = dict(asked)
    answers = _last_answers(requests)
    for request in requests:
        if step := steps.get(request.pk):
            yield _sent(request, holders.words(step.office, step.unit), since.get(step.stream), " から")
        elif request.state == RequestState.RETURNED:
            yield _answered(request, answers)
        else:
            yield _sent(request, "まだ提出していません", None, "")


def _current_steps(requests: list[Request]) -> Iterable[Step]:
    submitted = [request.pk for request in requests if request.state == RequestState.SUBMITTED]
    found = Step.objects.awaiting_decision().blocking().filter(request__in=submitted)
    return found.select_related("unit__parent__parent", "request").order_by("pk")


def _last_answers(requests: list[Request]) -> dict[int, Step]:
    """Return the step that ended the last round of each request."""
    found = Step.objects.blocking().filter(request__in=requests, decided_at__isnull=False, round=F("request__round"))
    return {step.request_id: step for step in found.select_related("decided_by").order_by("position")}


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
    words = f"{filing.received_by.name}(総務部長)" if filing.received_by else "総務部長の受理を待っています"
    since = filing.received_at or filing.filed_at
    title = f"{filing.document_number} {filing}".strip()
    url = soft_url("approvals:filing_detail", filing.pk)
    return Sent(
        filing.tone, filing.get_state_display(), title, url, words, since, "" if filing.received_at else " 届出"
    )

"""Reads accounts in batches with their requests, steps, revisions, filings and events: a constant number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from accounts.models import Account
from approvals.models import Filing, Request, Revision, Step
from approvals.models.step import office_name
from core.audit.lawful import Decision, decisions_of
from core.lifecycle.subjects import Times, authors_by_stream
from core.lifecycle.trails import facts_of
from core.records import Record, digest_of
from core.staff.authority import answering_unit
from core.staff.models import Unit
from core.staff.offices import CITY_WIDE, NEXT_HIGHER, Office
from dashboard.evidence.book import Book
from dashboard.evidence.rows import AccountRow, FilingRow, RequestRow, RevisionRow, StepRow, Told
from dashboard.evidence.trail import columns_told, events_of, told_of

BATCH = 200
REGISTERED = "accounts.account.create+register"
PAPER = ("paper_number", "paper_on")
"""Columns that name the paper document an account was registered on."""


def account_rows(book: Book) -> Iterator[AccountRow]:
    """Yield every account with its papers, as tables and trail have them."""
    units, last = units_wired(), 0
    while accounts := list(Account.objects.filter(pk__gt=last).select_related("platform").order_by("pk")[:BATCH]):
        yield from _Batch(accounts, book, units).rows()
        last = accounts[-1].pk


def units_wired() -> dict[int, Unit]:
    """Return all units with parents and successors in place, so that walking the tree asks for nothing more."""
    units = {unit.pk: unit for unit in Unit.objects.all()}
    for unit in units.values():
        unit.parent = units[unit.parent_id] if unit.parent_id else None
        unit.successor = units[unit.successor_id] if unit.successor_id else None
    return units


class _Batch:
    """Some accounts and everything about them, read at once."""

    def __init__(self, accounts: Sequence[Account], book: Book, units: dict[int, Unit]) -> None:
        self.accounts, self.book, self.units = accounts, book, units
        requests = Request.objects.filter(account__in=accounts).select_related("platform")
        self.requests = list(requests.prefetch_related("attachments").order_by("pk"))
        steps = Step.objects.filter(request__in=self.requests).select_related("decided_by", "on_behalf_of")
        self.steps = list(steps.order_by("round", "position"))
        self.revisions = list(Revision.objects.filter(request__in=self.requests).order_by("number"))
        filings = Filing.objects.filter(account__in=accounts)
        self.filings = list(filings.select_related("account__platform", "received_by", "notice"))
        records: list[Record] = [*accounts, *self.requests, *self.steps, *self.filings]
        self.events = events_of(record.stream for record in records)
        self.disposed = self._disposed()
        content = [stream for request in self.requests for stream in request.subject().content]
        self.authors = authors_by_stream(content)

    def rows(self) -> Iterator[AccountRow]:
        requests, filings = _grouped(self.requests, "account_id"), _grouped(self.filings, "account_id")
        steps, revisions = _grouped(self.steps, "request_id"), _grouped(self.revisions, "request_id")
        for account in self.accounts:
            yield AccountRow(
                stream=account.stream,
                title=account.title,
                state=account.state,
                last_state=self._last_state(account),
                acquired_on=account.acquired_on,
                acquired=self._reached(account, "acquired"),
                requests=[self._request(r, steps[r.pk], revisions[r.pk]) for r in requests[account.pk]],
                filings=[self._filing(filing) for filing in filings[account.pk]],
                registered=self._registered(account),
                paper=_paper({name: getattr(account, name) for name in PAPER}),
                paper_told=_paper(columns_told(self.events[account.stream])),
            )

    def _registered(self, account: Account) -> Told | None:
        """Return the event that entered an account on its paper document; it is the first of all or none."""
        first = next(iter(self.events[account.stream]), None)
        return told_of(first) if first is not None and first.move == REGISTERED else None

    def _disposed(self) -> set[str]:
        """Return the streams of the requests whose content a disposal emptied, permitted and carried out by people."""
        emptied = [
            (request.stream, str(event.act_id), str(facts_of(event).get("disposal")))
            for request in self.requests
            if request.disposed_on is not None
            for event in self.events[request.stream]
            if event.move == "approvals.request.dispose"
        ]
        decided = decisions_of(disposal for _, _, disposal in emptied)
        return {stream for stream, act, disposal in emptied if decided.get(disposal, Decision()).carried_out == act}

    def _last_state(self, record: Record) -> str:
        """Return the state the trail left a record in; "" when there is no event at all."""
        events = self.events[record.stream]
        reached = [event.to_state for event in events if event.to_state]
        return reached[-1] if reached else (_initial(record) if events else "")

    def _reached(self, record: Record, state: str) -> Told | None:
        """Return the last event that led a record into a state."""
        found = [event for event in self.events[record.stream] if event.to_state == state]
        return told_of(found[-1]) if found else None

    def _filing(self, filing: Filing) -> FilingRow:
        return FilingRow(
            stream=filing.stream,
            name=str(filing),
            state=filing.state,
            last_state=self._last_state(filing),
            received_by=filing.received_by_id,
            receipt=self._reached(filing, "received"),
            received_by_name=filing.received_by.name if filing.received_by else "",
            of_acquisition=filing.notice_id is None,
        )

    def _request(self, request: Request, steps: Iterable[Step], revisions: Sequence[Revision]) -> RequestRow:
        return RequestRow(
            stream=request.stream,
            name=f"{request.document_number} {request.title}",
            state=request.state,
            last_state=self._last_state(request),
            round=request.round,
            digest=self._digest(request, revisions),
            steps=[self._step(step, request) for step in steps],
            revisions=[self._revision(one, request) for one in revisions],
        )

    def _digest(self, request: Request, revisions: Sequence[Revision]) -> str:
        """Return the digest of a request's content as it stands; of one that was disposed of what is left of it."""
        if request.stream in self.disposed and revisions:
            return revisions[-1].digest
        kept = [one for one in request.attachments.all() if one.removed_at is None]
        return digest_of(request.content_with(sorted([one.name, one.sha256] for one in kept)))

    def _revision(self, revision: Revision, request: Request) -> RevisionRow:
        """Return what a submission said; of one that was disposed of only its digest is left."""
        body = revision.digest if request.stream in self.disposed else digest_of(revision.body)
        return RevisionRow(revision.number, revision.digest, body, revision.submitted_at)

    def _step(self, step: Step, request: Request) -> StepRow:
        event, unit = self._reached(step, step.state), self.units[step.unit_id]
        on = event.on if event else None
        higher = NEXT_HIGHER.get(Office(step.office))
        return StepRow(
            stream=step.stream,
            round=step.round,
            position=step.position,
            kind=step.kind,
            office=step.office,
            office_name=office_name(step.office, unit),
            state=step.state,
            last_state=self._last_state(step),
            decided_by=step.decided_by_id,
            on_behalf_of=step.on_behalf_of_id,
            decided_at=step.decided_at,
            digest=step.seen_digest,
            event=event,
            who=_who(step),
            answering=_answering(step.office, unit, on),
            answering_above=_answering(higher, unit, on) if higher else frozenset(),
            above_may=event is not None and event.office != step.office and self._all_wrote(step, request, event),
        )

    def _all_wrote(self, step: Step, request: Request, event: Told) -> bool:
        """Tell whether by the trail everybody who could answer had written what was to be decided."""
        asked = self.book.answering(step.office, _answering(step.office, self.units[step.unit_id], event.on), event)
        wrote: Times = {}
        for stream in request.subject().content:
            wrote |= self.authors[stream]
        return bool(asked) and all(wrote.get(person, event.key) < event.key for person in asked)


def _who(step: Step) -> str:
    """Name who decided by the table, as `core.audit.history.who` names the actor of an event."""
    if step.decided_by is None:
        return ""
    name = f"{step.decided_by.name}({step.decided_as})"
    return f"{name}、{step.on_behalf_of.name}に代わって" if step.on_behalf_of else name


def _paper(columns: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(str(columns.get(name) or "") for name in PAPER)


def _initial(record: Record) -> str:
    """Return the state records of this kind begin in; creating one tells of no state."""
    model: Any = type(record)
    return str(model._meta.get_field("state").get_default())


def _answering(office: str, unit: Unit, on: date | None) -> frozenset[int]:
    """Return the key of the unit that answers for an office of a unit; nothing where the unit does not matter."""
    return frozenset() if office in CITY_WIDE or on is None else frozenset({answering_unit(office, unit, on).pk})


def _grouped(records: Iterable[Any], key: str) -> defaultdict[int, list[Any]]:
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for record in records:
        found[getattr(record, key)].append(record)
    return found

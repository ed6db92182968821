"""Walks the city in batches and compares: entries, decisions, accounts."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, QuerySet, Subquery

from core.audit.models import Event
from core.lifecycle.decisions import decision_events
from core.lifecycle.subjects import authors_by_stream, subjects_of, wrote_before
from dashboard.evidence.accounts import account_rows
from dashboard.evidence.book import Book
from dashboard.evidence.entries import read_entries
from dashboard.evidence.findings import Finding
from dashboard.evidence.rules.decisions import decision_findings
from dashboard.evidence.rules.entries import entry_findings
from dashboard.evidence.rules.registry import account_findings
from dashboard.evidence.trail import told_of

BATCH = 500
OTHERS_DECIDE = frozenset({"approvals.step"})
"""Records on which another person's say is asked for (4-1-(2)); elsewhere deciding on one's own work is 自己決定."""


@dataclass(frozen=True)
class Result:
    """What was compared, and what did not fit."""

    entries: int
    decisions: int
    accounts: int
    findings: tuple[Finding, ...]


def check_evidence() -> Result:
    """Compare registry, decisions and trail; read only."""
    counted: Counter[str] = Counter()
    read = read_entries()
    found = [finding for row in read.rows for finding in entry_findings(row, read.set_up_until)]
    found += _counted(counted, "decisions", _decisions(read.book))
    found += _counted(counted, "accounts", (account_findings(row) for row in account_rows(read.book)))
    return Result(len(read.rows), counted["decisions"], counted["accounts"], tuple(dict.fromkeys(found)))


def _counted(counted: Counter[str], what: str, groups: Iterable[Iterable[Finding]]) -> Iterator[Finding]:
    for group in groups:
        counted[what] += 1
        yield from group


def _decisions(book: Book) -> Iterator[Iterable[Finding]]:
    last = 0
    while events := list(_with_neighbour(decision_events().filter(pk__gt=last)).order_by("pk")[:BATCH]):
        yield from _batch(events, book)
        last = events[-1].pk


def _with_neighbour(found: QuerySet[Event]) -> QuerySet[Event]:
    """Add the instant of the act that was written just before each event."""
    before = Event.objects.filter(pk__lt=OuterRef("pk")).exclude(act_id=OuterRef("act_id")).order_by("-pk")
    return found.select_related("person", "on_behalf_of", "facts").annotate(
        written_before=Subquery(before.values("at")[:1])
    )


def _batch(events: list[Event], book: Book) -> Iterator[Iterable[Finding]]:
    subjects = subjects_of(event.stream for event in events)
    authors = authors_by_stream(stream for subject in subjects.values() for stream in subject.content)
    for event in events:
        subject = subjects.get(event.stream)
        asked = event.stream.partition(":")[0] in OTHERS_DECIDE
        own_work = asked and subject is not None and wrote_before(event, subject, authors)
        written_before: datetime | None = getattr(event, "written_before", None)
        yield decision_findings(told_of(event, check_hash=True), book, written_before, own_work=own_work)

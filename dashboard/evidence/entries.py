"""Reads all appointments and deputyships, from their tables and from the trail: the book, and rows to compare."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from core.audit.models import Event
from core.lifecycle.trails import facts_of
from core.records import canonical_json
from core.staff.models import Appointment, Deputyship
from core.staff.models.appointment import Dated
from core.staff.offices import Office
from dashboard.evidence.book import Book, Entry
from dashboard.evidence.rows import EntryRow, Told
from dashboard.evidence.rules.entries import COLUMNS
from dashboard.evidence.trail import columns_told, events_of, told_of

TAKING_BACK = frozenset({"decline", "revoke"})


@dataclass(frozen=True)
class Entries:
    """The book, the rows, and where the first set-up ends."""

    book: Book
    rows: Sequence[EntryRow]
    set_up_until: int | None


def read_entries() -> Entries:
    """Read them all: a city has some thousands."""
    appointments, deputyships = Appointment.objects.all(), Deputyship.objects.all()
    read = [
        *_read(appointments.select_related("person", "unit")),
        *_read(deputyships.select_related("deputy", "principal__person", "principal__unit")),
    ]
    entries = [entry for _, _, entry in read if entry is not None]
    entered = [entry.entered.key for entry in entries if entry.entered is not None and entry.entered.person]
    book = Book((e for e in entries if not e.principal), (e for e in entries if e.principal))
    return Entries(book, [_row(*one, book) for one in read], min(entered, default=None))


def _read(found: QuerySet[Any]) -> Iterable[tuple[Dated, Sequence[Event], Entry | None]]:
    records = list(found.order_by("pk"))
    events = events_of(record.stream for record in records)
    return ((record, events[record.stream], _entry(record, events[record.stream])) for record in records)


def _entry(record: Dated, events: Sequence[Event]) -> Entry | None:
    """Return an entry as its events tell it; what a lawful disposal took from them is read from the table."""
    if not events:
        return None
    values = _plain(record.columns()) | columns_told(events)
    entry = Entry(
        record.stream,
        person=values.get("person_id") or values["deputy_id"],
        office=values.get("office", ""),
        unit=values.get("unit_id"),
        principal=f"staff.appointment:{values['principal_id']}" if "principal_id" in values else "",
        starts_on=date.fromisoformat(values["starts_on"]),
        ends=[(event.pk, _day(told)) for event in events for told in _ends(event)],
    )
    for event in events:
        verbs = set(event.move.rpartition(".")[2].split("+"))
        _note(entry, verbs, event)
    if not entry.ends:
        entry.ends = [(0, _day(values.get("ends_on")))]
    return entry


def _note(entry: Entry, verbs: set[str], event: Event) -> None:
    if "create" in verbs:
        entry.entered = told_of(event)
    if "confirm" in verbs:
        entry.confirmed = told_of(event)
    if verbs & TAKING_BACK:
        entry.taken_back = told_of(event)


def _ends(event: Event) -> Iterable[Any]:
    """Yield the last day that an event set, None for none."""
    facts = facts_of(event)
    changed = (facts.get("changes") or {}).get("ends_on")
    if changed is not None:
        yield changed[1]
    elif "ends_on" in (facts.get("values") or {}):
        yield facts["values"]["ends_on"]


def _day(value: Any) -> date | None:
    return date.fromisoformat(value) if value else None


def _row(record: Dated, events: Sequence[Event], entry: Entry | None, book: Book) -> EntryRow:
    table, told = _plain(record.columns()), _told_columns(record, events)
    appointment = record.principal if isinstance(record, Deputyship) else record
    assert isinstance(appointment, Appointment)
    return EntryRow(
        stream=record.stream,
        name=str(record),
        table={name: table.get(name) for name in COLUMNS},
        trail={name: told.get(name) for name in COLUMNS} if told else {},
        decides=appointment.office != Office.STAFF,
        entered=entry.entered if entry else None,
        confirmed=_confirmation(entry),
        concerned=frozenset(_concerned(record, book)),
        own_choice=_principal(record, book) if isinstance(record, Deputyship) else None,
    )


def _confirmation(entry: Entry | None) -> Told | None:
    return entry.confirmed if entry else None


def _told_columns(record: Dated, events: Sequence[Event]) -> dict[str, Any]:
    """Return the columns by the trail; those whose facts were disposed of are taken as the table has them."""
    if not events:
        return {}
    told = columns_told(events)
    kept = all(getattr(event, "facts", None) is not None for event in events)
    return told if kept else _plain(record.columns()) | told


def _principal(record: Deputyship, book: Book) -> int:
    """Return who named the deputy by the trail: an appointment forged since makes nobody's deputy unlawful."""
    appointment = book.appointments.get(record.principal.stream)
    return appointment.person if appointment is not None else record.principal.person_id


def _concerned(record: Dated, book: Book) -> Iterable[int]:
    if isinstance(record, Deputyship):
        return (record.deputy_id, _principal(record, book))
    assert isinstance(record, Appointment)
    return (record.person_id,)


def _plain(columns: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(canonical_json(columns))
    return found

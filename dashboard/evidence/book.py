"""Who held which office when, as the trail itself tells it: appointments and deputyships out of their own events.

An entry counts for an event only when its confirmation was written before that event, by time and by order of writing:
what was entered afterwards gives nobody authority for yesterday.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from dashboard.evidence.rows import Told


@dataclass
class Entry:
    """One appointment or deputyship as its events tell it."""

    stream: str
    person: int
    office: str = ""
    unit: int | None = None
    principal: str = ""
    """Of a deputyship, the stream of the principal's appointment."""
    starts_on: date = date.max
    ends: list[tuple[int, date | None]] = field(default_factory=list)
    """Key of the event and the last day it set, in order."""
    entered: Told | None = None
    confirmed: Told | None = None
    taken_back: Told | None = None

    def in_force(self, event: Told) -> bool:
        """Tell whether the entry gave authority at an event, by what had been written before it."""
        if self.confirmed is None or not _before(self.confirmed, event):
            return False
        if self.taken_back is not None and _before(self.taken_back, event):
            return False
        last = [ends_on for key, ends_on in self.ends if key < event.key]
        ends_on = last[-1] if last else None
        return self.starts_on <= event.on and (ends_on is None or event.on <= ends_on)


def _before(earlier: Told, event: Told) -> bool:
    return earlier.key < event.key and earlier.at <= event.at


class Book:
    """All entries, found by the person they give authority to."""

    def __init__(self, appointments: Iterable[Entry], deputyships: Iterable[Entry]) -> None:
        self.appointments = {entry.stream: entry for entry in appointments}
        self.deputyships = {entry.stream: entry for entry in deputyships}
        self._of_person = _by_person(self.appointments.values())
        self._of_deputy = _by_person(self.deputyships.values())
        self._of_office: defaultdict[str, list[Entry]] = defaultdict(list)
        for entry in self.appointments.values():
            self._of_office[entry.office].append(entry)

    def supports(self, event: Told) -> bool:
        """Tell whether who acted held the office then, in person or as a deputy of the one named."""
        if event.person is None:
            return False
        if event.on_behalf_of is None:
            return any(self._fits(entry, event) for entry in self._of_person[event.person])
        deputyships = (entry for entry in self._of_deputy[event.person] if entry.in_force(event))
        return any(self._stands_for(entry, event) for entry in deputyships)

    def principal_missing(self, event: Told) -> str:
        """Return the stream of the appointment a deputy stood for when the trail does not know it in force, else ""."""
        for entry in (entry for entry in self._of_deputy[event.person or 0] if entry.in_force(event)):
            principal = self.appointments.get(entry.principal)
            if principal is None or not principal.in_force(event):
                return entry.principal
        return ""

    def answering(self, office: str, units: frozenset[int], event: Told) -> set[int]:
        """Return the persons who held an office at an event, and their deputies."""
        held = {e.stream: e for e in self._of_office[office] if e.in_force(event) and (not units or e.unit in units)}
        deputies = {d.person for d in self.deputyships.values() if d.principal in held and d.in_force(event)}
        return {entry.person for entry in held.values()} | deputies

    def _stands_for(self, deputyship: Entry, event: Told) -> bool:
        principal = self.appointments.get(deputyship.principal)
        return principal is not None and principal.person == event.on_behalf_of and self._fits(principal, event)

    def _fits(self, entry: Entry, event: Told) -> bool:
        return entry.office == event.office and entry.unit == event.unit and entry.in_force(event)


def _by_person(entries: Iterable[Entry]) -> defaultdict[int, Sequence[Entry]]:
    found: defaultdict[int, list[Entry]] = defaultdict(list)
    for entry in entries:
        found[entry.person].append(entry)
    return found  # type: ignore[return-value]  # a list is a sequence

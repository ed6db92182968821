"""What one person did in a period, and what others did in that person's name or with the person's number."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet

from core.audit.models import AppendOnlyQuerySet, Event
from core.lifecycle.decisions import during
from core.staff.models import Appointment, Deputyship, Person
from core.staff.offices import office_label

NEWEST = 20
"""Sign-ins and acts by deputies shown in full; the numbers are those of the period."""
SIGNED_IN, FAILED = "signin", ("signin_failed", "proof_failed")


@dataclass(frozen=True)
class Some:
    """The newest events of a kind, and how many there are."""

    count: int
    newest: list[Event]

    @classmethod
    def of(cls, found: QuerySet[Event]) -> "Some":
        """Count and read the newest."""
        newest = found.select_related("person", "on_behalf_of", "unit").order_by("-at", "-pk")
        return cls(found.count(), list(newest[:NEWEST]))


@dataclass(frozen=True)
class Tally:
    """How often a person did something in an office."""

    office: str
    label: str
    number: int


def acts_of(person: Person, first_on: date, last_on: date) -> AppendOnlyQuerySet[Event]:
    """Return what a person did in some days."""
    return during(Event.objects.filter(person=person), first_on, last_on)


def counts_of(found: QuerySet[Event]) -> list[Tally]:
    """Count acts by office and words, the most frequent first within an office."""
    counted = found.order_by().values("office", "label").annotate(number=Count("pk"))
    rows = counted.order_by("office", "-number", "label")
    return [Tally(office_label(row["office"]), row["label"], row["number"]) for row in rows]


def sign_ins(person: Person, first_on: date, last_on: date) -> Some:
    """Return a person's sign-ins."""
    return Some.of(acts_of(person, first_on, last_on).filter(move=SIGNED_IN))


def failed_sign_ins(person: Person, first_on: date, last_on: date) -> Some:
    """Return the failed sign-ins under a person's number; the system noted them, because nobody was signed in."""
    found = during(Event.objects.filter(move__in=FAILED), first_on, last_on)
    return Some.of(found.filter(facts__body__contains=f'"staff_number":"{person.staff_number}"'))


def acts_for(person: Person, first_on: date, last_on: date) -> Some:
    """Return what deputies did in a person's name (代決)."""
    return Some.of(during(Event.objects.filter(on_behalf_of=person), first_on, last_on))


def authority_of(person: Person) -> dict[str, Any]:
    """Return a person's appointments, deputyships for others, and the deputies he or she had, newest first."""
    read = ("deputy", "principal__person", "principal__unit", "entered_by", "confirmed_by")
    deputyships = Deputyship.objects.select_related(*read).order_by("-starts_on", "-pk")
    appointments = Appointment.objects.filter(person=person).select_related(
        "person", "unit", "entered_by", "confirmed_by"
    )
    return {
        "appointments": list(appointments.order_by("-starts_on", "-pk")),
        "stands_for": list(deputyships.filter(deputy=person)),
        "deputies": list(deputyships.filter(principal__person=person)),
    }

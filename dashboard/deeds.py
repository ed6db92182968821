"""What one person did in a period, and what others did in that person's name or with the person's number."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet, Subquery, Value

from core.audit.models import AppendOnlyQuerySet, Event
from core.gathering import Part, gathered
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
    def part(cls, found: QuerySet[Event]) -> Part:
        """Return the newest, each with the number of all, as part of a question."""
        newest = found.order_by("-at", "-pk").values("pk")[:NEWEST]
        total = found.order_by().values(one=Value(1)).annotate(number=Count("pk")).values("number")
        return Part(
            lambda: Event.objects.filter(pk__in=newest).annotate(total=Subquery(total)),
            related={"person": (), "on_behalf_of": (), "unit": ()},
            more=("total",),
        )

    @classmethod
    def of(cls, rows: list[Event]) -> "Some":
        """Return what was read as that part."""
        newest = sorted(rows, key=lambda event: (event.at, event.pk), reverse=True)
        return cls(next((vars(event)["total"] for event in newest), 0), newest)


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


@dataclass(frozen=True)
class Beside:
    """What stands beside a person's acts in some days."""

    sign_ins: Some
    failures: Some
    """Failed sign-ins under the person's number; the system noted them, because nobody was signed in."""
    for_person: Some
    """What deputies did in the person's name (代決)."""


def beside(person: Person, first_on: date, last_on: date) -> Beside:
    """Return a person's sign-ins, those that failed, and what deputies did; one query."""
    failed = during(Event.objects.filter(move__in=FAILED), first_on, last_on)
    found = gathered(
        sign_ins=Some.part(acts_of(person, first_on, last_on).filter(move=SIGNED_IN)),
        failures=Some.part(failed.filter(facts__body__contains=f'"staff_number":"{person.staff_number}"')),
        for_person=Some.part(during(Event.objects.filter(on_behalf_of=person), first_on, last_on)),
    )
    return Beside(**{name: Some.of(rows) for name, rows in found.items()})


def authority_of(person: Person) -> dict[str, Any]:
    """Return a person's appointments, deputyships for others, and the deputies he or she had, newest first; one query.

    Each list under its name.
    """
    by = ("entered_by", "confirmed_by")
    deputyship = dict.fromkeys(("deputy", "principal", "principal__person", "principal__unit", *by), ())
    found = gathered(
        appointments=Part(
            lambda: Appointment.objects.filter(person=person), related=dict.fromkeys(("person", "unit", *by), ())
        ),
        stands_for=Part(lambda: Deputyship.objects.filter(deputy=person), related=deputyship),
        deputies=Part(lambda: Deputyship.objects.filter(principal__person=person), related=deputyship),
    )
    return {name: sorted(rows, key=lambda one: (one.starts_on, one.pk), reverse=True) for name, rows in found.items()}

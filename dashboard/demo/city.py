"""The invented city while it is being made: its records by short names, and who acts in an office on a day."""

from dataclasses import dataclass, field
from datetime import date, datetime

from accounts.models import Platform
from core.lifecycle.actor import Actor
from core.periods.clock import japan_date
from core.staff.authority import capacities, current_unit, deputies, holders
from core.staff.models import Person, Unit
from core.staff.offices import Office
from dashboard.demo.days import Days


@dataclass
class City:
    """Units, people and services by the keys of their tables."""

    days: Days
    units: dict[str, Unit] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    services: dict[str, Platform] = field(default_factory=dict)

    def unit(self, key: str) -> Unit:
        """Return a unit as it stands now."""
        return Unit.objects.get(pk=self.units[key].pk)

    def section(self, key: str, at: datetime) -> Unit:
        """Return the section that carries a section's work on a day."""
        return current_unit(self.unit(key), japan_date(at))

    def acting(self, name: str, at: datetime, office: str = "") -> Actor:
        """Return a person in an office of his or her own; the first one when none is named.

        Raises:
            LookupError: when the person does not hold it on the day.
        """
        kept = capacities(Person.objects.get(pk=self.people[name].pk), japan_date(at))
        fitting = [c for c in kept if not c.is_deputy and office in ("", c.office)]
        if not fitting:
            raise LookupError(f"{name} does not act as {office or 'anything'} at {at}")
        return Actor.of(self.people[name], fitting[0])

    def clerk(self, section: str, at: datetime, wanted: str = "", besides: str = "") -> Actor:
        """Return a member of a section's staff: the one wanted if he or she is there that day, else the first.

        Raises:
            LookupError: when nobody (besides one) is there.
        """
        unit, on = self.section(section, at), japan_date(at)
        staff = [held for held in holders(Office.STAFF, unit, on) if held.person.name != besides]
        staff.sort(key=lambda held: held.person.name != wanted)
        if not staff:
            raise LookupError(f"{unit} has no staff at {at}")
        return actor(staff[0].person, f"a{staff[0].pk}", on)


def holder(office: str, unit: Unit, at: datetime) -> Actor:
    """Return the person who holds an office for a unit on a day.

    Raises:
        LookupError: when it is vacant.
    """
    on = japan_date(at)
    held = holders(office, unit, on).first()
    if held is None:
        raise LookupError(f"{unit} has no {office} on {on}")
    return actor(held.person, f"a{held.pk}", on)


def deputy(office: str, unit: Unit, at: datetime) -> Actor:
    """Return the person who stands in for the holder of an office on a day.

    Raises:
        LookupError: when nobody does.
    """
    on = japan_date(at)
    named = deputies(holders(office, unit, on), on).first()
    if named is None:
        raise LookupError(f"{unit} has no deputy of its {office} on {on}")
    return actor(named.deputy, f"d{named.pk}", on)


def actor(person: Person, key: str, on: date) -> Actor:
    """Return a person acting in the capacity of a key."""
    return next(Actor.of(person, one) for one in capacities(person, on) if one.key == key)

"""Who managed and who operated accounts on a day: dated rows, with the names people had then.

Whether somebody is on the staff today does not matter here, so `core.staff.authority.holders` is not asked.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from accounts.models import Operator
from core.staff.models import Appointment, Deputyship, Person, Unit
from core.staff.offices import Office
from dashboard.asof.city import City
from dashboard.asof.past import Past


@dataclass(frozen=True)
class Held:
    """One holder of an office on a day, and those who were named to decide in the holder's place (代決)."""

    person: Person
    title: str
    deputies: tuple[Person, ...] = ()


class Managers:
    """The account managers (section heads, 4-1-(4)) of some sections on a day; two queries."""

    def __init__(self, sections: Iterable[Unit], city: City) -> None:
        self._city = city
        owners = {city.answering(Office.SECTION_HEAD, section).pk for section in sections}
        held = (
            Appointment.objects.in_force_on(city.day)
            .titled(city.day)
            .filter(office=Office.SECTION_HEAD, unit__in=owners)
            .select_related("person")
            .order_by("pk")
        )
        appointments = list(held)
        deputies = self._deputies(appointments)
        self._held: defaultdict[int, list[Held]] = defaultdict(list)
        for one in appointments:
            one.unit = city.units[one.unit_id]
            self._held[one.unit_id].append(Held(one.person, one.label, tuple(deputies[one.pk])))

    def _deputies(self, appointments: list[Appointment]) -> defaultdict[int, list[Person]]:
        found = Deputyship.objects.in_force_on(self._city.day).filter(principal__in=appointments)
        deputies: defaultdict[int, list[Person]] = defaultdict(list)
        for one in found.select_related("deputy").order_by("pk"):
            deputies[one.principal_id].append(one.deputy)
        return deputies

    def of(self, section: Unit) -> list[Held]:
        """Return who held the office for a section; nobody where it was vacant."""
        return self._held[self._city.answering(Office.SECTION_HEAD, section).pk]

    def people(self) -> list[Person]:
        """Return everybody named."""
        return [person for held in self._held.values() for one in held for person in (one.person, *one.deputies)]


def operators_on(accounts: Iterable[int], city: City) -> defaultdict[int, list[Operator]]:
    """Return who operated some accounts on a day, both ends of the dates counted; one query."""
    found: defaultdict[int, list[Operator]] = defaultdict(list)
    dated = Operator.objects.filter(account__in=list(accounts), starts_on__lte=city.day).exclude(ends_on__lt=city.day)
    for one in dated.select_related("person").order_by("starts_on", "pk"):
        found[one.account_id].append(one)
    return found


class Names:
    """The names people had at the end of a day; one query."""

    def __init__(self, people: Iterable[Person | None], city: City) -> None:
        self._past = Past((person.stream for person in people if person is not None), city.until)

    def of(self, person: Person | None) -> str:
        """Return a person's name, empty for nobody."""
        return str(self._past.told(person, "name")) if person is not None else ""

"""Who managed and who operated accounts on a day: dated rows, with the names people had then.

Whether somebody is on the staff today does not matter here, so `core.staff.authority.holders` is not asked.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from operator import attrgetter

from accounts.models import Operator
from core.gathering import Found, Part
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


def people_parts(accounts: list[int], city: City) -> dict[str, Part]:
    """Return the parts that read who operated some accounts on a day, and all section heads, with their deputies.

    Which sections manage the accounts is not known before they are read, and a city has some hundred heads.
    """
    heads = Appointment.objects.in_force_on(city.day).filter(office=Office.SECTION_HEAD)
    deputies = Deputyship.objects.in_force_on(city.day).filter(principal__in=heads.values("pk"))
    operators = Operator.objects.filter(account__in=accounts, starts_on__lte=city.day).exclude(ends_on__lt=city.day)
    return {
        "heads": Part(lambda: heads, related={"person": ("name",)}),
        "deputies": Part(lambda: deputies, related={"deputy": ("name",)}),
        "operators": Part(lambda: operators, related={"person": ("name",)}),
    }


class Managers:
    """The account managers (section heads, 4-1-(4)) of some sections on a day."""

    def __init__(self, sections: Iterable[Unit], city: City, found: Found) -> None:
        """Take the sections, and what was read by `people_parts`."""
        self._city = city
        owners = {city.answering(Office.SECTION_HEAD, section).pk for section in sections}
        deputies: defaultdict[int, list[Person]] = defaultdict(list)
        for deputyship in sorted(found["deputies"], key=attrgetter("pk")):
            deputies[deputyship.principal_id].append(deputyship.deputy)
        self._held: defaultdict[int, list[Held]] = defaultdict(list)
        for one in sorted(found["heads"], key=attrgetter("pk")):
            if one.unit_id in owners:
                one.unit = city.units[one.unit_id]
                self._held[one.unit_id].append(Held(one.person, one.label, tuple(deputies[one.pk])))

    def of(self, section: Unit) -> list[Held]:
        """Return who held the office for a section; nobody where it was vacant."""
        return self._held[self._city.answering(Office.SECTION_HEAD, section).pk]

    def people(self) -> list[Person]:
        """Return everybody named."""
        return [person for held in self._held.values() for one in held for person in (one.person, *one.deputies)]


def operators_by_account(found: Found) -> defaultdict[int, list[Operator]]:
    """Return who operated which account, of what was read by `people_parts`."""
    operators: defaultdict[int, list[Operator]] = defaultdict(list)
    for one in sorted(found["operators"], key=attrgetter("starts_on", "pk")):
        operators[one.account_id].append(one)
    return operators


class Names:
    """The names people had at the end of a day; one query."""

    def __init__(self, people: Iterable[Person | None], city: City) -> None:
        self._past = Past.of_streams((person.stream for person in people if person is not None), city.until)

    def of(self, person: Person | None) -> str:
        """Return a person's name, empty for nobody."""
        return str(self._past.told(person, "name")) if person is not None else ""

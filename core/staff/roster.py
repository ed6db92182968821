"""Who answers for every office on a day, read at once: for work that goes over the whole city, such as the sweep.

An act asks `core.staff.authority` for one office; a thousand duties of a hundred sections would ask it a hundred times.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.db.models import FilteredRelation, Q

from core.staff.authority import answering_unit
from core.staff.models import Appointment, Person, Unit, UnitLevel
from core.staff.offices import CITY_WIDE, Office
from core.staff.states import AppointmentState

Rows = list[tuple[int, int, int | None, int | None]]
"""Key of an appointment, its person, key of a deputyship for it, the deputy."""


@dataclass
class Roster:
    """The holders of all offices and their deputies on a day; three queries, when first asked."""

    on: date
    _known: dict[tuple[str, int | None], list[Person]] = field(default_factory=dict)

    def people_answering(self, office: str, unit: int | None) -> list[Person]:
        """Return the holders of an office for a unit (by its key) and their deputies, as the function of that name.

        Raises:
            ValueError: when an office of a unit is asked for without a unit.
        """
        asked = (office, None if office in CITY_WIDE else unit)
        if asked not in self._known:
            self._known[asked] = self._read(*asked)
        return self._known[asked]

    def works(self, person: int) -> bool:
        """Tell whether a person (by its key) can be told anything: who has left can not."""
        return person in self._people

    def unit(self, key: int) -> Unit:
        """Return a unit with those above it and its successors in place."""
        return self._units[key]

    def _read(self, office: str, unit: int | None) -> list[Person]:
        if office in CITY_WIDE:
            rows = [row for of_unit in self._by_office[office].values() for row in of_unit]
        elif unit is None:
            raise ValueError(f"{office} needs a unit")
        else:
            held = self._by_office[office]
            rows = [row for key in self._places(office, unit) for row in held.get(key, ())]
        holders = [person for _, person, _, _ in sorted(rows, key=lambda row: (row[0], row[2] or 0))]
        standing_in = sorted((key, deputy) for _, _, key, deputy in rows if key is not None and deputy is not None)
        keys = dict.fromkeys([*holders, *(deputy for _, deputy in standing_in)])
        return [self._people[key] for key in keys if key in self._people]

    def _places(self, office: str, unit: int) -> Iterator[int]:
        """Yield the units whose holders answer for a unit: the one that does, and for staff its groups."""
        answering = answering_unit(office, self._units[unit], self.on)
        yield answering.pk
        if office == Office.STAFF:
            yield from self._groups[answering.pk]

    @cached_property
    def _by_office(self) -> "defaultdict[str, defaultdict[int, Rows]]":
        in_force = Q(deputyships__state=AppointmentState.CONFIRMED, deputyships__starts_on__lte=self.on)
        named = FilteredRelation("deputyships", condition=in_force & Q(deputyships__ends_on__gte=self.on))
        held = Appointment.objects.in_force_on(self.on).filter(person__is_active=True).annotate(named=named)
        found: defaultdict[str, defaultdict[int, Rows]] = defaultdict(lambda: defaultdict(list))
        for office, unit, *row in held.values_list("office", "unit", "pk", "person", "named__pk", "named__deputy"):
            found[office][unit].append(tuple(row))
        return found

    @cached_property
    def _people(self) -> dict[int, Person]:
        return {person.pk: person for person in Person.objects.filter(is_active=True)}

    @cached_property
    def _units(self) -> dict[int, Unit]:
        units = {unit.pk: unit for unit in Unit.objects.all()}
        for unit in units.values():
            unit.parent = units[unit.parent_id] if unit.parent_id else None
            unit.successor = units[unit.successor_id] if unit.successor_id else None
        return units

    @cached_property
    def _groups(self) -> dict[int, list[int]]:
        groups: defaultdict[int, list[int]] = defaultdict(list)
        for unit in self._units.values():
            if unit.level == UnitLevel.GROUP and unit.parent_id is not None:
                groups[unit.parent_id].append(unit.pk)
        return groups

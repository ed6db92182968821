"""The units and services of the city as they stood on a day: named as then, carried on by whom the dates say."""

from collections.abc import Iterator
from datetime import date
from functools import cached_property
from operator import attrgetter

from accounts.models import Platform
from core.gathering import Found, Part, gathered
from core.staff.authority import answering_unit, current_unit
from core.staff.models import Unit, UnitLevel
from core.staff.offices import Office
from dashboard.asof.past import Past, end_of, past_part, streams_of

Choices = list[tuple[str, str]]


class City:
    """All units and services on a day, read with one query; parents and successors ask nothing further."""

    def __init__(self, day: date) -> None:
        self.day = day
        self.until = end_of(day)

    @cached_property
    def _read(self) -> Found:
        return gathered(
            units=Part(Unit.objects.all),
            services=Part(Platform.objects.all),
            told_of_units=past_part(streams_of(Unit.objects.all()), self.until),
            told_of_services=past_part(streams_of(Platform.objects.all()), self.until),
        )

    @cached_property
    def _past(self) -> Past:
        return Past.of_rows([*self._read["told_of_units"], *self._read["told_of_services"]])

    @property
    def services(self) -> list[Platform]:
        """Return the services as they are today, in their order."""
        return sorted(self._read["services"], key=attrgetter("position", "pk"))

    @cached_property
    def service_names(self) -> dict[int, str]:
        """Return what the services were called, by key."""
        return {one.pk: str(self._past.told(one, "name")) for one in self.services}

    @cached_property
    def units(self) -> dict[int, Unit]:
        """Return the units by key, with the names and the places in the tree that they had."""
        found: dict[int, Unit] = {unit.pk: unit for unit in self._read["units"]}
        for unit in found.values():
            unit.name = self._past.told(unit, "name")
            unit.parent = found.get(self._past.told(unit, "parent_id"))
            unit.successor = found.get(unit.successor_id or 0)
        return found

    def carrying(self, key: object) -> Unit | None:
        """Return the unit that carried on the work of one named by its key; None where the trail names none."""
        unit = self.units.get(key) if isinstance(key, int) else None
        return current_unit(unit, self.day) if unit is not None else None

    def answering(self, office: str, unit: Unit) -> Unit:
        """Return the unit whose holder of an office answered for a unit on the day."""
        return answering_unit(office, unit, self.day)

    def inside(self, chosen: int) -> list[int]:
        """Return the keys of the units that belonged to a chosen one on the day, ended ones it carried on included."""
        return [key for key, unit in self.units.items() if chosen in self._above(unit)]

    def _above(self, unit: Unit) -> Iterator[int]:
        current = current_unit(unit, self.day)
        yield from (above.pk for above in current.lineage())
        yield self.answering(Office.DEPARTMENT_HEAD, current).pk

    def choices(self, level: UnitLevel) -> Choices:
        """Return the units of a level that existed on the day, as a form offers them."""
        there = [unit for unit in self.units.values() if unit.level == level and unit.existed_on(self.day)]
        return [(str(unit.pk), unit.full_name) for unit in sorted(there, key=lambda unit: unit.pk)]

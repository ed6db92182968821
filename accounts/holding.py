"""Who holds the offices that a page names: read for the whole page at once, so that lists stay at constant queries."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import DateField, Q, QuerySet

from core.staff.authority import answering_unit
from core.staff.models import Appointment, Unit
from core.staff.offices import CITY_WIDE, Office
from core.staff.titles import name_by, titles_on
from core.staff.tree import tree
from core.statements import Among, Given, Statement

Asked = tuple[str, Unit | None]
"""An office and the unit it is asked for."""
Place = tuple[str, int | None]
"""An office and the key of the unit that answers today; city-wide offices have none."""


class Holders:
    """The holders of some offices on a day, one query for all."""

    def __init__(self, asked: Iterable[Asked], on: date) -> None:
        """Read the holders; units come with their `parent__parent` so that nothing is read one by one."""
        self.on = on
        self._places: dict[tuple[str, int | None], Place] = {}
        self._held: defaultdict[Place, list[Appointment]] = defaultdict(list)
        places = {self._place(office, unit) for office, unit in asked}
        for appointment in self._read(places) if places else ():
            city_wide = appointment.office in CITY_WIDE
            self._held[appointment.office, None if city_wide else appointment.unit_id].append(appointment)

    def of(self, office: str, unit: Unit | None) -> list[Appointment]:
        """Return the appointments that hold an office for a unit, which must be among those asked for."""
        return self._held.get(self._place(office, unit), [])

    def words(self, office: str, unit: Unit | None) -> str:
        """Name the holders with their office, or the office as vacant; staff by their section alone."""
        title = self.office_name(office, unit)
        held = self.of(office, unit)
        if office == Office.STAFF and held:
            return title
        names = [str(appointment) for appointment in held]
        return "、".join(names) or f"{title}(いま就いている職員がいません)"

    def office_name(self, office: str, unit: Unit | None) -> str:
        """Name an office as it is called on the day, by the unit that answers for it then."""
        return name_by(self._titles, office, self._answering(office, unit))

    @cached_property
    def _titles(self) -> dict[str, str]:
        return titles_on(self.on)

    def _answering(self, office: str, unit: Unit | None) -> Unit | None:
        return None if unit is None or office in CITY_WIDE else answering_unit(office, unit, self.on)

    def _place(self, office: str, unit: Unit | None) -> Place:
        key = (office, unit.pk if unit else None)
        if key not in self._places:
            owner = self._answering(office, unit)
            self._places[key] = (office, owner.pk if owner else None)
        return self._places[key]

    def _read(self, places: set[Place]) -> Iterable[Appointment]:
        offices = {office for office, _ in places}
        of_units = Q(office__in=offices - CITY_WIDE, unit__in={unit for _, unit in places if unit is not None})
        return (
            Appointment.objects.in_force_on(self.on)
            .titled(self.on)
            .filter(Q(office__in=offices & CITY_WIDE) | of_units, person__is_active=True)
            .select_related("person", "unit")
            .order_by("id")
        )


def _managing() -> "QuerySet[Appointment, Any]":
    on: Any = Given("on", DateField())
    held = Appointment.objects.in_force_on(on).filter(Among("unit_id", "units"), office=Office.SECTION_HEAD)
    return held.filter(person__is_active=True).order_by("id").values_list("unit_id", "person__name")


_MANAGING = Statement("managers", _managing, planned_once=True, never_planned_anew=True)


def managers_of(units: Iterable[int], on: date) -> dict[int, list[str]]:
    """Return the names of those who manage the accounts of some units, by the units' keys; one query."""
    known = tree()
    answering = {pk: known.current(known.section_of(known.current(pk, on)), on) for pk in units}
    held: defaultdict[int, list[str]] = defaultdict(list)
    for unit, name in _MANAGING.rows(units=set(answering.values()), on=on) if answering else ():
        held[unit].append(name)
    return {pk: held[owner] for pk, owner in answering.items()}

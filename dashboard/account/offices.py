"""The offices that an account's page names, out of what the page has read already."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import DateField

from accounts.holding import Asked, Holders, Place
from core.gathering import Found, Part, Tuples
from core.staff.authority import answering_unit
from core.staff.models import Appointment, OfficeTitle, Unit
from core.staff.offices import CITY_WIDE
from core.staff.units import Units
from core.statements import Among, Given

NAME = ("name", "title")


def _in_force() -> Any:
    on: Any = Given("on", DateField())
    return Appointment.objects.in_force_on(on).titled(on).filter(person__is_active=True)


def _of_city() -> Any:
    return _in_force().filter(office__in=sorted(CITY_WIDE))


def _of_units() -> Any:
    return _in_force().filter(Among("unit_id", "held_units"), Among("office", "held_offices", "text"))


def _titles() -> Any:
    return OfficeTitle.objects.filter(starts_on__lte=Given("on", DateField()))


HOLDING: dict[str, Part] = {
    "of_city": Part(_of_city, related={"person": NAME}, more=("office_title",)),
    "of_units": Part(_of_units, related={"person": NAME}, more=("office_title",)),
    "titles": Tuples(_titles, ("starts_on", "office", "title")),
}
"""Parts of a gathering that read the holders of some offices; `holding_given` is given.

Those that exist once, and those of units, are asked for apart: each is found by its index.
"""


def holding_given(places: Iterable[Place]) -> dict[str, set[Any]]:
    """Return what `HOLDING` asks for, but for the day; so many more may come back as units and offices give pairs."""
    held = [(office, unit) for office, unit in places if unit]
    return {"held_offices": {office for office, _ in held}, "held_units": {unit for _, unit in held}}


def place_of(office: str, unit: Unit | None, on: date) -> Place:
    """Return an office with the key of the unit that answers for one on a day; city-wide offices have none."""
    return office, None if unit is None or office in CITY_WIDE else answering_unit(office, unit, on).pk


@dataclass(frozen=True)
class Known:
    """Appointments and titles that were read, and the offices for which they are all there are."""

    holding: list[Appointment]
    titles: dict[str, str]
    places: set[Place]

    @classmethod
    def of(cls, about: Found, places: Sequence[Place], units: Units) -> "Known":
        """Take what was read for some offices and for those that exist once."""
        holding = [*about["of_city"], *about["of_units"]]
        for one in holding:
            one.unit = units.unit(one.unit_id)
        titles = {office: title for _, office, title in sorted(about["titles"])}
        held = sorted({one.pk: one for one in holding}.values(), key=lambda one: one.pk)
        return cls(held, titles, {*places, *((office, None) for office in CITY_WIDE)})


class KnownHolders(Holders):
    """Holders among appointments that were read already; an office that was not thought of is asked for."""

    def __init__(self, asked: Sequence[Asked], on: date, known: Known) -> None:
        """Look the holders up."""
        self._known = known
        super().__init__(asked, on)

    @cached_property
    def _titles(self) -> dict[str, str]:
        return self._known.titles

    def _read(self, places: set[Place]) -> Any:
        if not places <= self._known.places:
            return super()._read(places)
        return [one for one in self._known.holding if _held(one) in places]


def _held(one: Appointment) -> Place:
    return one.office, None if one.office in CITY_WIDE else one.unit_id

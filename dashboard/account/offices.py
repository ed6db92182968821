"""The offices that an account's page names, out of what the page has read already."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from accounts.holding import Asked, Holders, Place
from core.gathering import Found
from core.staff.authority import answering_unit
from core.staff.models import Appointment, Unit
from core.staff.offices import CITY_WIDE
from core.staff.units import Units


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
        for one in about["holding"]:
            one.unit = units.unit(one.unit_id)
        titles = {office: title for _, office, title in sorted(about["titles"])}
        held = sorted(about["holding"], key=lambda one: one.pk)
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

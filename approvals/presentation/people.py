"""Names of those who hold the offices a page speaks of: one query, however many offices."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q

from core.gathering import Part, gathered
from core.records import Record
from core.staff.authority import answering_unit
from core.staff.models import Appointment, Deputyship, Unit
from core.staff.offices import CITY_WIDE

VACANT = "就いている職員がいません"
Place = tuple[str, int | None]


class Holders:
    """Who answers for some offices on a day: the holders' names, their deputies' beside them."""

    def __init__(self, asked: Iterable[tuple[str, Unit]], on: date) -> None:
        self._on = on
        places = {place_of(office, unit, on) for office, unit in asked}
        self._names: defaultdict[Place, list[str]] = defaultdict(list)
        if places:
            self._read(places)

    @classmethod
    def among(
        cls,
        asked: Iterable[tuple[str, Unit]],
        on: date,
        held: Iterable[Appointment],
        deputyships: Iterable[Deputyship],
    ) -> "Holders":
        """Find the holders among appointments and deputyships in force that were read already; no query."""
        found = cls([], on)
        places = {place_of(office, unit, on) for office, unit in asked}
        found._take([one for one in by_key(held) if place_held(one) in places], by_key(deputyships))
        return found

    def names(self, office: str, unit: Unit) -> str:
        """Return the names of those who answer for an office; the words for a vacancy when nobody does."""
        return "、".join(dict.fromkeys(self._names.get(place_of(office, unit, self._on), []))) or VACANT

    def _read(self, places: set[Place]) -> None:
        offices, units = {office for office, _ in places}, {unit for _, unit in places if unit is not None}
        of_units = Q(office__in=CITY_WIDE) | Q(unit__in=units)
        held = Appointment.objects.in_force_on(self._on).filter(of_units, office__in=offices, person__is_active=True)
        deputed = Deputyship.objects.in_force_on(self._on).filter(
            principal__in=held.values("pk"), deputy__is_active=True
        )
        found = gathered(
            held=Part(lambda: held, only=("office", "unit"), related={"person": ("name",)}),
            deputed=Part(lambda: deputed, only=("principal",), related={"deputy": ("name",)}),
        )
        self._take(by_key(found["held"]), by_key(found["deputed"]))

    def _take(self, held: Iterable[Appointment], deputyships: Iterable[Deputyship]) -> None:
        of_key = {appointment.pk: appointment for appointment in held}
        for appointment in of_key.values():
            self._names[place_held(appointment)].append(appointment.person.name)
        for deputyship in deputyships:
            if deputyship.principal_id in of_key:
                place = place_held(of_key[deputyship.principal_id])
                self._names[place].append(f"代決者 {deputyship.deputy.name}")


def place_of(office: str, unit: Unit, on: date) -> Place:
    """Return an office with the key of the unit that answers for one on a day; city-wide offices have none."""
    return str(office), None if office in CITY_WIDE else answering_unit(office, unit, on).pk


def place_held(appointment: Appointment) -> Place:
    """Return the office that an appointment holds, likewise."""
    return appointment.office, None if appointment.office in CITY_WIDE else appointment.unit_id


def by_key(found: Iterable[Record]) -> "list[Any]":
    """Return records in the order of their entry."""
    return sorted(found, key=lambda one: one.pk)

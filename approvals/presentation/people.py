"""Names of those who hold the offices a page speaks of: two queries, however many offices."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from core.staff.authority import answering_unit, deputies
from core.staff.models import Appointment, Unit
from core.staff.offices import CITY_WIDE

VACANT = "就いている職員がいません"
Place = tuple[str, int | None]


class Holders:
    """Who answers for some offices on a day: the holders' names, their deputies' beside them."""

    def __init__(self, asked: Iterable[tuple[str, Unit]], on: date) -> None:
        self._on = on
        places = {self._place(office, unit) for office, unit in asked}
        self._names: defaultdict[Place, list[str]] = defaultdict(list)
        if places:
            self._read(places)

    def names(self, office: str, unit: Unit) -> str:
        """Return the names of those who answer for an office; the words for a vacancy when nobody does."""
        return "、".join(dict.fromkeys(self._names.get(self._place(office, unit), []))) or VACANT

    def _place(self, office: str, unit: Unit) -> Place:
        return str(office), None if office in CITY_WIDE else answering_unit(office, unit, self._on).pk

    def _read(self, places: set[Place]) -> None:
        offices, units = {office for office, _ in places}, {unit for _, unit in places if unit is not None}
        held = Appointment.objects.in_force_on(self._on).filter(office__in=offices, person__is_active=True)
        held = held.filter(Q(office__in=CITY_WIDE) | Q(unit__in=units)).select_related("person").order_by("id")
        of_key = {appointment.pk: appointment for appointment in held}
        for appointment in of_key.values():
            self._names[_place_of(appointment)].append(appointment.person.name)
        for deputyship in deputies(list(of_key.values()), self._on):
            place = _place_of(of_key[deputyship.principal_id])
            self._names[place].append(f"代決者 {deputyship.deputy.name}")


def _place_of(appointment: Appointment) -> Place:
    return appointment.office, None if appointment.office in CITY_WIDE else appointment.unit_id

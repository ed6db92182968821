"""Who answers for several offices, read together: for pages that name more than one office to turn to."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from core.memo import once
from core.staff.authority import READ, Answering, answered, unit_asked
from core.staff.beside import ON, beside_deputies
from core.staff.models import Appointment, Unit
from core.statements import KEPT, Among, Statement


def answering_each(asked: Iterable[tuple[str, Unit | None]], on: date) -> list[Answering]:
    """Return what `authority.answering` returns for each of some offices, staff aside; one query for all of them.

    Raises:
        ValueError: when an office of a unit is asked for without a unit.
    """
    pairs = tuple((str(office), unit_asked(office, unit, on)) for office, unit in asked)
    return list(once(("answering each", pairs, on), lambda: _answering(pairs, on), of=READ))


def _answering(pairs: Iterable[tuple[str, int | None]], on: date) -> list[Answering]:
    wide = [office for office, unit in pairs if unit is None]
    narrow = [(office, unit) for office, unit in pairs if unit is not None]
    given = {"narrow": [office for office, _ in narrow], "units": [unit for _, unit in narrow]}
    rows = list(OF_OFFICES.rows(on=on, wide=wide, **given))

    def of(office: str, unit: int | None) -> Answering:
        return answered(row[2:] for row in rows if row[0] == office and unit in {None, row[1]})

    return [of(office, unit) for office, unit in pairs]


def _of_offices() -> QuerySet[Any, Any]:
    in_force = Appointment.objects.in_force_on(ON).filter(person__is_active=True)
    of_unit = Q(Among("office", "narrow", "text"), Among("unit", "units"))
    return beside_deputies(in_force.filter(Q(Among("office", "wide", "text")) | of_unit), "office", "unit_id")


OF_OFFICES = Statement("of_offices", _of_offices, **KEPT)
"""Appointments to some offices, each with its office and unit, beside the deputyships in force for it."""

"""The one question by which a person's own appointments and those of principals are read (ADR 0030)."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from django.db import models
from django.db.models import F, FilteredRelation, Q

from core.staff.models import Appointment, Deputyship, Person, Unit, UnitLevel
from core.staff.states import AppointmentState
from core.staff.tree import tell_tree, units_text
from core.statements import Given, Statement, columns_of, record


def _held() -> Any:
    """Return own appointments and those of principals together, each row with all units."""
    person: Any = Given("person", models.BigIntegerField())
    on: Any = Given("on", models.DateField())
    principals = Deputyship.objects.in_force_on(on).filter(deputy=person).values("principal")
    concerned = Appointment.objects.filter(person=person).values("pk").union(principals)
    acting = Q(deputyships__deputy=person, deputyships__state=AppointmentState.CONFIRMED)
    in_force = Q(deputyships__starts_on__lte=on) & (Q(deputyships__ends_on=None) | Q(deputyships__ends_on__gte=on))
    return (
        Appointment.objects.in_force_on(on)
        .titled(on)
        .annotate(acting=FilteredRelation("deputyships", condition=acting & in_force))
        .annotate(deputyship=F("acting__pk"))
        .filter(Q(person=person) | Q(deputyship__isnull=False, person__is_active=True), pk__in=concerned)
        .order_by("office", "id")
        .values_list(units_text(), "deputyship", "office_title", *_COLUMNS)
    )


_PARTS: tuple[tuple[type[models.Model], str], ...] = (
    (Appointment, ""),
    (Person, "person__"),
    *((Unit, f"unit__{'parent__' * above}") for above in range(len(UnitLevel))),
)
_COLUMNS = [column for model, prefix in _PARTS for column in columns_of(model, prefix)]
_HELD = Statement("capacities", _held, planned_once=True, never_planned_anew=True)


def held(person: int, on: date) -> list[tuple[int | None, Appointment]]:
    """Return a person's appointments on a day and those of principals, each with the key of the deputyship.

    Of deputyships for one appointment that overlap the first counts. The units come along: `core.staff.tree` knows
    them afterwards.
    """
    rows = _HELD.rows(person=person, on=on)
    if rows:
        tell_tree(rows[0][0])
    found = [_appointment_of(row[1:]) for row in rows]
    first = {one.pk: key for key, one in sorted(found, key=lambda row: -(row[0] or 0))}
    return [(key, one) for key, one in found if key == first[one.pk]]


def _appointment_of(row: Sequence[Any]) -> tuple[int | None, Appointment]:
    """Return the key of the deputyship, None for one's own, and the appointment with person and units."""
    deputyship, office_title, *values = row
    parts: list[Any] = []
    for model, _ in _PARTS:
        size = len(model._meta.concrete_fields)
        parts.append(record(model, values[:size]) if values[0] is not None else None)
        values = values[size:]
    appointment, appointment.person, *lineage = parts
    appointment.unit, appointment.office_title = lineage[0], office_title
    for unit, above in pairwise(lineage):
        if unit is not None:
            unit.parent = above
    return deputyship, appointment

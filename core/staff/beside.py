"""Appointments read beside the deputyships in force for them: a row for each pair, NULL where there is none."""

from typing import Any

from django.db.models import DateField, FilteredRelation, Q, QuerySet

from core.reading import record_of
from core.staff.models import Person
from core.staff.models.appointment import AppointmentQuerySet
from core.staff.states import AppointmentState
from core.statements import Given

ON: Any = Given("on", DateField())
PERSON = [field.attname for field in Person._meta.concrete_fields]


def beside_deputies(found: AppointmentQuerySet, *more: str) -> QuerySet[Any, Any]:
    """Return some columns of appointments, the key of each deputyship for one, the columns of holder and deputy."""
    in_force = Q(deputyships__state=AppointmentState.CONFIRMED, deputyships__starts_on__lte=ON)
    named = FilteredRelation("deputyships", condition=in_force & Q(deputyships__ends_on__gte=ON))
    columns = (f"{who}__{column}" for who in ("person", "named__deputy") for column in PERSON)
    return found.annotate(named=named).order_by("pk", "named__pk").values_list(*more, "named__pk", *columns)


def person_read(values: list[Any]) -> Person:
    """Return a person from the columns that were read."""
    return record_of(Person, PERSON, values)

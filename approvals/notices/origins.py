"""Which problem a notice was begun from: a higher chapter registers how its readers find that; this one knows none."""

from collections.abc import Callable
from datetime import date

from django.db.models import QuerySet

from approvals.notices.models import ChangeNotice
from core.staff.models import Person

Adder = Callable[[QuerySet[ChangeNotice], Person, date], QuerySet[ChangeNotice]]

_registered: list[Adder] = []


def register(adder: Adder) -> None:
    """Have a function add `incident_key` and `incident_number` for who may read the incident; again changes nothing."""
    if adder not in _registered:
        _registered.append(adder)


def with_origins(found: QuerySet[ChangeNotice], person: Person, on: date) -> QuerySet[ChangeNotice]:
    """Return notices with where each was begun, as far as a person may read that; no query of its own."""
    for adder in _registered:
        found = adder(found, person, on)
    return found

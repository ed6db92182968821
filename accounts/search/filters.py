"""What the list is narrowed by; a filter that is not given keeps everything.

Each works on accounts and on the rows of the index alike: evidence and export narrow accounts, the page the index.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeVar

from django.db import models
from django.db.models import Q, QuerySet

from accounts.finding import Finding
from accounts.models import Platform
from accounts.search.words import condition, sought
from accounts.states import AccountState
from core.periods.civil import latest_announcement
from core.rulebook.queries import parameter
from core.staff.authority import Capacity, units_held
from core.staff.models import Unit
from core.staff.offices import Office

M = TypeVar("M", bound=models.Model)
STANDING = "standing"
DORMANT = "dormant_months"
OVERDUE, OPEN, NONE = "overdue", "open", "none"
DUTIES = ((OVERDUE, "期限を過ぎたものがある"), (OPEN, "残る義務がある"), (NONE, "残る義務がない"))


def narrowed(found: QuerySet[M], wanted: Mapping[str, Any], on: date) -> QuerySet[M]:
    """Keep what filters and words ask for, of accounts or of rows of the index."""
    found = filtered(found, wanted, on)
    words = wanted.get("q")
    return found.filter(condition(sought(words), _prefix(found))) if words else found


def filtered(found: QuerySet[M], wanted: Mapping[str, Any], on: date) -> QuerySet[M]:
    """Keep what the filters ask for, whatever the words."""
    for name, narrow in FILTERS.items():
        if value := wanted.get(name):
            found = found.filter(_prefixed(narrow(value, on), _prefix(found)))
    return found


def _prefix(found: QuerySet[Any]) -> str:
    return "" if found.model is Finding else "finding__"


def _prefixed(given: Q, prefix: str) -> Q:
    """Return a condition on the index as one on what leads to it."""
    children: list[Any] = given.children
    parts = [_prefixed(one, prefix) if isinstance(one, Q) else (f"{prefix}{one[0]}", one[1]) for one in children]
    return Q(*parts, _connector=given.connector, _negated=given.negated)


def _service(code: str, on: date) -> Q:
    return Q(platform__in=list(Platform.objects.filter(code=code).values_list("pk", flat=True)))


def _state(state: str, on: date) -> Q:
    return ~Q(state=AccountState.ABANDONED) if state == STANDING else Q(state=state)


def _department(key: str, on: date) -> Q:
    return _section_in(key, Office.DEPARTMENT_HEAD, on)


def _section(key: str, on: date) -> Q:
    return _section_in(key, Office.SECTION_HEAD, on)


def _section_in(key: str, office: Office, on: date) -> Q:
    """Keep the units a unit answers for, ended ones included: what its head would hold."""
    unit = Unit.objects.filter(pk=key).select_related("parent__parent").first()
    return Q(section__in=units_held(Capacity("", office, unit, ""), on) if unit else [])


def _year(year: str, on: date) -> Q:
    return Q(year=int(year))


def _duty(kind: str, on: date) -> Q:
    return {OVERDUE: Q(due_on__lt=on), OPEN: Q(open_duties__gt=0), NONE: Q(open_duties=0)}[kind]


def _dormant(_: Any, on: date) -> Q:
    """Keep what is in operation and had no act for the months of the rulebook."""
    last = latest_announcement(on, months=parameter(DORMANT, on))
    return Q(state=AccountState.ACTIVE, last_act_on__lte=last)


FILTERS: dict[str, Callable[[Any, date], Q]] = {
    "service": _service,
    "state": _state,
    "department": _department,
    "section": _section,
    "year": _year,
    "duty": _duty,
    "dormant": _dormant,
}

"""What the list is narrowed by; a filter that is not given keeps everything.

A filter is a condition on the index and the value it is asked with. The page compiles each combination of conditions
once (`accounts.search.orders`); a count puts the values in.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import CharField, DateField, Q, QuerySet, SmallIntegerField, Subquery

from accounts.finding import Finding
from accounts.models import Platform
from accounts.search.words import every_word, shape_of, sought, values_of
from accounts.states import AccountState
from core.periods.civil import latest_announcement
from core.staff.authority import units_held_by
from core.staff.offices import Office
from core.staff.tree import tree
from core.statements import Among, Given, bound

STANDING = "standing"
DORMANT = "dormant_months"
"""The parameter of the rulebook that says what is dormant; its number is the value of that filter."""
OVERDUE, OPEN, NONE = "overdue", "open", "none"
DUTIES = ((OVERDUE, "期限を過ぎたものがある"), (OPEN, "残る義務がある"), (NONE, "残る義務がない"))
_SERVICE = Given("service", CharField())


class ServiceKey(Subquery):
    """The key of the service whose code is given, read before the rows are: they are found by it, not by a join."""

    def __init__(self, code: Any = _SERVICE) -> None:
        super().__init__(Platform.objects.filter(code=code).values("pk"))

    def bound(self, values: Mapping[str, Any]) -> "ServiceKey":
        """Return the key of one service."""
        return ServiceKey(_SERVICE.bound(values))


CONDITIONS: dict[str, Q] = {
    "service": Q(platform=ServiceKey()),
    "state": Q(state=Given("state", CharField())),
    STANDING: ~Q(state=AccountState.ABANDONED),
    AccountState.SUSPENDED.value: Q(suspended=True),
    "states": Q(Among("state", "states", "text")),
    "department": Q(Among("section_id", "department")),
    "section": Q(Among("section_id", "section")),
    "year": Q(year=Given("year", SmallIntegerField())),
    OVERDUE: Q(due_on__lt=Given(OVERDUE, DateField())),
    OPEN: Q(open_duties__gt=0),
    NONE: Q(open_duties=0),
    "dormant": Q(state=AccountState.ACTIVE, last_act_on__lte=Given("dormant", DateField())),
}
"""Each condition by its name, under which its value is given."""


def narrowed(found: QuerySet[Finding], wanted: Mapping[str, Any], on: date) -> QuerySet[Finding]:
    """Keep what filters and words ask for."""
    words = sought(wanted.get("q") or "")
    for name, value in asked(wanted, on).items():
        found = found.filter(bound(CONDITIONS[name], {name: value}))
    return found.filter(bound(every_word(shape_of(words)), values_of(words)))


def asked(wanted: Mapping[str, Any], on: date) -> dict[str, Any]:
    """Return the conditions that filters ask for, each with its value."""
    return dict(read(wanted[name], on) for name, read in FILTERS.items() if wanted.get(name))


def _service(code: str, on: date) -> tuple[str, str]:
    return "service", code


def _state(state: str, on: date) -> tuple[str, str]:
    """Keep a state; what is suspended is found also while its end is announced."""
    return (state if state in {STANDING, AccountState.SUSPENDED} else "state"), state


def _states(states: Sequence[str], on: date) -> tuple[str, list[str]]:
    return "states", list(states)


def _department(key: str, on: date) -> tuple[str, list[int]]:
    return "department", _sections_in(key, Office.DEPARTMENT_HEAD, on)


def _section(key: str, on: date) -> tuple[str, list[int]]:
    return "section", _sections_in(key, Office.SECTION_HEAD, on)


def _sections_in(key: str, office: Office, on: date) -> list[int]:
    """Return the units a unit answers for, ended ones included: what its head would hold."""
    return units_held_by(office, int(key), on) if int(key) in tree().nodes else []


def _year(year: str, on: date) -> tuple[str, int]:
    return "year", int(year)


def _duty(kind: str, on: date) -> tuple[str, date]:
    return kind, on


def _dormant(months: int, on: date) -> tuple[str, date]:
    """Keep what is in operation and had no act for some months."""
    return "dormant", latest_announcement(on, months=months)


FILTERS: dict[str, Callable[[Any, date], tuple[str, Any]]] = {
    "service": _service,
    "state": _state,
    "states": _states,
    "department": _department,
    "section": _section,
    "year": _year,
    "duty": _duty,
    "dormant": _dormant,
}

"""Whose obligations the calendar shows: one's own, one's section's, one's department's, the city's.

A scope only chooses among what the reader may see (`sight`); it gives nobody a further sight.
"""

from collections.abc import Collection
from enum import StrEnum

from django.db.models import Q

from accounts.permissions import EVERYTHING
from core.staff.offices import Office
from core.staff.tree import tree
from core.statements import Among
from dashboard.calendar.sight import Eyes, owed, seen

OF_UNITS = frozenset({Office.STAFF, Office.SECTION_HEAD, Office.DEPARTMENT_HEAD})
OF_SECTIONS = frozenset({Office.STAFF, Office.SECTION_HEAD})
NARROW = [office.value for office in sorted(OF_SECTIONS)]


class Scope(StrEnum):
    """Whose obligations are shown."""

    MINE = "mine"
    SECTION = "section"
    DEPARTMENT = "department"
    CITY = "city"


LABELS = {Scope.MINE: "自分", Scope.SECTION: "自分の課", Scope.DEPARTMENT: "自分の部", Scope.CITY: "市全体"}
HOLDERS = {
    Scope.MINE: frozenset(Office),
    Scope.SECTION: OF_SECTIONS,
    Scope.DEPARTMENT: OF_UNITS,
    Scope.CITY: EVERYTHING,
}
"""The offices that have a scope. Administrators decide nothing: what waits for others is not for their eyes."""


def scopes_of(held: Collection[Office]) -> list[Scope]:
    """Return the scopes of a person with some offices."""
    return [scope for scope in Scope if HOLDERS[scope] & frozenset(held)]


def within(scope: Scope, held: Collection[Office], *, ended: bool) -> Q:
    """Return the condition of a scope with what the reader sees; `scope_units` are given for units.

    What ended of one's own is shown for one's offices; what was one's personal matter only while its page is open.

    Args:
        held: the reader's offices.
        ended: whether ended obligations are asked for.
    """
    visible = seen(held, ended=ended)
    if scope == Scope.MINE:
        return owed(held) & (visible | Q(debtor_person=None)) if ended else owed(held)
    if scope == Scope.SECTION:
        return Q(Among("debtor_unit_id", "scope_units"), debtor_office__in=NARROW) & visible
    return Q(Among("debtor_unit_id", "scope_units")) & visible if scope == Scope.DEPARTMENT else visible


def units_of(scope: Scope, eyes: Eyes) -> list[int]:
    """Return the keys of the units of a scope, ended ones they carry on among them; none where units do not matter."""
    known = tree()
    if scope == Scope.SECTION:
        tops = [known.section_of(known.current(one.unit.pk, eyes.on)) for one in eyes.kept if one.office in OF_SECTIONS]
    elif scope == Scope.DEPARTMENT:
        tops = [known.top_of(known.current(one.unit.pk, eyes.on)) for one in eyes.kept if one.office in OF_UNITS]
    else:
        return []
    return known.with_forerunners(known.inside(tops), eyes.on)

"""Who sees which incidents, as one condition: for querysets, and for statements that are compiled once.

The reporter, the account's section and its department, ふるさと発信課長, the directors, 副市長 and the auditors. A
leak: the reporter, the account manager, who has a part or bears an open task, the offices above once they were
told that nobody had acknowledged it, and the auditors.

Whoever leads the incident into which another one was merged reads that one as well, to go on with what it tells.
"""

from collections.abc import Sequence
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Exists, OuterRef, Q

from accounts.models import Operator
from approvals.sight import Terms, values_for
from core.staff.authority import Capacity
from core.staff.models import Person
from core.staff.offices import Office
from incidents.models import Member, Task
from incidents.states import OPEN, IncidentKind, IncidentState

STATES = tuple(state.value for state in IncidentState)
DIRECTORS = frozenset({Office.POLICY_DIRECTOR, Office.GENERAL_AFFAIRS_DIRECTOR, Office.DEPUTY_MAYOR})
EVERY_INCIDENT = DIRECTORS | {Office.PR_SECTION_HEAD, Office.AUDITOR}
"""Offices of the whole city that see every incident but leaks; auditors see these too."""
TARGETS = ("merged_into__", "merged_into__merged_into__", "merged_into__merged_into__merged_into__")
"""How far the way from a double to what goes on is followed: through two that were merged later themselves."""
TOLD_LATE = frozenset({Office.GENERAL_AFFAIRS_DIRECTOR, Office.PR_SECTION_HEAD})
"""With the head of the department, who hears of a report that nobody acknowledged in time."""


def incident_values(kept: Sequence[Capacity]) -> dict[str, Any]:
    """Return what `incidents_seen` asks for besides `approvals.sight.values_for`."""
    offices = {capacity.office for capacity in kept}

    def all_for(some: frozenset[Office]) -> list[str]:
        return list(STATES) if offices & some else []

    return {
        "incident_states": all_for(EVERY_INCIDENT),
        "leak_states": all_for(frozenset({Office.AUDITOR})),
        "late_states": all_for(TOLD_LATE),
        "unplaced_states": all_for(frozenset({Office.PR_SECTION_HEAD})),
    }


def given_for(person: Person, on: date, kept: Sequence[Capacity]) -> dict[str, Any]:
    """Return all values that the condition is asked with."""
    return {**values_for(person, on, kept), **incident_values(kept)}


def incidents_seen(terms: Terms) -> Q:
    """Return the condition on incidents that a reader sees.

    Args:
        terms: of what `given_for` returns.
    """
    of_section = terms.among("section_id", "own_sections") | terms.among("section_id", "led_sections")
    operators = Operator.objects.filter(account=OuterRef("account"), person=terms.value("reader"), ends_on=None)
    of_account = of_section | Q(Exists(operators))
    of_department = [terms.among(f"{way}section_id", "led_sections") for way in TARGETS]
    open_ones = reduce(or_, [of_account, terms.among("state", "incident_states", "text"), *of_department])
    return (open_ones & ~Q(kind=IncidentKind.LEAK)) | reduce(
        or_, [_circle(terms), *(_led(terms, way) for way in TARGETS)]
    )


def _led(terms: Terms, way: str) -> Q:
    """Return the condition that the reader leads what an incident was merged into, and reads it, a leak too.

    Args:
        way: from the double to the other one.
    """
    unplaced = Q(terms.among(f"{way}state", "unplaced_states", "text"), **{f"{way}section": None})
    late = terms.among(f"{way}state", "late_states", "text") | terms.among(f"{way}section_id", "led_sections")
    begun = Q(**{f"{way}is_drill": True, f"{way}reported_by": terms.value("reader")})
    managing = terms.among(f"{way}section_id", "units_of_section_head")
    return managing | unplaced | Q(late, **{f"{way}told_late_at__isnull": False}) | begun


def _circle(terms: Terms) -> Q:
    """Return the condition that the reader is of the circle of an incident: what a leak is shown to."""
    reader = terms.value("reader")
    managing = terms.among("section_id", "units_of_section_head")
    unplaced = Q(terms.among("state", "unplaced_states", "text"), section=None)
    late = terms.among("state", "late_states", "text") | terms.among("section_id", "led_sections")
    member = Member.objects.filter(incident=OuterRef("pk"), person=reader, left_on=None)
    return (
        Q(reported_by=reader)
        | terms.among("state", "leak_states", "text")
        | managing
        | unplaced
        | Q(late, told_late_at__isnull=False)
        | Q(Exists(member))
        | Q(Exists(_borne(terms)), is_drill=False)
    )


def _borne(terms: Terms) -> Any:
    """Return the open tasks of an incident that an office of the reader bears, whatever became of their obligation."""
    return Task.objects.filter(terms.among("bearer", "offices", "text"), incident=OuterRef("pk"), state__in=OPEN)

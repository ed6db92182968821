"""Who sees which requests and filings, as one condition: for querysets, and for statements that are compiled once.

The condition has one shape for everybody; what differs are lists of offices, units, sections and states (`Sight`).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BigIntegerField, Exists, OuterRef, Q

from approvals.consultations.states import ConsultationState
from approvals.handovers.states import HandOverState
from approvals.models import LaterReview, Request, Step
from approvals.notices.states import NoticeState
from approvals.states import RequestState, StepState
from core.deadlines.models import Obligation
from core.reviews.states import ReviewState
from core.staff.authority import Capacity, office_values, units_answered_by, units_held
from core.staff.models import Person, UnitLevel
from core.staff.offices import NEXT_HIGHER, UNIT_WIDE, Office
from core.statements import Among, Given

REQUEST_PAGE = "approvals:request_detail"
"""Where the obligations and messages about a request lead."""
STATES = tuple(state.value for state in RequestState)
HANDED = tuple(state.value for state in HandOverState)
CONSULTED = tuple(state.value for state in ConsultationState)
ALL_CONSULTATIONS = frozenset({Office.PR_SECTION_HEAD, Office.POLICY_DIRECTOR, Office.DEPUTY_MAYOR, Office.AUDITOR})
"""Offices of the whole city that see every consultation: who answers, those above, who looks back (第10)."""
HAND_OVERS = frozenset(
    {Office.POLICY_DIRECTOR, Office.GENERAL_AFFAIRS_DIRECTOR, Office.DEPUTY_MAYOR, Office.PR_SECTION_HEAD}
)
"""Offices of the whole city that see every hand-over that was settled; auditors see all."""
ALL_FILINGS = frozenset({Office.GENERAL_AFFAIRS_DIRECTOR, Office.AUDITOR, Office.DEPUTY_MAYOR})
NOTICE_FILINGS = ALL_FILINGS | {Office.POLICY_DIRECTOR}
"""Offices that see every filing about a notice; more of them read the notice itself (`notices.permissions.READERS`)."""
OVER = (StepState.WAITING, StepState.LAPSED)
Values = Mapping[str, Any]


@dataclass(frozen=True)
class Terms:
    """How the condition names a list or a value: as it is, or as a place that is filled when a statement is asked."""

    among: Callable[..., Q]
    value: Callable[[str], Any]


GIVEN = Terms(
    lambda column, name, kind="bigint": Q(Among(column, name, kind)),
    lambda name: Given(name, BigIntegerField()),
)


def terms_of(values: Values) -> Terms:
    """Return terms that put values in."""
    return Terms(lambda column, name, kind="": Q(**{f"{column}__in": values[name]}), lambda name: values[name])


def values_for(person: Person, on: date, kept: Sequence[Capacity]) -> dict[str, Any]:
    """Return what the conditions of this module ask for, for a person with some capacities on a day."""
    offices = {capacity.office for capacity in kept}
    by_section = [capacity for capacity in kept if capacity.office in {Office.STAFF, Office.SECTION_HEAD}]
    led = [pk for one in kept if one.office == Office.DEPARTMENT_HEAD for pk in units_held(one, on)]
    everything = STATES if Office.AUDITOR in offices else ()
    permitted = (RequestState.APPROVED.value,) if Office.GENERAL_AFFAIRS_DIRECTOR in offices else ()
    return {
        "reader": person.pk,
        "own_sections": [pk for capacity in by_section for pk in _sections_of(capacity, on)],
        "led_sections": led,
        "read_states": [*everything, *permitted],
        "submitted_states": list(STATES) if Office.DEPUTY_MAYOR in offices else [],
        "all_filings": list(STATES) if offices & ALL_FILINGS else [],
        "all_notices": [state.value for state in NoticeState] if offices & NOTICE_FILINGS else [],
        "consultation_states": list(CONSULTED) if offices & ALL_CONSULTATIONS else [],
        "hand_over_states": list(HANDED) if offices & HAND_OVERS else [],
        "all_hand_over_states": list(HANDED) if Office.AUDITOR in offices else [],
        **office_values(kept, on),
        **_prefixed("below_", _values_below(kept, on)),
    }


def requests_seen(terms: Terms) -> Q:
    """Return the condition on requests: the section's own, those of the route, those owed; all for auditors."""
    submitted = terms.among("section_id", "led_sections") | terms.among("state", "submitted_states", "text")
    return (
        terms.among("section_id", "own_sections")
        | terms.among("state", "read_states", "text")
        | Q(submitted, round__gt=0)
        | _asked_or_above(terms)
        | _owed(terms)
    )


def filings_seen(terms: Terms) -> Q:
    """Return the condition on filings: those of visible requests and of the section's notices, all for 総務部長.

    総合政策部長 sees those of all notices (4-5-(1)).
    """
    visible = Request.objects.filter(requests_seen(terms), pk=OuterRef("request"))
    of_notices = terms.among("account__section_id", "own_sections") | terms.among("account__section_id", "led_sections")
    return (
        terms.among("request__state", "all_filings", "text")
        | terms.among("notice__state", "all_notices", "text")
        | Q(of_notices, request=None)
        | Q(Exists(visible))
    )


def _asked_or_above(terms: Terms) -> Q:
    """Return the condition that an office was asked, or is next above one asked in the round under way.

    The next higher office may have to step in, and is told when an answer is overdue.
    """
    steps = Step.objects.filter(request=OuterRef("pk"))
    of_office = steps.filter(_of_offices(terms)).exclude(state=StepState.WAITING)
    below = steps.filter(_of_offices(terms, "below_"), round=OuterRef("round")).exclude(state__in=OVER)
    return Q(Exists(of_office)) | Q(Exists(below))


def _owed(terms: Terms) -> Q:
    """Return the condition that an open obligation leads the person here, or a later review of his or her own."""
    reader = terms.value("reader")
    of_offices = Q(_of_offices(terms, office="debtor_office", unit="debtor_unit"), debtor_person=None)
    duties = Obligation.objects.open().filter(Q(debtor_person=reader) | of_offices, link_name=REQUEST_PAGE)
    reviews = LaterReview.objects.filter(principal=reader, state=ReviewState.AWAITING)
    return Q(Exists(duties.filter(link_pk=OuterRef("pk")))) | Q(Exists(reviews.filter(step__request=OuterRef("pk"))))


def _of_offices(terms: Terms, prefix: str = "", office: str = "office", unit: str = "unit") -> Q:
    """Return the condition that a row's office and unit columns name one of the offices given."""
    condition = terms.among(office, f"{prefix}offices", "text")
    for narrow in UNIT_WIDE:
        condition |= Q(terms.among(f"{unit}_id", f"{prefix}units_of_{narrow.value}"), **{office: narrow.value})
    return condition


def _values_below(kept: Iterable[Capacity], on: date) -> Values:
    """Return the offices that some capacities are next above, in the units they hold."""
    values: dict[str, list[Any]] = {"offices": [], **{f"units_of_{narrow.value}": [] for narrow in UNIT_WIDE}}
    for capacity in kept:
        for lower in (lower for lower, higher in NEXT_HIGHER.items() if higher == capacity.office):
            if capacity.office in UNIT_WIDE and lower in UNIT_WIDE:
                values[f"units_of_{lower.value}"] += units_held(capacity, on)
            else:
                values["offices"].append(lower.value)
    return values


def _prefixed(prefix: str, values: Values) -> dict[str, Any]:
    return {f"{prefix}{name}": value for name, value in values.items()}


def _sections_of(capacity: Capacity, on: date) -> list[int]:
    """Return the keys of a unit, of those above it up to the section, and of ended units they succeed."""
    unit = capacity.unit
    if unit.level == UnitLevel.SECTION:
        return units_held(capacity, on)
    own = [above for above in unit.lineage() if above.level != UnitLevel.DEPARTMENT or above.pk == unit.pk]
    return [pk for section in own for pk in units_answered_by(section, on)]

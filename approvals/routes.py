"""The route of a request: the guideline's three steps, and what a unit's own route adds."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from approvals.models import RouteStep
from approvals.states import StepKind
from core.staff.authority import current_unit
from core.staff.models import Unit
from core.staff.offices import Office


@dataclass(frozen=True)
class Stop:
    """One stop of a route: what is asked, of which office, of which unit."""

    kind: StepKind
    office: Office
    unit: Unit


def route_of(section: Unit, on: date) -> list[Stop]:
    """Return the stops of a section's request in order.

    The section head who will be account manager consents; the unit's joint consents follow; the
    department head permits, **then** 総合政策部長 (4-1-(2)); circulation comes after the decision.
    A section that has ended is asked for by its successor.
    """
    section = current_unit(section, on)
    added = list(RouteStep.objects.for_section(section, on))
    return [
        Stop(StepKind.CONSENT, Office.SECTION_HEAD, section),
        *_added(added, StepKind.JOINT),
        Stop(StepKind.PERMIT, Office.DEPARTMENT_HEAD, section.department),
        Stop(StepKind.PERMIT, Office.POLICY_DIRECTOR, section.department),
        *_added(added, StepKind.CIRCULATE),
    ]


def _added(steps: list[RouteStep], kind: StepKind) -> Iterator[Stop]:
    return (Stop(kind, Office(step.office), step.unit) for step in steps if step.kind == kind)

"""The route of a request: the guideline's three steps, and what a unit's own route adds."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from approvals.models import RouteStep
from approvals.states import StepKind
from core.staff.authority import answering_unit, current_unit
from core.staff.models import Unit
from core.staff.offices import CITY_WIDE, Office


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
    A section that has ended is asked for by its successor. The department head is asked for the section:
    which department that is, is read when somebody answers, so that a section may change over meanwhile.
    """
    section = current_unit(section, on)
    added = _each_once(RouteStep.objects.for_section(section, on), on)
    return [
        Stop(StepKind.CONSENT, Office.SECTION_HEAD, section),
        *_added(added, StepKind.JOINT),
        Stop(StepKind.PERMIT, Office.DEPARTMENT_HEAD, section),
        Stop(StepKind.PERMIT, Office.POLICY_DIRECTOR, section.department),
        *_added(added, StepKind.CIRCULATE),
    ]


def _each_once(steps: Iterable[RouteStep], on: date) -> list[RouteStep]:
    """Keep the first of those that ask one office for one thing: units that were merged may each have had it."""
    found: dict[tuple[str, str, int | None], RouteStep] = {}
    for step in steps:
        unit = None if step.office in CITY_WIDE else answering_unit(step.office, step.unit, on).pk
        found.setdefault((step.kind, step.office, unit), step)
    return list(found.values())


def _added(steps: list[RouteStep], kind: StepKind) -> Iterator[Stop]:
    return (Stop(kind, Office(step.office), step.unit) for step in steps if step.kind == kind)

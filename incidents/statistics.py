"""How many problems of each kind a fiscal year had, and how long they took: of those the reader may see (第7)."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from statistics import median_low

from core.periods.clock import japan_midnight
from core.periods.fiscal import fiscal_year, fiscal_year_span
from incidents.models import IncidentQuerySet
from incidents.models.incident import KIND_CHOICES
from incidents.rules import span_words
from incidents.states import OVER, IncidentState

FIRST_YEAR = 2014
"""The fiscal year in which the guideline came into force."""


@dataclass
class Line:
    """One kind of problem in a year."""

    label: str
    reported: int = 0
    dismissed: int = 0
    open: int = 0
    acknowledged: list[timedelta] = field(default_factory=list)
    contained: list[timedelta] = field(default_factory=list)
    closed: list[timedelta] = field(default_factory=list)

    @property
    def to_acknowledge(self) -> str:
        """Return the middle time from report to acknowledgement."""
        return _middle(self.acknowledged)

    @property
    def to_contain(self) -> str:
        """Return the middle time from report to containment."""
        return _middle(self.contained)

    @property
    def to_close(self) -> str:
        """Return the middle time from report to closure."""
        return _middle(self.closed)


def _middle(spans: list[timedelta]) -> str:
    return span_words(median_low(spans)) if spans else ""


def years_until(on: date) -> list[int]:
    """Return the fiscal years that can be asked for, the present one first."""
    return list(range(fiscal_year(on), FIRST_YEAR - 1, -1))


def lines_of(visible: IncidentQuerySet, year: int) -> list[Line]:
    """Return a line for each kind; drills and doubles are not counted. One query.

    Args:
        visible: the incidents that the reader may see: a number would tell that there are others.
        year: the fiscal year in which they were reported.
    """
    first, last = fiscal_year_span(year)
    within = {"reported_at__gte": japan_midnight(first), "reported_at__lt": japan_midnight(last + timedelta(days=1))}
    found = visible.filter(is_drill=False, **within).exclude(state=IncidentState.MERGED).order_by("pk")
    lines = {kind: Line(label) for kind, label in KIND_CHOICES}
    columns = ("kind", "state", "reported_at", "acknowledged_at", "contained_at", "closed_at")
    for kind, state, reported, *instants in found.values_list(*columns):
        line = lines[kind]
        line.reported += 1
        line.dismissed += state == IncidentState.DISMISSED
        line.open += state not in OVER
        for spans, instant in zip((line.acknowledged, line.contained, line.closed), instants, strict=True):
            if instant is not None:
                spans.append(instant - reported)
    return list(lines.values())

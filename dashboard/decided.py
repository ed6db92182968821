"""What offices decided in a period, as the page for auditors shows it: rows, and numbers by month."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q
from django.db.models.functions import TruncMonth

from core.audit.history import who
from core.audit.models import AppendOnlyQuerySet, Event
from core.lifecycle.decisions import Decision, decision_events, during, move_of
from core.periods.clock import JAPAN
from core.staff.models import Unit

FULL = 100
"""Width of the longest bar."""


@dataclass(frozen=True)
class Row:
    """One decision in the list."""

    decision: Decision
    who: str


@dataclass(frozen=True)
class Month:
    """How many decisions a month had; `width` is the bar's, `FULL` for the busiest month."""

    first_on: date
    count: int
    by_deputies: int
    width: int


@dataclass(frozen=True)
class Summary:
    """The numbers of a period."""

    total: int
    by_deputies: int
    by_label: list[tuple[str, int]]
    months: list[Month]


def decided(wanted: dict[str, Any]) -> AppendOnlyQuerySet[Event]:
    """Return the decisions that the filters of the page leave."""
    found = during(decision_events(), wanted["first_on"], wanted["last_on"])
    if wanted.get("office"):
        found = found.filter(office=wanted["office"])
    if wanted.get("unit"):
        found = found.filter(unit__in=units_inside(wanted["unit"]))
    if wanted.get("by_deputies"):
        found = found.exclude(on_behalf_of=None)
    return found


def units_inside(unit: Unit) -> list[int]:
    """Return the keys of a unit and of all below it; the tree has three levels (部等, 課等, 係)."""
    inside = Q(pk=unit.pk) | Q(parent=unit) | Q(parent__parent=unit)
    return list(Unit.objects.filter(inside).values_list("pk", flat=True))


def summary_of(found: AppendOnlyQuerySet[Event], first_on: date, last_on: date) -> Summary:
    """Count decisions by kind and month; one query."""
    counted = (
        found.order_by()
        .annotate(month=TruncMonth("at", tzinfo=JAPAN))
        .values("month", "move")
        .annotate(count=Count("pk"), deputies=Count("on_behalf_of"))
    )
    labels, months, deputies = Counter[str](), Counter[date](), Counter[date]()
    for row in counted:
        move, month = move_of(row["move"]), _first_of(row["month"])
        labels[move.past if move else row["move"]] += row["count"]
        months[month] += row["count"]
        deputies[month] += row["deputies"]
    most = max(months.values(), default=0) or 1
    shown = [Month(m, months[m], deputies[m], months[m] * FULL // most) for m in _months(first_on, last_on)]
    return Summary(months.total(), deputies.total(), labels.most_common(), shown)


def _first_of(month: datetime) -> date:
    return month.astimezone(JAPAN).date()


def _months(first_on: date, last_on: date) -> Iterator[date]:
    month = first_on.replace(day=1)
    while month <= last_on:
        yield month
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)


def rows_of(decisions: list[Decision]) -> list[Row]:
    """Return the rows of a page."""
    return [Row(decision, who(decision.event)) for decision in decisions]

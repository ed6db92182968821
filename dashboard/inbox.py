"""What waits for a person, in all capacities at once, by due date."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.urls import NoReverseMatch

from accounts.presentation import due_words
from core.deadlines.models import Obligation
from core.staff.authority import Capacity, units_held
from core.staff.offices import CITY_WIDE
from core.ui.eras import month_day

SUNDAY = 6


@dataclass(frozen=True)
class Task:
    """One item of the inbox, as `{% task %}` shows it."""

    title: str
    url: str
    act: str
    due_on: date | None
    due_words: str
    late: bool
    note: str
    clause: str
    tone: str
    label: str


@dataclass
class Group:
    """Items due in one span of days; `anchor` names the heading."""

    anchor: str
    title: str
    note: str = ""
    tasks: list[Task] = field(default_factory=list)

    @property
    def late(self) -> bool:
        """Tell whether the group holds what is past its date."""
        return self.anchor == "late"


def grouped(found: Sequence[Obligation], kept: Sequence[Capacity], on: date) -> list[Group]:
    """Put obligations, ordered by date, into the groups of the page; empty groups are left out."""
    sunday = on + timedelta(days=SUNDAY - on.weekday())
    groups = {
        "late": Group("late", "期限を過ぎています"),
        "today": Group("today", "きょう"),
        "week": Group("week", "今週", f"{month_day(sunday)}まで"),
        "later": Group("later", "それより先"),
        "undated": Group("undated", "期限なし"),
    }
    places = Places(kept, on)
    for obligation in found:
        groups[_span(obligation.due_on, on, sunday)].tasks.append(_task(obligation, places, on))
    return [group for group in groups.values() if group.tasks]


def _span(due_on: date | None, on: date, sunday: date) -> str:
    if due_on is None:
        return "undated"
    if due_on <= on:
        return "today" if due_on == on else "late"
    return "week" if due_on <= sunday else "later"


def _task(obligation: Obligation, places: "Places", on: date) -> Task:
    late = obligation.is_overdue(on)
    capacity = places.of(obligation)
    tone, label = _chip(late, capacity)
    return Task(
        title=obligation.title,
        url=address(obligation),
        act=obligation.act_label,
        due_on=obligation.due_on,
        due_words=due_words(obligation.due_on, on),
        late=late,
        note="".join(_notes(obligation, capacity, several=places.several)),
        clause=obligation.clause,
        tone=tone,
        label=label,
    )


def _chip(late: bool, capacity: Capacity | None) -> tuple[str, str]:
    if capacity is not None and capacity.is_deputy:
        return ("stop", "期限超過・代決") if late else ("wait", "代決")
    return ("stop", "期限超過") if late else ("", "")


def _notes(obligation: Obligation, capacity: Capacity | None, *, several: bool) -> Iterable[str]:
    if obligation.note:
        yield f"{obligation.note.rstrip('。')}。"
    if capacity is not None and capacity.on_behalf_of is not None:
        yield f"{capacity.on_behalf_of.name}({capacity.label.removesuffix('の代決者')})に代わって。"
    elif several:
        yield f"{capacity.label}として。" if capacity else "本人として。"
    if obligation.due_on is not None and obligation.internal_target:
        yield "期限は市の内部目標です。"
    if obligation.endeavour:
        yield "努めることとされている事項です。"


class Places:
    """Says in which capacity an item waits, without a query for each."""

    def __init__(self, kept: Sequence[Capacity], on: date) -> None:
        """Read the units of those capacities that another one with the same office could be mistaken for."""
        self.several = len(kept) > 1
        self._kept = kept
        offices = [capacity.office for capacity in kept]
        doubted = [c for c in kept if c.office not in CITY_WIDE and offices.count(c.office) > 1]
        self._units = {capacity.key: set(units_held(capacity, on)) for capacity in doubted}

    def of(self, obligation: Obligation) -> Capacity | None:
        """Return the capacity an item waits for, one's own before a deputyship; None for a duty of the person."""
        if obligation.debtor_person_id is not None:
            return None
        return next((capacity for capacity in self._kept if self._fits(capacity, obligation)), None)

    def _fits(self, capacity: Capacity, obligation: Obligation) -> bool:
        if capacity.office != obligation.debtor_office:
            return False
        units = self._units.get(capacity.key)
        return units is None or obligation.debtor_unit_id in units


def address(record: Any) -> str:
    """Return where an item or message leads, or nothing when that page does not exist (any more)."""
    try:
        return str(record.url)
    except NoReverseMatch:
        return ""

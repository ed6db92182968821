"""What an address of the calendar asks for, and the addresses of its neighbours.

A part that the reader's offices do not have answers like a page that does not exist; a part that makes no sense is
left out, as an old bookmark may hold it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import TypeVar
from urllib.parse import urlencode

from django.http import Http404

from core.staff.models import UnitLevel
from core.staff.offices import Office
from core.staff.tree import Node, tree
from core.ui.forms import EARLIEST
from core.ui.links import link
from dashboard.calendar.month import Month
from dashboard.calendar.reading import Wanted
from dashboard.calendar.scopes import LABELS, Scope, scopes_of, units_of
from dashboard.calendar.sight import Eyes

M = TypeVar("M", bound=StrEnum)
PAGE = "dashboard:calendar"
LIST = "#list"
DAY = timedelta(days=1)
LONGEST_ACT = 20


class Show(StrEnum):
    """Which obligations are shown."""

    OPEN = "open"
    LATE = "late"
    ENDED = "ended"


SHOWN = {Show.OPEN: "月ごと", Show.LATE: "期限を過ぎたもの", Show.ENDED: "終わったもの"}
LEVELS = {Scope.CITY: UnitLevel.DEPARTMENT, Scope.DEPARTMENT: UnitLevel.SECTION}
"""The units that a scope can be narrowed to."""


@dataclass(frozen=True)
class Asked:
    """What is asked for; the defaults are left out of addresses."""

    month: Month
    on: date
    scope: Scope = Scope.MINE
    show: Show = Show.OPEN
    day: date | None = None
    act: str = ""
    unit: int = 0
    held: frozenset[Office] = frozenset()

    @classmethod
    def of(cls, given: Mapping[str, str], eyes: Eyes) -> "Asked":
        """Read the query string of an address.

        Raises:
            Http404: for a scope that the reader's offices do not have.
        """
        scope = _member(Scope, given.get("scope", ""), Scope.MINE)
        if scope not in scopes_of(eyes.held):
            raise Http404
        day = _day(given.get("day", ""))
        month = Month.of(day) if day else Month.read(given.get("month", "")) or Month.of(eyes.on)
        show = _member(Show, given.get("show", ""), Show.OPEN)
        act = given.get("act", "")[:LONGEST_ACT]
        asked = cls(month, eyes.on, scope, show, None if show == Show.LATE else day, act, held=eyes.held)
        return replace(asked, unit=_unit(given.get("unit", ""), asked))

    @property
    def ended(self) -> bool:
        """Tell whether ended obligations are asked for."""
        return self.show == Show.ENDED

    @cached_property
    def units(self) -> list[Node]:
        """Return the units that the scope can be narrowed to, by name in the order of their keys."""
        return tree().existing_on(self.on, LEVELS[self.scope]) if self.scope in LEVELS else []

    @property
    def scope_label(self) -> str:
        """Return whose obligations are shown, in words."""
        return LABELS[self.scope]

    @cached_property
    def facts(self) -> tuple[object, ...]:
        """Return all that the head of the page and its ways to other parts are written from, but for today."""
        return (self, tuple(self.units), tuple(scopes_of(self.held)))

    def counted(self, eyes: Eyes) -> Wanted:
        """Return what the table counts: all days of its weeks."""
        days = self.month.days
        return Wanted(self.scope, days[0], days[-1], self.ended, "", self._keys(eyes))

    def listed(self, eyes: Eyes) -> Wanted:
        """Return what the list holds: the month, one day of it, or all that is late."""
        if self.show == Show.LATE:
            first, last = EARLIEST, self.on - DAY
        else:
            first, last = (self.day, self.day) if self.day else (self.month.first, self.month.last)
        return Wanted(self.scope, first, last, self.ended, self.act, self._keys(eyes))

    def _keys(self, eyes: Eyes) -> tuple[int, ...]:
        """Return the keys of the unit that is asked for and of those below it, as far as the scope goes."""
        if not self.unit:
            return ()
        known = tree()
        inside = known.with_forerunners(known.inside([self.unit]), self.on)
        own = set(units_of(self.scope, eyes))
        return tuple(pk for pk in inside if not own or pk in own)

    def url(self, **other: object) -> str:
        """Return the address of the same with other parts; without a day or an act unless they are given."""
        return replace(self, **({"day": None, "act": ""} | other)).address()  # type: ignore[arg-type]  # parts of this class

    def day_url(self, day: date, act: str = "") -> str:
        """Return the address of one day of the list; a month has dozens of them."""
        return f"{self._stem}day={day.isoformat()}{_act_part(act)}{LIST}"

    @cached_property
    def _stem(self) -> str:
        """Return the address without month, day and act, so far that a part can follow."""
        address = self.url(month=Month.of(self.on))
        return f"{address}{'&' if '?' in address else '?'}"

    def act_url(self, act: str) -> str:
        """Return the address of one kind of act in the month's list."""
        return f"{self.url(act=act)}{LIST}"

    def address(self) -> str:
        """Return the address of what is asked for."""
        parts = {
            "scope": self.scope.value if self.scope != Scope.MINE else "",
            "show": self.show.value if self.show != Show.OPEN else "",
            "day": self.day.isoformat() if self.day else "",
            "month": str(self.month) if not self.day and self.month != Month.of(self.on) else "",
            "act": self.act,
            "unit": self.unit or "",
        }
        query = urlencode({name: value for name, value in parts.items() if value})
        return f"{link(PAGE)}{'?' if query else ''}{query}"


def _member(kind: type[M], text: str, otherwise: M) -> M:
    """Return the member that a text names, another one for every other text."""
    return next((one for one in kind if one.value == text), otherwise)


@lru_cache(maxsize=100)
def _act_part(act: str) -> str:
    return f"&{urlencode({'act': act})}" if act else ""


def _day(text: str) -> date | None:
    """Return the day that a text names, None for a text that names none the calendar knows."""
    month = Month.read(text[:7])
    try:
        return date.fromisoformat(text) if month is not None and len(text) == 10 else None
    except ValueError:
        return None


def _unit(text: str, asked: Asked) -> int:
    """Return the key of a unit that the scope can be narrowed to; 0 for every other text."""
    return next((node.pk for node in asked.units if str(node.pk) == text), 0)

"""The registry's list as people read it: rows, words for dates, links that may not exist yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.urls import get_urlconf, resolve

from accounts.finding import NEVER
from accounts.holding import managers_of
from accounts.labels import STATES, standings_of
from accounts.models import Account
from accounts.permissions import may_register
from accounts.search import Found
from core.deadlines.rules import days_left_words
from core.lifecycle.actor import Actor
from core.periods.opening_days import opening_days_between
from core.staff.models import UnitLevel
from core.staff.offices import Office
from core.staff.tree import tree
from core.ui.links import soft_link


@dataclass(frozen=True, slots=True)
class Row:
    """One account of the list, with the names of its units and of whoever manages it."""

    found: Found
    section: str
    department: str
    manager: str

    @property
    def due_on(self) -> date | None:
        """Return the nearest date of what is open."""
        return None if self.found.due_on == NEVER else self.found.due_on

    @property
    def state(self) -> str:
        """Return the state in words."""
        return STATES[self.found.state]

    @property
    def standings(self) -> list[tuple[str, str]]:
        """Return the tone and the words of the state, then of the suspension that stands beside it."""
        return standings_of(self.found.state, suspended=self.found.suspended_on is not None)


def rows_of(found: Sequence[Found], on: date) -> list[Row]:
    """Return the rows of a page of the index; one query for those who manage."""
    units = tree()
    managers = managers_of({one.section for one in found}, on)
    names = {pk: (units.nodes[pk].name, units.nodes[units.top_of(pk)].name, "、".join(managers[pk])) for pk in managers}
    return [Row(one, *names[one.section]) for one in found]


def due_words(due_on: date | None, on: date) -> str:
    """Say how far a due date is; what is late is counted in opening days."""
    if due_on is None:
        return "期限なし"
    late = opening_days_between(due_on, on) if due_on < on else 0
    return days_left_words(due_on, on, overdue_opening_days=late)


def late_words(due_on: date | None, on: date) -> str:
    """Say how late a date is, nothing while it is not."""
    return due_words(due_on, on) if due_on is not None and due_on < on else ""


def soft_url(name: str, *args: object) -> str:
    """Return the address of a page, or an empty text when no app has that page (yet)."""
    return soft_link(name, *args)


def trail_url(stream: str, actor: Actor) -> str:
    """Return where an auditor reads the whole trail of a record; empty for everybody else."""
    return soft_url("dashboard:record_trail", stream) if actor.office == Office.AUDITOR else ""


def act_url(name: str, pk: int, account: Account, actor: Actor, on: date) -> str:
    """Return the address of an act of the chapter above, or an empty text when the actor can not do it now.

    The act's own page is asked: by its `open_to` where it has one, otherwise by its move. So there is one rule.
    """
    page = _page_of(name, get_urlconf())
    if page is None:
        return ""
    is_open = (
        page.open_to(account, actor, on) if hasattr(page, "open_to") else not page.move.why_not(account, actor, on)
    )
    return soft_url(name, pk) if is_open else ""


@lru_cache(maxsize=100)
def _page_of(name: str, urlconf: str | None) -> Any:
    """Return the view of an act's page, None when no app has that page."""
    url = soft_url(name, 0)
    return getattr(resolve(url, urlconf).func, "view_class", None) if url else None


def import_url(actor: Actor) -> str:
    """Return where the actor imports the accounts that the city has already; empty for all but one office."""
    return soft_url("accounts:import") if may_register(actor) else ""


def drafting_url(actor: Actor) -> str:
    """Return where an actor drafts a new request; only staff and heads of sections do."""
    inside = actor.office in {Office.STAFF, Office.SECTION_HEAD} and actor.unit is not None
    of_section = inside and any(unit.level == UnitLevel.SECTION for unit in actor.unit.lineage())  # type: ignore[union-attr]
    return soft_url("approvals:request_new") if of_section else ""

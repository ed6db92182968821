"""The list of the calendar: a row for each obligation, under its day."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from operator import attrgetter

from accounts.presentation import due_words
from core.deadlines.models import Obligation
from core.deadlines.moves import WAIVE
from core.deadlines.states import ObligationState
from core.lifecycle.actor import Actor
from core.notifications.models import link_url
from core.staff.titles import office_name
from core.ui.eras import month_day
from core.ui.links import link
from dashboard.calendar.sight import ACCOUNT_PAGES, ASKED, WHOLE, Eyes

ENDS = {ObligationState.FULFILLED: "ok", ObligationState.WAIVED: "warn", ObligationState.VOID: "end"}
WAIVE_PAGE = "dashboard:duty_waive"


@dataclass(frozen=True)
class Row:
    """One obligation, as `{% task %}` shows it."""

    title: str
    url: str
    act: str
    act_url: str
    due_words: str
    late: bool
    note: str
    clause: str
    tone: str
    label: str
    due_on: date | None = None
    """None: the heading says the day."""


@dataclass(frozen=True)
class Day:
    """What falls on one day."""

    day: date
    late: bool
    rows: list[Row] = field(default_factory=list)

    @property
    def iso(self) -> str:
        """Return the day as 2026-11-24."""
        return self.day.isoformat()

    @property
    def title(self) -> str:
        """Return the day in words."""
        return month_day(self.day)


class Rows:
    """Makes the rows of a reader: where each leads, who owes it, and what the reader can do about it."""

    def __init__(self, eyes: Eyes, actor: Actor) -> None:
        """Take who reads, and in which office he or she acts."""
        self._eyes, self._actor, self._on = eyes, actor, eyes.on

    def by_day(self, found: Sequence[Obligation]) -> list[Day]:
        """Return rows in the order of their days."""
        return [
            Day(day, day < self._on and any(one.is_open for one in own), [self._row(one.duty) for one in own])
            for day, own in ((day, list(own)) for day, own in groupby(map(_Dated, found), attrgetter("day")))
        ]

    def debtor(self, one: Obligation) -> str:
        """Name who owes: the office, or the person it is a matter of."""
        if one.debtor_person_id is not None:
            return str(getattr(one, "debtor_name", "")) or str(one.debtor_person)
        return office_name(one.debtor_office, one.debtor_unit, self._on)

    def url(self, one: Obligation) -> str:
        """Return where an obligation is read: its own page for who owes it, else the one everybody may open.

        What has ended is not acted on any more: of an account its own page says what became of it.
        """
        ended_act = one.state != ObligationState.OPEN and one.link_name in ACCOUNT_PAGES
        if self._eyes.owes(one) and not ended_act:
            return link_url(one.link_name, one.link_pk)
        if one.link_name in ACCOUNT_PAGES:
            return link("accounts:account_detail", one.link_pk)
        asked = one.link_name in ASKED and not self._eyes.is_above(one)
        known = asked or (one.link_name in WHOLE and self._eyes.may_open(one))
        return link_url(one.link_name, one.link_pk) if known else ""

    def _row(self, one: Obligation) -> Row:
        mine, late = self._eyes.owes(one), one.is_overdue(self._on)
        url = self.url(one)
        act, act_url = (one.act_label, url) if mine and one.state == ObligationState.OPEN else ("", "")
        if not mine and self._may_waive(one):
            act, act_url = WAIVE.label, link(WAIVE_PAGE, one.pk)
        tone, label = self._chip(one, late)
        return Row(
            title=one.title,
            url=url,
            act=act,
            act_url=act_url,
            due_words=due_words(one.due_on, self._on) if one.state == ObligationState.OPEN else "",
            late=late,
            note=self._note(one),
            clause=one.clause,
            tone=tone,
            label=label,
        )

    def _may_waive(self, one: Obligation) -> bool:
        return self._eyes.is_above(one) and WAIVE.why_not(one, self._actor, self._on) is None

    def _chip(self, one: Obligation, late: bool) -> tuple[str, str]:
        if one.state != ObligationState.OPEN:
            return ENDS[ObligationState(one.state)], str(one.get_state_display())
        return ("stop", "期限超過") if late else ("", "")

    def _note(self, one: Obligation) -> str:
        parts = [f"{self.debtor(one)}。"]
        if one.internal_target:
            parts.append("期限は市の内部目標です。")
        if one.endeavour:
            parts.append("努めることとされている事項です。")
        if one.waive_reason:
            parts.append(f"免除の理由:{one.waive_reason.rstrip('。')}。")
        return "".join(parts)


@dataclass(frozen=True)
class _Dated:
    duty: Obligation

    @property
    def day(self) -> date:
        assert self.duty.due_on is not None
        return self.duty.due_on

    @property
    def is_open(self) -> bool:
        return bool(self.duty.state == ObligationState.OPEN)

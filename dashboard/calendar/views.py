"""The calendar: a month as a table with its list, what is late, what has ended; and the same on paper."""

from dataclasses import dataclass
from typing import Any, cast

from django.http import HttpRequest, HttpResponse

from core.lifecycle.requests import acting_request
from core.lifecycle.views import ActingMixin
from core.staff.models import Person
from core.ui.markup import era_month
from dashboard.calendar.asked import SHOWN, Asked, Show
from dashboard.calendar.month import LEGEND, Month, Table
from dashboard.calendar.reading import SIZE, counts, page
from dashboard.calendar.rows import Rows
from dashboard.calendar.scopes import LABELS, scopes_of
from dashboard.calendar.sight import Eyes

PRINTED = 500
"""Rows that the printed list holds; more is a book and not a list."""


def eyes_of(request: HttpRequest) -> Eyes:
    """Return the person of a request with all his or her offices."""
    acting = acting_request(request)
    return Eyes(cast("Person", request.user), acting.capacities, acting.on)


@dataclass(frozen=True)
class Ways:
    """The ways from a part of the calendar to others; worked out where the head of the page is written anew."""

    asked: Asked

    @property
    def scopes(self) -> list[dict[str, Any]]:
        """Return the ways to other people's obligations, as far as the reader has them."""
        asked = self.asked
        return [
            {"label": LABELS[one], "url": asked.url(scope=one, unit=0), "current": one == asked.scope}
            for one in scopes_of(asked.held)
        ]

    @property
    def cuts(self) -> list[dict[str, Any]]:
        """Return the ways to what is open, late and ended."""
        asked = self.asked
        return [
            {"label": label, "url": asked.url(show=one), "current": one == asked.show} for one, label in SHOWN.items()
        ]

    @property
    def previous(self) -> dict[str, str]:
        """Return the way to the month before."""
        return self._to(self.asked.month.previous)

    @property
    def next(self) -> dict[str, str]:
        """Return the way to the month after."""
        return self._to(self.asked.month.next)

    @property
    def today(self) -> str:
        """Return the way to the present month; none from there."""
        current = Month.of(self.asked.on)
        return "" if self.asked.month == current else self.asked.url(month=current)

    @property
    def paper(self) -> str:
        """Return the way to the list on paper."""
        address = self.asked.address()
        return f"{address}{'&' if '?' in address else '?'}print=1"

    def _to(self, month: Month) -> dict[str, str]:
        known = Month.read(str(month)) is not None
        return {"url": self.asked.url(month=month) if known else "", "label": f"{month.number}月"}


class Calendar(ActingMixin):
    """One month of obligations; a day, a kind of act and a unit narrow the list, `print` holds all of it."""

    title = "期限の暦"
    template_name = "dashboard/calendar/calendar.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the table and one page of the list."""
        eyes = eyes_of(request)
        asked = Asked.of(request.GET.dict(), eyes)
        on_paper = "print" in request.GET
        wanted = asked.listed(eyes)
        shown = page(eyes, wanted, None if on_paper else request.GET.get("cursor"), PRINTED if on_paper else SIZE)
        return self.page(
            asked=asked,
            table=self._table(eyes, asked),
            shown=shown,
            days=Rows(eyes, self.actor).by_day(shown.rows),
            ways=Ways(asked),
            month_words=era_month(asked.month.first),
            legend=LEGEND,
            on_paper=on_paper,
            printed=PRINTED,
        )

    def _table(self, eyes: Eyes, asked: Asked) -> Table | None:
        if asked.show == Show.LATE:
            return None
        counted = counts(eyes, asked.counted(eyes))
        return Table(asked.month, self.on, counted, asked.ended, asked.day_url, asked.act_url)

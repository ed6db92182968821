"""The calendar: a month as a table with its list, what is late, what has ended; and the same on paper."""

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
            scopes=[
                {"label": LABELS[one], "url": asked.url(scope=one, unit=0), "current": one == asked.scope}
                for one in scopes_of(eyes.held)
            ],
            cuts=[
                {"label": label, "url": asked.url(show=one), "current": one == asked.show}
                for one, label in SHOWN.items()
            ],
            legend=LEGEND,
            on_paper=on_paper,
            print_url=f"{asked.address()}{'&' if '?' in asked.address() else '?'}print=1",
            printed=PRINTED,
        )

    def _table(self, eyes: Eyes, asked: Asked) -> Table | None:
        if asked.show == Show.LATE:
            return None
        counted = counts(eyes, asked.counted(eyes))
        return Table(asked.month, self.on, counted, asked.ended, asked.day_url, asked.act_url)

    def context(self, **more: Any) -> dict[str, Any]:
        """Add the words of the month and the ways to its neighbours."""
        asked: Asked = more["asked"]
        ways = {
            "month_words": era_month(asked.month.first),
            "previous_month": _way(asked, asked.month.previous),
            "next_month": _way(asked, asked.month.next),
            "this_month": "" if asked.month == Month.of(self.on) else asked.url(month=Month.of(self.on)),
        }
        return super().context(**ways, **more)


def _way(asked: Asked, month: Month) -> dict[str, str]:
    known = Month.read(str(month)) is not None
    return {"url": asked.url(month=month) if known else "", "label": f"{month.number}月"}

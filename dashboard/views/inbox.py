"""The first page: what waits for me, what I sent, what I should know."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from accounts.presentation import drafting_url
from core.deadlines.models import Obligation, ObligationQuerySet
from core.lifecycle.cursors import page_of
from core.lifecycle.requests import acting_request
from core.lifecycle.views import ActingMixin
from core.staff.offices import Office
from dashboard.desk import FIRST, Desk
from dashboard.frame import frame_of, late_of
from dashboard.inbox import address, grouped
from dashboard.sent import sent
from dashboard.vacancies import vacancies

CUTS = {"dated": "期限のあるもの", "undated": "期限のないもの"}


class Inbox(ActingMixin):
    """Everything that asks for the person's attention; `?all` leads through the whole of what waits."""

    title = "受信箱"
    template_name = "dashboard/inbox.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the first items of each part, or one page of all that waits."""
        cut = request.GET.get("all")
        if cut is not None:
            return self._all("undated" if cut == "undated" else "dated")
        assert self.actor.person is not None
        desk = Desk.of(self.actor.person, acting_request(request).capacities, self.on, self.at)
        found, newest, mine = desk.waiting, desk.messages, sent(desk, self.on)
        return self.page(
            groups=self._grouped(found[:FIRST]),
            more=len(found) > FIRST,
            sent=mine,
            known=[(message, address(message)) for message in newest],
            glance=self._glance(found, len(mine)),
            vacant=vacancies(self.on) if self.actor.office == Office.ADMINISTRATOR else [],
            draft_url=drafting_url(self.actor),
        )

    def _grouped(self, found: list[Obligation]) -> Any:
        return grouped(found, acting_request(self.request).capacities, self.on)

    def _glance(self, found: list[Obligation], sent: int) -> list[dict[str, Any]]:
        """Count; only where all that is shown is late does the database have to count what more is late."""
        frame, late = frame_of(self.request), sum(obligation.is_overdue(self.on) for obligation in found)
        if late > FIRST:
            late = late_of(self.request)
        return [
            {"label": "私を待つもの", "url": "#waiting", "count": frame.waiting},
            {"label": "うち期限超過", "url": "#late" if late else "#waiting", "count": late, "late": True},
            {"label": "私が出したもの", "url": "#sent", "count": sent},
            {"label": "知っておくこと", "url": "#know", "count": frame.unread},
        ]

    def _all(self, cut: str) -> HttpResponse:
        """Show one page of all that waits, dated items by date, undated ones by age."""
        self.title, self.template_name = "私を待つもの", "dashboard/waiting.html"
        dated = cut == "dated"
        found = self._waiting().filter(due_on__isnull=not dated)
        shown = page_of(found, self.request.GET.get("cursor"), order="due_on" if dated else "pk")
        cuts = [{"label": label, "url": f"?all={name}", "current": name == cut} for name, label in CUTS.items()]
        return self.page(shown=shown, groups=self._grouped(shown.rows), cuts=cuts)

    def _waiting(self) -> ObligationQuerySet:
        """Return what waits for the person in any capacity."""
        assert self.actor.person is not None
        return Obligation.objects.open().owed_by(self.actor.person, acting_request(self.request).capacities, self.on)

    def context(self, **more: Any) -> dict[str, Any]:
        """Stand at the top: the home page has no way back."""
        crumbs = [] if self.title == type(self).title else [("受信箱", reverse("dashboard:inbox")), (self.title, "")]
        return super().context(**{"crumbs": crumbs, **more})

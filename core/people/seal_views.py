"""The seals of the audit trail for those who keep them, and the export for auditors to check it elsewhere."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from core.audit.models import Event, Seal, Unsealed
from core.lifecycle.cursors import page_of
from core.lifecycle.trails import facts_of
from core.lifecycle.views import ActingMixin, Crumbs
from core.people.trail_views import READERS
from core.records import short_code
from core.staff.offices import Office

KEEPERS = READERS | {Office.GENERAL_AFFAIRS_DIRECTOR}
"""Who opens the list: the readers of the trail, and 総務部長, who gets the day's last seal by mail."""


class SealList(ActingMixin):
    """Seals, newest first; how many events wait for one; what the last verification found."""

    title = "封印"
    template_name = "audit/seal_list.html"

    def allow(self) -> None:
        """Hide the page from everybody else."""
        if self.actor.office not in KEEPERS:
            raise Http404

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show one page of seals."""
        shown = page_of(Seal.objects.all(), request.GET.get("cursor"), order="-pk")
        return self.page(
            shown=shown,
            rows=[(seal, short_code(seal.hash)) for seal in shown.rows],
            waiting=Unsealed.objects.count(),
            verified=last_verification(),
            exports=self.actor.office == Office.AUDITOR,
        )

    def parents(self) -> Crumbs:
        """Lead back to the trail those who may read it."""
        return [("監査証跡", reverse("people:trail_list"))] if self.actor.office in READERS else []


def last_verification() -> Event | None:
    """Return the event of the last verification of the whole trail, with its facts as `found`."""
    events = Event.objects.filter(office="system", move="audit.verify").select_related("facts")
    last = events.order_by("-at").first()
    if last is not None:
        last.found = facts_of(last)  # type: ignore[attr-defined]
    return last

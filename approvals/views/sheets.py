"""The decision sheet of a request (起案用紙): to print, for those who may read the request."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from approvals.presentation.sheet import sheet_of
from approvals.presentation.trail import history_of, timeline_of
from approvals.presentation.viewer import Viewer
from approvals.views.requests import RequestPage
from core.lifecycle.views import ActingMixin, Crumbs
from core.retention.pages import disposed_page


class RequestSheet(RequestPage):
    """One request on paper; it exists for whom the request's page exists."""

    template_name = "approvals/sheet_request.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the sheet; of a request that is disposed of what its page shows, too."""
        self.record = self.get_object()
        if self.record.disposed_on is not None:
            left = timeline_of(history_of(self.record), reads_draft=False)
            return disposed_page(self, self.record, self.record.disposed_on, left, over=self.record.document_number)
        return self.page()

    def get_title(self) -> str:
        """Name the paper."""
        return "起案用紙"

    def parents(self) -> Crumbs:
        """Lead back to the request."""
        number = self.record.document_number or "作成中の起案"
        return [*super().parents(), (number, reverse("approvals:request_detail", args=[self.record.pk]))]

    def context(self, **more: object) -> dict[str, object]:
        """Gather the sheet in place of the page."""
        found = sheet_of(self.record, Viewer.of(self.request))
        return ActingMixin.context(self, **{**found, "printed_by": self.actor.name, **more})

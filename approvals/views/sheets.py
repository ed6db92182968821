"""The decision sheet of a request (起案用紙): to print, for those who may read the request."""

from django.urls import reverse

from approvals.presentation.sheet import sheet_of
from approvals.presentation.viewer import Viewer
from approvals.views.requests import MatterPage
from core.lifecycle.views import ActingMixin, Crumbs


class RequestSheet(MatterPage):
    """One request on paper; it exists for whom the request's page exists."""

    template_name = "approvals/sheet_request.html"

    def get_title(self) -> str:
        """Name the paper."""
        return "起案用紙"

    def parents(self) -> Crumbs:
        """Lead back to the request."""
        number = self.record.document_number or "作成中の起案"
        return [*super().parents(), (number, reverse("approvals:request_detail", args=[self.record.pk]))]

    def context(self, **more: object) -> dict[str, object]:
        """Gather the sheet in place of the page."""
        found = sheet_of(self.matter(), Viewer.of(self.request))
        return ActingMixin.context(self, **{**found, "printed_by": self.actor.name, **more})

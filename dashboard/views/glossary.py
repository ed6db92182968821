"""The words of the guideline and of these pages, explained; every term has an anchor to link to."""

from django.http import HttpRequest, HttpResponse

from core.lifecycle.views import ActingMixin
from dashboard.glossary import GROUPS


class Glossary(ActingMixin):
    """All terms on one page."""

    title = "用語と使い方"
    template_name = "dashboard/glossary.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the page."""
        return self.page(groups=GROUPS)

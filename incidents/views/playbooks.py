"""The playbooks that rule: read by everybody; their versions are made by 総合政策部長 (第7)."""

from django.http import HttpRequest, HttpResponse

from core.lifecycle.views import ActingMixin
from incidents.presentation import playbooks_shown
from incidents.tasking import all_ruling


class PlaybookList(ActingMixin):
    """The steps of every kind of problem, as they would be copied to an incident now."""

    title = "対応の手順"
    template_name = "incidents/playbook_list.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show them."""
        return self.page(playbooks=playbooks_shown(all_ruling()))

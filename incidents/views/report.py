"""Reporting a problem, from any page, and the list of what was reported (第7)."""

from typing import Any, cast

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse

from core.lifecycle.cursors import page_of
from core.lifecycle.views import ActingMixin, Crumbs, FormView
from core.staff.models import Person
from incidents.choices import own_accounts
from incidents.forms import ListForm, ReportForm
from incidents.models import Incident
from incidents.queries import with_open_tasks
from incidents.sending import report_once
from incidents.states import OVER, UNDER_WAY, IncidentState
from incidents.views.shared import LIST, IncidentMixin

SENT_BY_PAGE = "X-Sent-By-Page"
CUTS: tuple[tuple[str, str, tuple[IncidentState, ...]], ...] = (
    ("open", "対応中", (*UNDER_WAY, IncidentState.CONTAINED)),
    ("over", "終わったもの", OVER),
    ("all", "すべて", tuple(IncidentState)),
)


class Report(FormView):
    """Report a problem: one page, everything but three fields may be left out."""

    title = "問題を報告する"
    template_name = "incidents/report.html"
    form_class = ReportForm
    submit_label = "報告する"
    done_message = "報告しました。"

    def parents(self) -> Crumbs:
        """Stand below the list."""
        return [(LIST[0], reverse(LIST[1]))]

    def form_arguments(self) -> dict[str, Any]:
        """Offer the accounts of the person's sections; the page of an account names it in the address."""
        accounts = own_accounts(cast("Person", self.actor.person), self.on)
        asked = self.request.GET.get("account", "")
        first: dict[str, Any] = {"noticed_at": self.at}
        first |= {"account": asked} if asked in {key for key, _ in accounts} else {}
        return super().form_arguments() | {"accounts": accounts, "initial": first}

    def act(self, form: Any) -> Incident:
        """Report it."""
        return report_once(by=self.actor, at=self.at, **form.values())

    def finish(self, done: Incident) -> HttpResponse:
        """Lead on; to a page that sends without leaving itself, say where to (`static/sending.js`)."""
        answer = super().finish(done)
        if SENT_BY_PAGE not in self.request.headers:
            return answer
        return JsonResponse({"next": self.success_url(done)})

    def success_url(self, done: Incident) -> str:
        """Show the incident, on which more can be added."""
        return reverse("incidents:incident_detail", args=[done.pk])


class IncidentList(IncidentMixin, ActingMixin):
    """The incidents a person may see, by state and kind, the newest first."""

    title = LIST[0]
    template_name = "incidents/incident_list.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show one page of one cut."""
        form = ListForm(request.GET)
        kind = form.chosen()
        cut = next((one for one in CUTS if one[0] == request.GET.get("cut")), CUTS[0])
        found = with_open_tasks(self.visible()).filter(state__in=cut[2])
        found = found.filter(kind=kind) if kind else found
        shown = page_of(found, request.GET.get("cursor"), order="-pk")
        links = [
            {"label": label, "url": f"?cut={slug}{f'&kind={kind}' if kind else ''}", "current": slug == cut[0]}
            for slug, label, _ in CUTS
        ]
        return self.page(shown=shown, form=form, segments=links, cut=cut[0])

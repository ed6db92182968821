"""The check of the evidence on demand: its button, and what the newest run found."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from core.audit.history import who
from core.lifecycle.errors import Denied
from core.people.trail_views import TrailMixin
from core.staff.offices import Office
from dashboard.evidence.findings import TITLES
from dashboard.evidence.run import last_run, run_check


class Evidence(TrailMixin):
    """What the newest check found; auditors have it run anew."""

    title = "証拠の突合"
    template_name = "dashboard/trail/evidence.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the newest run."""
        run = last_run()
        return self.page(
            run=run, ran_by=who(run.event) if run else "", titles=list(TITLES.values()), may_run=self.may_run
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        """Run the check and show what it found."""
        if not self.may_run:
            raise Denied("証拠の突合は、監査担当が行います。", way="監査担当に依頼してください。")
        found = len(run_check(by=self.actor, at=self.at).findings)
        messages.success(
            request, f"突き合わせました。合わないところは{f'{found}件あります' if found else 'ありません'}。"
        )
        return HttpResponseRedirect(reverse("dashboard:evidence"))

    @property
    def may_run(self) -> bool:
        """Tell whether the actor has the check run; administrators read."""
        return self.actor.office == Office.AUDITOR

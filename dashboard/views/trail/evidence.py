"""The check of the evidence on demand: its button, what the newest run found, and the runs before it."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from core.audit.history import who
from core.audit.models import Event
from core.lifecycle.errors import Denied
from core.lifecycle.subjects import subjects_of
from core.lifecycle.trails import facts_of
from core.people.trail_views import TrailMixin
from core.records import Subject
from core.staff.offices import Office
from dashboard.evidence.findings import TITLES, Kind
from dashboard.evidence.run import MOVE, Kept, Run, run_check

LISTED = 10
"""Earlier runs the page lists."""


class Evidence(TrailMixin):
    """What a check found, the newest unless one is named; auditors have it run anew."""

    title = "証拠の突合"
    template_name = "dashboard/trail/evidence.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show one run and the list of the newest ones."""
        noted = Event.objects.filter(move=MOVE).select_related("person", "on_behalf_of", "facts").order_by("-at", "-pk")
        runs = [run_of(event) for event in noted[:LISTED]]
        named = request.GET.get("run", "")
        run = _named(noted, named) if named else next(iter(runs), None)
        return self.page(
            run=with_findings(run) if run else None,
            run_title="最後の突合" if runs and run == runs[0] else "前の突合",
            ran_by=who(run.event) if run else "",
            runs=[(one, who(one.event)) for one in runs],
            titles=list(TITLES.values()),
            may_run=self.may_run,
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


def run_of(event: Event) -> Run:
    """Return a check as its event tells it, without its findings."""
    counts = dict.fromkeys(("accounts", "decisions", "entries"), 0) | (facts_of(event).get("counts") or {})
    return Run(event, counts, [])


def with_findings(run: Run) -> Run:
    """Add the findings with what their records are about today; kinds that are no more are left out."""
    noted = facts_of(run.event).get("findings") or []
    known = [one[:2] for one in noted if isinstance(one, list) and len(one) > 1 and one[0] in TITLES]
    subjects = subjects_of({stream for _, stream in known})
    return replace(run, findings=[Kept(Kind(kind), stream, _about(subjects.get(stream))) for kind, stream in known])


def _about(subject: Subject | None) -> str:
    return " ".join(part for part in (subject.number, subject.title) if part) if subject else ""


def _named(noted: Any, key: str) -> Run:
    event = noted.filter(pk=key).first() if key.isascii() and key.isdigit() and len(key) < 19 else None
    if event is None:
        raise Http404
    return run_of(event)

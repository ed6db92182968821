"""The seals of the audit trail for those who keep them, and the export for auditors to check it elsewhere."""

from datetime import date
from pathlib import Path

from django.conf import settings
from django.db.models import Q, Subquery
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.urls import reverse

from core.audit.export import export_lines
from core.audit.models import Event, Seal
from core.gathering import Part, gathered
from core.lifecycle.act import Act, acting
from core.lifecycle.cursors import page_of
from core.lifecycle.sealing import last_seal_part, tell_last_seal_before
from core.lifecycle.standstill import standstills, waiting
from core.lifecycle.trails import facts_of
from core.lifecycle.verifying import EVIDENCE_CHECK, VERIFICATION
from core.lifecycle.views import ActingMixin, Crumbs
from core.lifecycle.withheld import note_look_at_everything
from core.people.trail_views import READERS
from core.periods.clock import japan_date
from core.records import short_code
from core.staff.offices import Office

KEEPERS = READERS | {Office.GENERAL_AFFAIRS_DIRECTOR}
"""Who opens the list: the readers of the trail, and 総務部長, who gets the day's last seal by mail."""

CHECKING = ("system", Office.AUDITOR)
"""Who has checks run: the clock every night, auditors on demand."""
VERIFIER = Path(settings.BASE_DIR) / "verifier" / "verify_export.py"


class SealList(ActingMixin):
    """Seals, newest first; how many events wait for one, what stands in its way, what the last verification found."""

    title = "封印"
    template_name = "audit/seal_list.html"

    def allow(self) -> None:
        """Hide the page from everybody else."""
        if self.actor.office not in KEEPERS:
            raise Http404

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show one page of seals."""
        shown = page_of(Seal.objects.all(), request.GET.get("cursor"), order="-pk")
        found, checks = waiting(), last_checks(self.on)
        return self.page(
            shown=shown,
            rows=[(seal, short_code(seal.hash)) for seal in shown.rows],
            waiting=found.count,
            standstills=standstills(self.at, found),
            verified=checks.get(VERIFICATION),
            compared=checks.get(EVIDENCE_CHECK),
            reads=self.actor.office in READERS,
            exports=self.actor.office == Office.AUDITOR,
        )

    def parents(self) -> Crumbs:
        """Lead back to the trail those who may read it."""
        return [("監査証跡", reverse("people:trail_list"))] if self.actor.office in READERS else []


class AuditorsDownload(ActingMixin):
    """A file for auditors; handing it out is an act, so it is asked for by POST."""

    what, words = "", ""
    asks_proof = False

    def allow(self) -> None:
        """Hide it from everybody else, for the export holds the content of every record."""
        if self.actor.office != Office.AUDITOR:
            raise Http404

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Record the act and send the file."""
        with acting(by=self.actor, at=self.at) as act:
            if self.asks_proof:
                act.require_proof()
            act.note(self.what, self.words)
            self.note_more(act)
        return self.file()

    def note_more(self, act: Act) -> None:
        """Record with the act what else it means; nothing."""

    def file(self) -> HttpResponseBase:
        """Return the file as an attachment."""
        raise NotImplementedError


class TrailExport(AuditorsDownload):
    """The whole trail as lines of JSON, streamed."""

    what, words = "audit.export", "監査証跡を書き出した"
    asks_proof = True

    def note_more(self, act: Act) -> None:
        """Record that it holds all that few may read."""
        note_look_at_everything(act, "監査証跡の書き出し")

    def file(self) -> HttpResponseBase:
        """Return the export, the act of asking for it included."""
        name = f"audit-{japan_date(self.at).isoformat()}.jsonl"
        return _attachment(StreamingHttpResponse(export_lines(self.at), content_type="application/x-ndjson"), name)


class VerifierDownload(AuditorsDownload):
    """The verifier that stands alone."""

    what, words = "audit.verifier", "検証の道具を取り出した"

    def file(self) -> HttpResponseBase:
        """Return the one file that it is."""
        return _attachment(
            HttpResponse(VERIFIER.read_bytes(), content_type="text/x-python; charset=utf-8"), VERIFIER.name
        )


def _attachment(answer: HttpResponseBase, name: str) -> HttpResponseBase:
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def last_checks(on: date) -> dict[str, Event]:
    """Return the event of the last check of each kind by its move, with its facts as `found`.

    The last seal of the days before is read with it, for whoever asks for that below; one query.
    """
    last = Q(pk__in=[])
    for move in (VERIFICATION, EVIDENCE_CHECK):
        events = Event.objects.filter(office__in=CHECKING, move=move).order_by("-at", "-pk")
        last |= Q(pk=Subquery(events.values("pk")[:1]))
    checks = Part(lambda: Event.objects.filter(last), related={"facts": ()})
    read = gathered(checks=checks, seals=last_seal_part(on))
    tell_last_seal_before(on, read["seals"])
    for event in read["checks"]:
        event.found = facts_of(event)
    return {event.move: event for event in read["checks"]}

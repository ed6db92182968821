"""The whole history of one record, with everything that belongs to it."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse

from core.audit.history import who
from core.audit.models import Event
from core.lifecycle.cursors import page_of
from core.lifecycle.streams import state_words, words_of_stream
from core.lifecycle.subjects import records_of
from core.lifecycle.views import Crumbs
from core.lifecycle.withheld import is_withheld_from, looks_at, note_looks
from core.people.trail_views import TrailMixin
from core.records import Subject, short_code
from core.staff.offices import Office, office_label
from dashboard.dossiers import dossier_of, parts_of

CUTS = {"all": "関係する記録すべて", "own": "この記録だけ"}
LOOKS = {"looks": "見た記録"}
"""Shown of what few may read, to those who read it."""


class RecordTrail(TrailMixin):
    """What happened to a record and to its dossier, newest first, and whether chains and records hold."""

    template_name = "dashboard/trail/record.html"
    stream: str
    subject: Subject | None

    def get(self, request: HttpRequest, stream: str) -> HttpResponse:
        """Show one page of events."""
        self.stream = stream
        record = records_of([stream]).get(stream)
        parts = parts_of(dossier_of(stream, record))
        if all(part.stream != stream for part in parts):
            raise Http404
        self.subject = record.subject() if record is not None else None
        read = [part.standing for part in parts if not is_withheld_from(part.standing.record, self.actor)]
        note_looks([standing.record for standing in read], "監査証跡", by=self.actor, at=self.at)
        withheld = None if record is None or is_withheld_from(record, self.actor) else record.withheld
        cuts = CUTS if withheld is None else CUTS | LOOKS
        cut = show if (show := request.GET.get("show", "")) in cuts else "all"
        streams = [part.stream for part in parts] if cut == "all" else [stream]
        found: QuerySet[Event] = Event.objects.filter(stream__in=streams)
        if withheld is not None and cut == "looks":
            found = looks_at(withheld.look, withheld.name, withheld.stream)
        found = found.select_related("person", "on_behalf_of", "unit")
        shown = page_of(found, request.GET.get("cursor"), order="-at")
        return self.page(
            stream=stream,
            subject=self.subject,
            subject_url=self._subject_url(),
            parts=parts,
            faults=[fault for part in parts for fault in part.standing.faults],
            differences=[one for standing in read for one in standing.differences],
            cuts=[{"label": label, "url": f"?show={slug}", "current": slug == cut} for slug, label in cuts.items()],
            shown=shown,
            rows=[line_of(event) for event in shown.rows],
        )

    def _subject_url(self) -> str:
        """Return the page of what the record is about, for auditors: administrators do not read papers."""
        subject = self.subject
        if subject is None or not subject.page or self.actor.office != Office.AUDITOR:
            return ""
        try:
            return reverse(subject.page, args=[subject.pk])
        except NoReverseMatch:
            return ""

    def get_title(self) -> str:
        """Return the record's own name."""
        return words_of_stream(self.stream)

    def parents(self) -> Crumbs:
        """Lead back to the trail."""
        return [("監査証跡", reverse("people:trail_list"))]


def line_of(event: Event) -> dict[str, Any]:
    """Return one event as a row of a table: what, about what, who, in which office and unit, for whom."""
    return {
        "event": event,
        "about": words_of_stream(event.stream),
        "who": who(event),
        "office": office_label(event.office),
        "state": state_words(event),
        "code": short_code(event.hash),
    }

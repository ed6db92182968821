"""The audit trail for auditors and administrators: found by record, person, office and day."""

import json
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from core.audit.history import who
from core.audit.models import Event
from core.lifecycle.comparing import standing_of
from core.lifecycle.cursors import page_of
from core.lifecycle.fact_words import fact_rows
from core.lifecycle.streams import state_words, streams_numbered, words_of_stream
from core.lifecycle.trails import change_rows, facts_of, model_of_stream
from core.lifecycle.views import ActingMixin, Crumbs
from core.lifecycle.withheld import is_withheld_from, note_looks
from core.periods.clock import japan_midnight
from core.records import short_code
from core.staff.models.appointment import OFFICE_CHOICES
from core.staff.offices import Office, office_label
from core.ui.forms import PeriodForm

BOUNDS = [MinValueValidator(date(1990, 1, 1)), MaxValueValidator(date(2199, 12, 31))]
READERS = frozenset({Office.AUDITOR, Office.ADMINISTRATOR})


class TrailForm(PeriodForm):
    """The filters of the trail; nothing is demanded."""

    needs = dict.fromkeys(("document_number", "stream", "staff_number", "office", "first_on", "last_on"), "")

    document_number = forms.CharField(
        label="文書番号", max_length=40, required=False, help_text="例:8観第7号。問題の番号(8問第4号)も"
    )
    stream = forms.CharField(label="記録の記号", max_length=80, required=False, help_text="例:staff.appointment:12")
    staff_number = forms.CharField(label="職員番号", max_length=20, required=False)
    office = forms.ChoiceField(
        label="職", required=False, choices=[("", "すべて"), *OFFICE_CHOICES, ("system", office_label("system"))]
    )
    first_on = forms.DateField(label="この日から", required=False, validators=BOUNDS)
    last_on = forms.DateField(label="この日まで", required=False, validators=BOUNDS)


class TrailMixin(ActingMixin):
    """Pages that exist for auditors and administrators only."""

    def allow(self) -> None:
        """Hide the pages from everybody else."""
        if self.actor.office not in READERS:
            raise Http404


class TrailList(TrailMixin):
    """Events, newest first."""

    title = "監査証跡"
    template_name = "audit/trail_list.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show one page of what the filters leave."""
        form = TrailForm(request.GET)
        found: QuerySet[Event] = Event.objects.select_related("person", "on_behalf_of")
        found = filtered(found, form.cleaned_data) if form.is_valid() else found.none()
        shown = page_of(found, request.GET.get("cursor"), order="-at")
        rows = [
            {
                "event": event,
                "who": who(event),
                "about": words_of_stream(event.stream),
                "url": reverse("people:trail_event", args=[event.pk]),
            }
            for event in shown.rows
        ]
        number = form.cleaned_data.get("document_number") or ""
        matters = [(stream, words_of_stream(stream)) for stream in streams_numbered(number)] if number else []
        return self.page(form=form, shown=shown, rows=rows, matters=matters)


class TrailEvent(TrailMixin):
    """One event: its facts, its place in the chain, and whether chain and record hold."""

    template_name = "audit/trail_event.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the event."""
        self.event = get_object_or_404(Event.objects.select_related("person", "on_behalf_of", "facts", "unit"), pk=pk)
        standing = standing_of([self.event.stream])[self.event.stream]
        withheld = is_withheld_from(standing.record, self.actor)
        if not withheld:
            note_looks([standing.record], "監査証跡", by=self.actor, at=self.at)
        facts = {} if withheld else facts_of(self.event)
        changes = facts.pop("changes", None) or {}
        return self.page(
            event=self.event,
            rows=event_rows(self.event),
            technical=technical_rows(self.event, facts_shown=not withheld),
            withheld=withheld,
            facts=fact_rows(self.event, facts),
            changes=change_rows(model_of_stream(self.event.stream) or Event, changes),
            disposed=getattr(self.event, "facts", None) is None,
            faults=standing.faults,
            differences=[] if withheld else standing.differences,
            same_act=[(other, words_of_stream(other.stream)) for other in self.same_act()],
        )

    def same_act(self) -> QuerySet[Event]:
        """Return what else the same act did, fifty at most."""
        return Event.objects.filter(act_id=self.event.act_id).exclude(pk=self.event.pk).order_by("pk")[:50]

    def get_title(self) -> str:
        """Return the event's words."""
        return self.event.label

    def parents(self) -> Crumbs:
        """Lead back to the list."""
        return [("監査証跡", reverse("people:trail_list"))]


def filtered(found: QuerySet[Event], wanted: dict[str, Any]) -> QuerySet[Event]:
    """Keep the events that the filters name; days are Japan dates, both included."""
    if wanted["document_number"]:
        found = found.filter(stream__in=streams_numbered(wanted["document_number"]))
    if wanted["stream"]:
        found = found.filter(stream__startswith=wanted["stream"])
    if wanted["staff_number"]:
        found = found.filter(person__staff_number=wanted["staff_number"])
    if wanted["office"]:
        found = found.filter(office=wanted["office"])
    if wanted["first_on"]:
        found = found.filter(at__gte=japan_midnight(wanted["first_on"]))
    if wanted["last_on"]:
        found = found.filter(at__lt=japan_midnight(wanted["last_on"]) + timedelta(days=1))
    return found


def event_rows(event: Event) -> list[tuple[object, ...]]:
    """Return an event as name and value pairs for `{% facts %}`."""
    return [
        ("日時", event.at),
        ("だれが", who(event)),
        ("職", office_label(event.office)),
        ("部署", event.unit.name if event.unit else None),
        ("記録", f"{words_of_stream(event.stream)} の{event.number}番目"),
        ("操作", event.label),
        ("状態", state_words(event)),
        ("短い符号", short_code(event.hash)),
    ]


def technical_rows(event: Event, *, facts_shown: bool) -> list[tuple[str, str]]:
    """Return what engineers ask for: the names inside the application, and the facts as they were written."""
    written = [("内容のまま", json.dumps(facts_of(event), ensure_ascii=False, indent=1))] if facts_shown else []
    return [
        ("記録の記号", event.stream),
        ("操作の記号", event.move),
        ("照会番号", event.request_id),
        ("操作の番号", str(event.act_id)),
        *written,
    ]

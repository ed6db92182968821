"""The page of one incident, the acts on it and on its course (第7)."""

from collections.abc import Sequence
from typing import Any, cast

from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse

from accounts.presentation import trail_url
from core.lifecycle.moves import permits
from core.lifecycle.views import MoveView, RecordFormView
from core.lifecycle.withheld import reads_withheld
from core.staff.models import Person
from core.uploads.sending import send
from incidents import actions, course, forms
from incidents.chronicle import Line, entries_of, was_leak
from incidents.chronicle import course as course_of
from incidents.doubles import LED_ELSEWHERE
from incidents.links import links_of
from incidents.models import Evidence, Incident, IncidentQuerySet, Member
from incidents.moves.examining import refuse_lasting, refuse_unsaid
from incidents.moves.incident import ACKNOWLEDGE, CLOSE, CONTAIN, DISMISS, FOLLOW_UP, MERGE, REOPEN
from incidents.moves.kinds import RETYPE
from incidents.permissions import check_lead, check_part, tell_members
from incidents.presentation import Acts, clocks, contacts, facts_of, joined, left_words, shown_statements, shown_tasks
from incidents.queries import Belongings
from incidents.rules import still_open
from incidents.views.shared import LIST, IncidentMixin, OneIncidentMixin, WithClosuresMixin


class IncidentDetail(WithClosuresMixin):
    """One incident: the clocks, what is to be done, what happened, who has a part."""

    template_name = "incidents/incident_detail.html"
    looked_at = "画面"

    def visible(self) -> IncidentQuerySet:
        """Say of each as well whether its target exists for the person."""
        targets = OneIncidentMixin.visible(self).filter(pk=OuterRef("merged_into"))
        return super().visible().select_related(*LED_ELSEWHERE).annotate(opens_target=Exists(targets))

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show it; a look at a leak is recorded."""
        self.record = incident = self.one(pk)
        own = Belongings.of(incident, self.given())
        self.shown_doubles = own.doubles
        left = still_open(task.state for task in own.tasks)
        entries = entries_of(incident, own)
        links = links_of(incident, own, entries, self.actor, self.on)
        timeline = course_of(incident, own, opens=self.opens, entries=entries)
        tell_members(incident, own.members, cast("Person", self.actor.person))
        return self.page(
            acts=Acts.of(incident, own, self.actor, self.on),
            clocks=clocks(incident, own.tasks, left, self.at),
            tasks=shown_tasks(own.tasks, self.actor, self.on, self.at),
            timeline=timeline,
            evidence=own.evidence,
            statements=shown_statements(own.statements, self.actor, self.on),
            members=joined(own.members, self.actor, incident, self.on),
            contacts=contacts(incident, self.on),
            facts=facts_of(incident),
            left_words=left_words(incident, own, self.on),
            trail_url=trail_url(incident.stream, self.actor),
            links=links,
            looks=self._looks(timeline),
        )

    def _looks(self, timeline: Sequence[Line]) -> list[course.Looks]:
        """Return who looked at it while it was a leak, for auditors."""
        reads = reads_withheld(self.actor) and was_leak(self.incident, timeline)
        return course.looks_at(self.incident) if reads else []

    def get_title(self) -> str:
        """Return what was reported."""
        return self.incident.heading

    def parents(self) -> list[tuple[str, str]]:
        """Stand below the list."""
        return super().parents()[:1]


def nothing_waits(incident: Incident) -> None:
    """Refuse nothing: for acts that what waits does not keep back."""


class IncidentMove(OneIncidentMixin, MoveView):
    """An act on an incident, on a page of its own."""

    refuse: Any = staticmethod(nothing_waits)
    """What refuses the act whatever is typed, so that nobody fills in a form for nothing."""

    def load(self) -> None:
        """Say on GET also what keeps the problem from its end.

        Raises:
            Denied: the wrong person or moment; a POST is refused by the act itself.
        """
        super().load()
        if self.request.method != "POST":
            self.refuse(self.incident)

    def get_object(self) -> Incident:
        """Return the incident."""
        return self.one(self.kwargs["pk"])

    def success_url(self, done: Any) -> str:
        """Go on at the incident; at the list for who is not of the circle that closed with the act."""
        reads_on = self.visible().filter(pk=self.incident.pk).exists()
        return super().success_url(done) if reads_on else reverse(LIST[1])

    def context(self, **more: Any) -> dict[str, Any]:
        """Say which incident it is."""
        rows = [("件名", self.incident.title), ("状態", self.incident.get_state_display())]
        return super().context(**{"rows": rows, **more})


class IncidentAcknowledge(IncidentMove):
    """Know of a report, under the kind it is of."""

    move = ACKNOWLEDGE
    form_class = forms.AcknowledgeForm
    done_message = "覚知しました。対応の手順を用意しました。"

    def form_arguments(self) -> dict[str, Any]:
        """Begin with the reported kind."""
        first = {"kind": self.incident.kind}
        return super().form_arguments() | {"initial": first, "is_leak": self.incident.is_confidential}

    def act(self, form: Any) -> Incident:
        """Acknowledge it."""
        return actions.acknowledge_incident(self.incident, by=self.actor, at=self.at, **form.cleaned_data)


class IncidentRetype(IncidentMove):
    """Take it for another kind of problem."""

    move = RETYPE
    form_class = forms.RetypeForm
    done_message = "種類を改めました。新しい種類の手順を用意しました。"

    def form_arguments(self) -> dict[str, Any]:
        """Begin with the present kind."""
        return super().form_arguments() | {"initial": {"kind": self.incident.kind}}

    def act(self, form: Any) -> Incident:
        """Change the kind."""
        seen = self.seen() or ""
        return actions.retype_incident(self.incident, by=self.actor, at=self.at, seen=seen, **form.cleaned_data)


class IncidentContain(IncidentMove):
    """Say that the problem itself is over."""

    move = CONTAIN
    form_class = forms.ContainForm
    refuse = staticmethod(refuse_lasting)
    done_message = "収束にしました。原因と再発防止を振り返ってください。"

    def act(self, form: Any) -> Incident:
        """Contain it."""
        return actions.contain_incident(self.incident, by=self.actor, at=self.at, **form.cleaned_data)


class IncidentClose(IncidentMove):
    """End it with the review."""

    move = CLOSE
    form_class = forms.CloseForm
    refuse = staticmethod(refuse_unsaid)
    done_message = "完了にしました。"

    def act(self, form: Any) -> Incident:
        """Close it."""
        return actions.close_incident(self.incident, by=self.actor, at=self.at, **form.cleaned_data)


class IncidentFollowUp(IncidentMove):
    """Record that the measures were taken."""

    move = FOLLOW_UP
    form_class = forms.FollowUpForm
    done_message = "再発防止の実施を記録しました。"

    def act(self, form: Any) -> Incident:
        """Record it."""
        return actions.follow_up_incident(self.incident, by=self.actor, at=self.at, **form.cleaned_data)


class IncidentReopen(IncidentMove):
    """Take it up again."""

    move = REOPEN
    form_class = forms.ReopenForm
    done_message = "対応を再開しました。"

    def act(self, form: Any) -> Incident:
        """Reopen it."""
        return actions.reopen_incident(self.incident, by=self.actor, at=self.at, **form.cleaned_data)


class IncidentDismiss(IncidentMove):
    """End a false alarm."""

    move = DISMISS
    form_class = forms.DismissForm
    refuse = staticmethod(refuse_unsaid)
    done_message = "該当なしとしました。報告した人に知らせました。"

    def act(self, form: Any) -> Incident:
        """Dismiss it."""
        return actions.dismiss_incident(self.incident, by=self.actor, at=self.at, **form.cleaned_data)


class IncidentMerge(IncidentMove):
    """End a double."""

    move = MERGE
    form_class = forms.MergeForm
    refuse = staticmethod(refuse_unsaid)
    done_message = "統合しました。"

    def form_arguments(self) -> dict[str, Any]:
        """Offer what goes on and the person may see."""
        others = self.visible().under_way().filter(is_drill=self.incident.is_drill).exclude(pk=self.incident.pk)
        return super().form_arguments() | {"others": others.order_by("-pk")}

    def act(self, form: Any) -> Incident:
        """Merge it."""
        return actions.merge_incident(self.incident, by=self.actor, at=self.at, **form.cleaned_data)


class CourseForm(OneIncidentMixin, RecordFormView):
    """Something added to the course of an incident, for those who may."""

    check: Any = staticmethod(check_part)

    def get_object(self) -> Incident:
        """Return the incident."""
        return self.one(self.kwargs["pk"])

    def load(self) -> None:
        """Refuse on GET who may not; a POST is refused by the act itself.

        Raises:
            Denied: the wrong person or moment.
        """
        super().load()
        if self.request.method != "POST":
            self.check(self.incident, self.actor, self.on)

    def context(self, **more: Any) -> dict[str, Any]:
        """Say which incident it is."""
        return super().context(**{"rows": [("件名", self.incident.title)], **more})


class IncidentNote(CourseForm):
    """Write down something of the course."""

    title = "経過を書き足す"
    form_class = forms.NoteForm
    submit_label = "書き足す"
    done_message = "書き足しました。"

    def form_arguments(self) -> dict[str, Any]:
        """Offer the mark of a look to who leads."""
        return super().form_arguments() | {"leads": permits(check_lead, self.incident, self.actor, self.on)}

    def act(self, form: Any) -> Any:
        """Write it down."""
        return course.add_note(self.incident, by=self.actor, at=self.at, **form.cleaned_data)


class IncidentEvidence(CourseForm):
    """Keep a file as evidence."""

    title = "証拠を加える"
    form_class = forms.EvidenceForm
    submit_label = "加える"
    done_message = "証拠を加えました。"

    def act(self, form: Any) -> Any:
        """Keep it."""
        return course.add_evidence(self.incident, by=self.actor, at=self.at, **form.cleaned_data)


class IncidentJoin(CourseForm):
    """Let a person have a part."""

    title = "関わる人を加える"
    check = staticmethod(check_lead)
    form_class = forms.MemberForm
    submit_label = "加える"
    done_message = "加えました。本人に知らせました。"

    def act(self, form: Any) -> Any:
        """Let the person join."""
        return course.add_member(self.incident, by=self.actor, at=self.at, **form.cleaned_data)


class MemberEnd(OneIncidentMixin, RecordFormView):
    """End a person's part."""

    title = "関わる人から外す"
    submit_label = "外す"
    done_message = "外しました。本人に知らせました。"
    record: Member

    @property
    def incident(self) -> Incident:
        """Return the incident of the member."""
        return self.record.incident

    def get_object(self) -> Member:
        """Return the part of a person in an incident that the actor may see.

        Raises:
            Http404: when there is none.
        """
        found: Member = self.part(Member.objects.select_related("person"), left_on=None)
        return found

    def load(self) -> None:
        """Refuse on GET who does not lead."""
        super().load()
        if self.request.method != "POST":
            check_lead(self.incident, self.actor, self.on)

    def act(self, form: Any) -> Member:
        """End it."""
        return course.end_member(self.record, by=self.actor, at=self.at)

    def context(self, **more: Any) -> dict[str, Any]:
        """Say whose part it is."""
        rows = [("職員", self.record.person.name), ("役割", self.record.role)]
        return super().context(**{"rows": rows, **more})


class EvidenceDownload(IncidentMixin):
    """Send a file of evidence, never to be shown inside a page of this site."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Send it under its neutral name; a look at a leak is recorded."""
        found: Evidence = self.part(Evidence.objects.all())
        course.note_look(found.incident, "証拠", by=self.actor, at=self.at)
        return send(found.file, found.name, found.stream)

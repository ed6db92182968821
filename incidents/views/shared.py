"""What the pages of one incident share: who sees it, where it stands, that a drill says so on each of them."""

from collections.abc import Collection, Sequence
from typing import Any, cast

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404
from django.urls import reverse

from approvals.models import ChangeNotice
from approvals.notices.permissions import visible_to as notices_visible_to
from core.lifecycle.requests import acting_request
from core.lifecycle.views import ActingMixin, Crumbs
from core.staff.models import Person
from incidents.closing import closures_offered
from incidents.course import note_look
from incidents.models import Incident, IncidentQuerySet
from incidents.permissions import visible_to
from incidents.sight import given_for

LIST = ("報告と対応", "incidents:incident_list")
RELATED = (
    *("account__platform", "account__section__parent__parent", "section__parent__parent"),
    *("reported_by", "acknowledged_by", "merged_into__section"),
)


class IncidentMixin(ActingMixin):
    """A page about incidents that the person may see."""

    def visible(self) -> IncidentQuerySet:
        """Return the incidents that exist for the person, by the capacities this web request has read already."""
        kept = acting_request(self.request).capacities
        found = visible_to(cast("Person", self.actor.person), self.on, kept)
        return found.select_related(*RELATED)

    def given(self) -> dict[str, Any]:
        """Return what questions ask about the reader, without a further query."""
        return given_for(cast("Person", self.actor.person), self.on, acting_request(self.request).capacities)

    def notices(self) -> QuerySet[ChangeNotice]:
        """Return the changes and closures that exist for the person."""
        kept = acting_request(self.request).capacities
        return notices_visible_to(cast("Person", self.actor.person), self.on, kept)

    def one(self, pk: int) -> Incident:
        """Return one of them.

        Raises:
            Http404: when it does not exist or is not for the person's eyes.
        """
        found = self.visible().filter(pk=pk).first()
        if found is None:
            raise Http404
        return found

    def part(self, found: Any, **conditions: Any) -> Any:
        """Return what the address names of something that belongs to incidents, with the incident as it was read.

        Raises:
            Http404: when it does not exist or its incident is not for the person's eyes.
        """
        record = found.filter(pk=self.kwargs["pk"], **conditions).first()
        if record is None:
            raise Http404
        record.incident = self.one(record.incident_id)
        return record


class OneIncidentMixin(IncidentMixin):
    """A page about one incident; subclasses say which it is."""

    record: Any
    looked_at = "操作の画面"
    """What the trail says was looked at when the page shows a leak."""
    shown_doubles: Sequence[Incident] = ()
    """Those of which the page shows something."""

    @property
    def incident(self) -> Incident:
        """Return the incident of the page."""
        found: Incident = self.record
        return found

    def parents(self) -> Crumbs:
        """Stand below the incident."""
        return [(LIST[0], reverse(LIST[1])), (self.incident.number, self.page_url)]

    @property
    def page_url(self) -> str:
        """Return the address of the incident's own page."""
        return reverse("incidents:incident_detail", args=[self.incident.pk])

    def success_url(self, done: Any) -> str:
        """Go on at the incident."""
        return self.page_url

    def context(self, **more: Any) -> dict[str, Any]:
        """Name the incident above the heading, a drill as one; that a page shows a leak is recorded."""
        incident = self.incident
        for shown in (incident, *self.shown_doubles):
            note_look(shown, self.looked_at, by=self.actor, at=self.at)
        over = incident.marked(f"問題 {incident.number} {incident.get_kind_display()}")
        return super().context(**{"over": over, "incident": incident, **more})


class WithClosuresMixin(OneIncidentMixin):
    """A page that tells of the closure of an incident's account too."""

    def visible(self) -> IncidentQuerySet:
        """Say of each as well whether its closure, and one that it may be linked with, exist for the person."""
        own = self.notices().filter(pk=OuterRef("closure"))
        offered = closures_offered(self.notices(), OuterRef("account"))
        found = super().visible().select_related(*RELATED, "closure")
        return found.annotate(opens_closure=Exists(own), offers_closure=Exists(offered))

    def opens(self, closures: Collection[int]) -> set[int]:
        """Keep of the closures that the incident was linked with at any time those that exist for the person."""
        incident: Any = self.incident
        others = set(closures) - {incident.closure_id}
        seen = set(self.notices().filter(pk__in=others).values_list("pk", flat=True)) if others else set()
        return seen | ({incident.closure_id} if incident.opens_closure else set())

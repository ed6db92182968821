"""The list of requests and the page of one request, on which deciders decide."""

from typing import Any, ClassVar, cast

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from accounts.presentation import trail_url
from approvals.drafting import section_of
from approvals.forms.decision_form import DecisionForm
from approvals.models import Request
from approvals.moves.decision import DECISIONS
from approvals.permissions import check_draft, requests_visible_to
from approvals.presentation.listing import lines_of, segments_of
from approvals.presentation.matter import Matter, read_matter
from approvals.presentation.page import decision_page
from approvals.presentation.panel import Panel
from approvals.presentation.trail import timeline_of
from approvals.presentation.viewer import Viewer
from core.lifecycle.actor import Actor
from core.lifecycle.cursors import page_of
from core.lifecycle.moves import permits
from core.lifecycle.requests import acting_request
from core.lifecycle.views import ActingMixin, Crumbs, VisibleMixin
from core.retention.pages import disposed_page
from core.staff.models import Person

LIST = ("起案・決裁", "approvals:request_list")
RELATED = ("section__parent__parent", "drafter", "platform", "account__platform", "account__acquired_by")


def visible(actor: Actor, on: Any) -> QuerySet[Request]:
    """Return the requests that exist for an actor, with what their pages name."""
    return requests_visible_to(cast("Person", actor.person), on).select_related(*RELATED)


class RequestList(ActingMixin):
    """The requests a person may see, in cuts, newest first."""

    title = LIST[0]
    template_name = "approvals/request_list.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show one page of one cut."""
        viewer = Viewer.of(request)
        segments = segments_of(viewer)
        chosen = next((one for one in segments if one.slug == request.GET.get("show")), segments[0])
        found = visible(self.actor, self.on).filter(chosen.condition)
        shown = page_of(found, request.GET.get("cursor"), order="-pk")
        links = [{"label": one.label, "url": f"?show={one.slug}", "current": one is chosen} for one in segments]
        return self.page(
            shown=shown,
            lines=lines_of(shown.rows, viewer),
            segments=links,
            chosen=chosen,
            may_draft=self.may_draft(),
        )

    def may_draft(self) -> bool:
        """Tell whether the actor has a section to draft for."""
        section = section_of(self.actor, self.on)
        return section is not None and permits(check_draft, section, self.actor, self.on)


class RequestPage(VisibleMixin):
    """What the page of a request and the acts on its steps share."""

    template_name = "approvals/request_detail.html"
    visible_to: ClassVar[Any] = staticmethod(visible)
    record: Request

    def get_queryset(self) -> QuerySet[Request]:
        """Return the requests that exist for the actor, by the capacities that this web request has read already."""
        kept = acting_request(self.request).capacities
        person = cast("Person", self.actor.person)
        return requests_visible_to(person, self.on, kept).select_related(*RELATED)

    def matter(self) -> Matter:
        """Return the request with all that its pages show, as it stands now.

        Raises:
            Http404: when it does not exist or is not for the actor's eyes.
        """
        found = read_matter(self.record.pk, Viewer.of(self.request))
        if found is None:
            raise Http404
        return found

    def get_title(self) -> str:
        """Return the document number, before the first submission what it is."""
        return self.record.document_number or "作成中の起案"

    def parents(self) -> Crumbs:
        """Stand below the list."""
        return [(LIST[0], reverse(LIST[1]))]

    def context(self, **more: Any) -> dict[str, Any]:
        """Gather the page; a form that was refused is shown as it was typed."""
        found = decision_page(self.matter(), Viewer.of(self.request))
        if "form" not in more and found["panel"] is not None and found["panel"].moves:
            more["form"] = decision_form(found["panel"])
        return super().context(**{**found, "trail_url": trail_url(self.record.stream, self.actor), **more})


def decision_form(panel: Panel | None, data: Any = None) -> DecisionForm:
    """Return the decision form of a panel; for somebody with nothing open every choice, so that the act refuses."""
    moves = panel.moves if panel and panel.moves else DECISIONS
    return DecisionForm(
        data, moves=moves, notes=panel.notes if panel else {}, also_label=panel.also_label if panel else ""
    )


class MatterPage(RequestPage):
    """A page that shows one request, read with all that belongs to it."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the page; of a request that is disposed of what is left.

        Raises:
            Http404: when it does not exist or is not for the actor's eyes.
        """
        found = read_matter(pk, Viewer.of(request))
        if found is None:
            raise Http404
        self._matter, self.record = found, found.request
        if self.record.disposed_on is not None:
            left = timeline_of(found.trail, reads_draft=False)
            return disposed_page(self, self.record, self.record.disposed_on, left, over=self.record.document_number)
        return self.page()

    def matter(self) -> Matter:
        """Return what was read."""
        return self._matter


class RequestDetail(MatterPage):
    """One request: where it stands, what it says, what can be done."""

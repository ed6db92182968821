"""The later review (後閲) of what a deputy decided, by the principal or who holds the office since."""

from datetime import date
from typing import Any, ClassVar, cast

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from approvals.actions import review_decision
from approvals.forms.review_form import ReviewForm
from approvals.models import LaterReview
from approvals.moves.review import CONFIRM
from approvals.permissions import requests_visible_to
from approvals.presentation.stepper import decision_words, stage_name
from approvals.presentation.viewer import Viewer
from approvals.views.requests import LIST
from core.lifecycle.actor import Actor
from core.lifecycle.reviewing import has_left
from core.lifecycle.trails import timeline
from core.lifecycle.views import Crumbs, RecordFormView
from core.retention.pages import disposed_page
from core.staff.models import Person

RELATED = (
    *("principal", "deputy", "step__unit__parent__parent", "step__decided_by", "step__on_behalf_of"),
    *("step__request__platform", "step__request__section"),
)


def visible(actor: Actor, on: date) -> QuerySet[LaterReview]:
    """Return the reviews of one's own, and those of requests one may see."""
    person = cast("Person", actor.person)
    own = Q(principal=person) | Q(deputy=person)
    found = LaterReview.objects.filter(own | Q(step__request__in=requests_visible_to(person, on)))
    return found.select_related(*RELATED)


class ReviewDetail(RecordFormView):
    """One decision by a deputy, for its principal to confirm or to object to."""

    template_name = "approvals/review_detail.html"
    visible_to: ClassVar[Any] = staticmethod(visible)
    form_class = ReviewForm
    submit_label = "後閲を記録する"
    done_message = "後閲を記録しました。"
    record: LaterReview

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the review; of one that is disposed of what is left."""
        self.load()
        disposed_on = self.record.step.request.disposed_on
        if disposed_on is not None:
            return disposed_page(self, self.record, disposed_on, timeline(self.record))
        return self.page(form=self.make_form())

    def get_title(self) -> str:
        """Return what is reviewed."""
        return f"代決の後閲:{self.record.step.request.title}"

    def parents(self) -> Crumbs:
        """Stand below the request."""
        request = self.record.step.request
        return [(LIST[0], reverse(LIST[1])), (request.document_number, self.request_url())]

    def request_url(self) -> str:
        """Return the address of the request's page."""
        return reverse("approvals:request_detail", args=[self.record.step.request_id])

    def act(self, form: ReviewForm) -> LaterReview:
        """Record the answer to what was seen."""
        objects, note = form.cleaned_data["answer"] == "object", form.cleaned_data["note"]
        seen = self.seen() or ""
        return review_decision(self.record, by=self.actor, at=self.at, seen=seen, objects=objects, note=note)

    def success_url(self, done: LaterReview) -> str:
        """Stay on the page, which then shows the answer."""
        return reverse("approvals:review_detail", args=[done.pk])

    def context(self, **more: Any) -> dict[str, Any]:
        """Add the decision, and whether the actor can answer."""
        step, viewer = self.record.step, Viewer.of(self.request)
        rows = [
            ("起案", f"{step.request.document_number} {step.request.title}"),
            ("段階", stage_name(step)),
            ("決裁", decision_words(step)),
            ("日時", step.decided_at),
            ("理由・意見", step.opinion),
        ]

        def allowed(actor: Actor) -> bool:
            return CONFIRM.why_not(self.record, actor, self.on) is None

        return super().context(
            **{
                "rows": rows,
                "may_answer": allowed(self.actor),
                "principal_left": has_left(self.record.principal, self.on),
                "switches": viewer.switches(allowed),
                "request_url": self.request_url(),
                **more,
            }
        )

"""The later review (後閲) of what a deputy decided, by the principal or who holds the office since."""

from datetime import date
from typing import Any, ClassVar, cast

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from approvals.actions import review_decision
from approvals.models import LaterReview
from approvals.moves.review import CONFIRM
from approvals.permissions import requests_visible_to
from approvals.presentation.stepper import decision_words, stage_name
from approvals.presentation.viewer import Viewer
from approvals.views.requests import LIST
from core.lifecycle.actor import Actor
from core.lifecycle.moves import Move
from core.lifecycle.reviewing import has_left
from core.lifecycle.trails import timeline
from core.lifecycle.views import Crumbs, RecordFormView
from core.retention.pages import disposed_page
from core.reviews.forms import ReviewForm
from core.staff.models import Person

RELATED = (
    *("principal", "deputy", "step__unit__parent__parent", "step__decided_by", "step__on_behalf_of"),
    *("step__request__platform", "step__request__section"),
)


class ReviewPage(RecordFormView):
    """One act of a deputy, for its principal to confirm or to object to; what was acted on says the kind of record."""

    template_name = "approvals/review_detail.html"
    form_class = ReviewForm
    submit_label = "後閲を記録する"
    done_message = "後閲を記録しました。"
    confirming: ClassVar[Move]
    """The move by which the principal confirms."""
    about_label: ClassVar[str]
    """The words of the button that leads to what the deputy acted on."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the review; of one that is disposed of what is left."""
        self.load()
        disposed_on = self.disposed_on()
        if disposed_on is not None:
            return disposed_page(self, self.record, disposed_on, timeline(self.record))
        return self.page(form=self.make_form())

    def disposed_on(self) -> date | None:
        """Return the day on which the matter was disposed of, or None."""
        raise NotImplementedError

    def about_url(self) -> str:
        """Return the address of what the deputy acted on."""
        raise NotImplementedError

    def rows(self) -> list[tuple[str, Any]]:
        """Return what the deputy did, as names and values."""
        raise NotImplementedError

    def context(self, **more: Any) -> dict[str, Any]:
        """Add the deputy's act, and whether the actor can answer."""

        def allowed(actor: Actor) -> bool:
            return self.confirming.why_not(self.record, actor, self.on) is None

        return super().context(
            **{
                "rows": self.rows(),
                "may_answer": allowed(self.actor),
                "principal_left": has_left(self.record.principal, self.on),
                "switches": Viewer.of(self.request).switches(allowed),
                "about_url": self.about_url(),
                "about_label": self.about_label,
                **more,
            }
        )


def visible(actor: Actor, on: date) -> QuerySet[LaterReview]:
    """Return the reviews of one's own, and those of requests one may see."""
    person = cast("Person", actor.person)
    own = Q(principal=person) | Q(deputy=person)
    found = LaterReview.objects.filter(own | Q(step__request__in=requests_visible_to(person, on)))
    return found.select_related(*RELATED)


class ReviewDetail(ReviewPage):
    """One decision by a deputy on a request."""

    visible_to: ClassVar[Any] = staticmethod(visible)
    confirming = CONFIRM
    about_label = "起案を見る"
    record: LaterReview

    def disposed_on(self) -> date | None:
        """Return the day of the request's disposal."""
        return self.record.step.request.disposed_on

    def get_title(self) -> str:
        """Return what is reviewed."""
        return f"代決の後閲:{self.record.step.request.title}"

    def parents(self) -> Crumbs:
        """Stand below the request."""
        request = self.record.step.request
        return [(LIST[0], reverse(LIST[1])), (request.document_number, self.about_url())]

    def about_url(self) -> str:
        """Return the address of the request's page."""
        return reverse("approvals:request_detail", args=[self.record.step.request_id])

    def act(self, form: ReviewForm) -> LaterReview:
        """Record the answer to what was seen."""
        return review_decision(self.record, by=self.actor, at=self.at, seen=self.seen() or "", **form.answered)

    def success_url(self, done: LaterReview) -> str:
        """Stay on the page, which then shows the answer."""
        return reverse("approvals:review_detail", args=[done.pk])

    def rows(self) -> list[tuple[str, Any]]:
        """Return the decision."""
        step = self.record.step
        return [
            ("起案", f"{step.request.document_number} {step.request.title}"),
            ("段階", stage_name(step)),
            ("決裁", decision_words(step)),
            ("日時", step.decided_at),
            ("理由・意見", step.opinion),
        ]

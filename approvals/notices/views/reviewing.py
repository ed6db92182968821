"""The later review (後閲) of what deputies did on a notice."""

from typing import Any

from approvals.notices.actions import review_notice
from approvals.notices.models import ChangeNotice
from approvals.notices.views.notice import NoticePage
from core.reviews.forms import ActReviewForm


class NoticeLaterReview(NoticePage):
    """Confirm one act of a deputy on a notice, or object to it."""

    form_class = ActReviewForm
    form_name = "later_form"
    done_message = "後閲を記録しました。"

    def form_arguments(self) -> dict[str, Any]:
        """Take any act on the notice: who may not review it, or comes too late, is told so by the act itself."""
        offered = self.record.reviews.select_related("deputy", "principal").order_by("pk")
        return super().form_arguments() | {"offered": offered}

    def act(self, form: ActReviewForm) -> ChangeNotice:
        """Record the answer on the notice that was seen."""
        review = form.cleaned_data["review"]
        review_notice(review, by=self.actor, at=self.at, seen=self.seen() or "", **form.answered)
        return self.record

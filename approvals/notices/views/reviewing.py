"""The later review (後閲) of what deputies did on a notice."""

from typing import Any

from django import forms

from approvals.notices.actions import review_notice
from approvals.notices.forms import ReviewNoticeForm
from approvals.notices.models import ChangeNotice
from approvals.notices.views.notice import NoticePage


class NoticeLaterReview(NoticePage):
    """Confirm one act of a deputy on a notice, or object to it."""

    form_class = ReviewNoticeForm
    form_name = "later_form"
    done_message = "後閲を記録しました。"

    def form_arguments(self) -> dict[str, Any]:
        """Take any act on the notice: who may not review it, or comes too late, is told so by the act itself."""
        offered = self.record.reviews.select_related("deputy", "principal").order_by("pk")
        return super().form_arguments() | {"offered": offered}

    def act(self, form: forms.Form) -> ChangeNotice:
        """Record the answer on the notice that was seen."""
        data = form.cleaned_data
        objects, seen = data["answer"] == "object", self.seen() or ""
        review_notice(data["review"], by=self.actor, at=self.at, seen=seen, objects=objects, note=data["note"])
        return self.record

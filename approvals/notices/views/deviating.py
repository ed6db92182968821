"""Departing from the period of a notice: saying so of what is decided, and naming the consultation (4-5-(2), 第10)."""

from typing import Any

from django import forms

from approvals.notices.actions import cite_consultation, deviate_notice
from approvals.notices.forms import CiteForm, DeviateForm
from approvals.notices.models import ChangeNotice
from approvals.notices.views.notice import NoticePage


class NoticeDeviate(NoticePage):
    """Say that what is decided can not wait."""

    form_class = DeviateForm
    form_name = "deviate_form"
    done_message = "逸脱として記録しました。実施を記録できます。協議し、できなかった届出と周知も行ってください。"

    def act(self, form: forms.Form) -> ChangeNotice:
        """Say it of what was seen."""
        return deviate_notice(self.record, by=self.actor, at=self.at, seen=self.seen() or "", **form.cleaned_data)


class NoticeCite(NoticePage):
    """Name the consultation that covers a deviation (第10)."""

    form_class = CiteForm
    form_name = "cite_form"
    done_message = "協議を引きました。"

    def form_arguments(self) -> dict[str, Any]:
        """Offer what was answered about the account."""
        return super().form_arguments() | {"offered": self.consultations()}

    def act(self, form: forms.Form) -> ChangeNotice:
        """Name it."""
        return cite_consultation(self.record, form.cleaned_data["consultation"], by=self.actor, at=self.at)

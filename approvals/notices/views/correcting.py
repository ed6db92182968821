"""Putting right what was done too soon: a notice put before its manager, the mistyped day of an announcement (4-5)."""

from typing import Any

from django import forms

from approvals.notices.actions import pull_back_notice, redate_notice
from approvals.notices.forms import RedateForm
from approvals.notices.models import ChangeNotice
from approvals.notices.states import Channel
from approvals.notices.views.notice import NoticePage


class NoticePullBack(NoticePage):
    """Take a notice back while it is undecided."""

    done_message = "引き戻しました。直して、また提出できます。"

    def act(self, form: Any) -> ChangeNotice:
        """Take it back."""
        return pull_back_notice(self.record, by=self.actor, at=self.at)


class NoticeRedate(NoticePage):
    """Put right the mistyped day of an announcement."""

    form_class = RedateForm
    form_name = "redate_form"
    done_message = "周知の日を直しました。実施できる最も早い日も、正しい日から数え直しました。"

    def act(self, form: forms.Form) -> ChangeNotice:
        """Put it right as it was seen."""
        data = dict(form.cleaned_data)
        channel, seen = Channel(data.pop("channel")), self.seen() or ""
        return redate_notice(self.record, channel, by=self.actor, at=self.at, seen=seen, **data)

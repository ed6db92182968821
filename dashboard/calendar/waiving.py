"""Waiving an obligation: the next higher office's written decision, on a page of its own."""

from typing import Any

from django import forms
from django.db import models
from django.http import Http404
from django.urls import reverse

from core.deadlines.models import Obligation
from core.deadlines.moves import WAIVE
from core.lifecycle.views import Crumbs, MoveView
from core.ui.eras import era_date
from core.ui.forms import UiForm
from dashboard.calendar.asked import PAGE
from dashboard.calendar.reading import find
from dashboard.calendar.rows import Rows
from dashboard.calendar.views import eyes_of

LONGEST_REASON = 300


class WaiveForm(UiForm):
    """The written reason."""

    waive_reason = forms.CharField(
        label="免除の理由", widget=forms.Textarea(attrs={"rows": 4}), max_length=LONGEST_REASON
    )


class WaiveDuty(MoveView):
    """Free an office of one obligation; who owes it is told, and the reason stays with it."""

    move = WAIVE
    title = "義務を免除する"
    form_class = WaiveForm
    done_message = "免除しました。担当の職に知らせました。"
    record: Obligation

    def get_object(self) -> Obligation:
        """Return the obligation.

        Raises:
            Http404: when it does not exist or is not for the reader's eyes.
        """
        found = find(eyes_of(self.request), self.kwargs["pk"])
        if found is None:
            raise Http404
        return found

    def get_queryset(self) -> models.QuerySet[Any]:
        """Return nothing: `get_object` asks by the compiled question of the calendar."""
        return Obligation.objects.none()

    def facts(self, form: Any) -> dict[str, Any]:
        """Add the day."""
        return {**form.cleaned_data, "ended_on": self.on}

    def parents(self) -> Crumbs:
        """Stand below the calendar."""
        return [("期限の暦", reverse(PAGE))]

    def success_url(self, done: Any) -> str:
        """Show the calendar."""
        return reverse(PAGE)

    def context(self, **more: Any) -> dict[str, Any]:
        """Show what is waived, and for whom."""
        one = self.record
        rows = [
            ("内容", one.title),
            ("担当", Rows(eyes_of(self.request), self.actor).debtor(one)),
            ("期限", era_date(one.due_on) if one.due_on else "期限なし"),
            ("条項", one.clause),
        ]
        lead = "免除すると、この仕事は受信箱と暦からなくなります。対象の記録そのものは変わりません。"
        return super().context(**{"rows": rows, "lead": lead, **more})

"""The registry as of a day (時点): which accounts were in operation, who managed them, what they stood on."""

from datetime import date
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse

from core.lifecycle.cursors import page_of
from core.lifecycle.views import ActingMixin
from core.people.trail_views import BOUNDS
from core.staff.models import UnitLevel
from core.staff.offices import Office
from core.ui.forms import UiForm
from dashboard.asof.city import City
from dashboard.asof.operating import narrowed, operating
from dashboard.asof.rows import READ, rows_of

READERS = frozenset({Office.AUDITOR, Office.POLICY_DIRECTOR, Office.GENERAL_AFFAIRS_DIRECTOR, Office.DEPUTY_MAYOR})
"""Auditors, and the offices that see every account and every permitted request anyway."""


class DayForm(UiForm):
    """A day, and filters among what there was on that day; the day decides what the filters offer."""

    needs = dict.fromkeys(("on", "department", "section", "service"), "")

    on = forms.DateField(label="時点(この日の終わり)", validators=BOUNDS)
    department = forms.ChoiceField(label="部", required=False)
    section = forms.ChoiceField(label="課", required=False)
    service = forms.ChoiceField(label="サービス", required=False)

    def __init__(self, data: Any, *, today: date, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.today = today
        self.city = City(self._day() or today)
        self._offer("department", self.city.choices(UnitLevel.DEPARTMENT))
        self._offer("section", self.city.choices(UnitLevel.SECTION))
        self._offer("service", [(str(one.pk), one.name) for one in self.city.services])

    def _day(self) -> date | None:
        """Return the day that is asked for, where one is to be read that can be asked for."""
        try:
            day = forms.DateField(validators=BOUNDS).clean(self.data.get("on") or self.initial.get("on"))
        except forms.ValidationError:
            return None
        return day if day is not None and day <= self.today else None

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "すべて"), *choices]

    def clean_on(self) -> date:
        """Refuse a day that has not come: nobody knows what it will bring."""
        day: date = self.cleaned_data["on"]
        if day > self.today:
            raise forms.ValidationError("まだ来ていない日の状態は分かりません。きょうまでの日を入力してください。")
        return day

    def words(self) -> list[str]:
        """Return the filters that are given, as words."""
        chosen = ((self.fields[name], self.cleaned_data.get(name)) for name in ("department", "section", "service"))
        return [f"{field.label}:{dict(field.choices)[value]}" for field, value in chosen if value]  # type: ignore[attr-defined]  # ChoiceFields all


class AsOf(ActingMixin):
    """The accounts that were in operation when a day ended, the latest started first."""

    title = "時点の台帳"
    template_name = "dashboard/asof/list.html"

    def allow(self) -> None:
        """Hide the page from those who do not see every account."""
        if self.actor.office not in READERS:
            raise Http404

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show one page; today unless a day is asked for."""
        form = DayForm({"on": self.on.isoformat(), **request.GET.dict()}, today=self.on)
        audits = self.actor.office == Office.AUDITOR
        if not form.is_valid():
            return self.page(form=form, audits=audits)
        found = narrowed(operating(form.city), form.cleaned_data, form.city).select_related(*READ)
        shown = page_of(found, request.GET.get("cursor"), order="-at")
        return self.page(
            form=form,
            day=form.city.day,
            words=form.words(),
            shown=shown,
            rows=rows_of(shown.rows, form.city),
            audits=audits,
            printed_by=self.actor.name,
        )

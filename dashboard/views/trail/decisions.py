"""What an office decided in a period: numbers by month and kind, and every decision."""

from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse

from core.lifecycle.cursors import page_of
from core.lifecycle.decisions import read_decisions
from core.people.choices import UnitChoiceField
from core.people.trail_views import BOUNDS, TrailMixin
from core.periods.fiscal import fiscal_year, fiscal_year_span
from core.staff.models import Unit
from core.staff.models.appointment import OFFICE_CHOICES
from core.ui.forms import PeriodForm
from dashboard.decided import decided, rows_of, summary_of

YEARS = 5
READ = ("person", "on_behalf_of", "unit", "facts")


class DecisionsForm(PeriodForm):
    """Office, unit and period; without any it is everything of this fiscal year."""

    needs = dict.fromkeys(("office", "unit", "first_on", "last_on", "by_deputies"), "")

    office = forms.ChoiceField(label="職", required=False, choices=[("", "すべて"), *OFFICE_CHOICES])
    unit = UnitChoiceField(
        queryset=Unit.objects.none(),
        label="部署",
        required=False,
        empty_label="すべて",
        help_text="下の部署も含みます。",
    )
    first_on = forms.DateField(label="この日から", validators=BOUNDS)
    last_on = forms.DateField(label="この日まで", validators=BOUNDS)
    by_deputies = forms.BooleanField(label="代決だけを見る", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units: Any = self.fields["unit"]
        units.queryset = Unit.objects.select_related("parent__parent").order_by("pk")

    def clean(self) -> dict[str, Any]:
        """Refuse a period that is longer than the chart can show, too."""
        cleaned = super().clean()
        first_on, last_on = cleaned.get("first_on"), cleaned.get("last_on")
        if first_on and last_on and last_on.year - first_on.year > YEARS:
            self.add_error("last_on", f"期間は{YEARS}年までにしてください。")
        return cleaned


def this_fiscal_year(on: date) -> dict[str, str]:
    """Return the first and the last day of the fiscal year of a day, as a form takes them."""
    first_on, last_on = fiscal_year_span(fiscal_year(on))
    return {"first_on": first_on.isoformat(), "last_on": last_on.isoformat()}


def chosen_words(wanted: dict[str, Any]) -> dict[str, str]:
    """Return office and unit as the filters say them, for the head of a print."""
    office = dict(OFFICE_CHOICES).get(wanted["office"], "すべて")
    return {"office": str(office), "unit": wanted["unit"].name if wanted["unit"] else "すべて"}


class Decisions(TrailMixin):
    """The decisions of offices, newest first."""

    title = "職の決定"
    template_name = "dashboard/trail/decisions.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show numbers and one page of decisions."""
        form = DecisionsForm({**this_fiscal_year(self.on), **request.GET.dict()})
        if not form.is_valid():
            return self.page(form=form)
        wanted = form.cleaned_data
        found = decided(wanted)
        shown = page_of(found.select_related(*READ), request.GET.get("cursor"), order="-at")
        return self.page(
            form=form,
            shown=shown,
            rows=rows_of(read_decisions(shown.rows)),
            summary=summary_of(found, wanted["first_on"], min(wanted["last_on"], self.on)),
            wanted=wanted,
            chosen=chosen_words(wanted),
            printed_at=self.at,
            printed_by=f"{self.actor.person.name}({self.actor.label})" if self.actor.person else self.actor.label,
        )

"""Samples for an audit (標本): drawn from a number, listed, and printed with room for findings."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from core.lifecycle.cursors import page_of
from core.lifecycle.views import ActingMixin, Crumbs, FormView
from core.records import short_code
from core.staff.offices import Office
from dashboard.asof.city import City
from dashboard.asof.rows import rows_of
from dashboard.asof.sampling import LARGEST_SEED, MOST, Sample, draw_sample, events_of, sample_of, samples
from dashboard.views.asof import DayForm

TITLE = "監査の標本"


class SampleForm(DayForm):
    """What a sample is drawn from, its number and its size; the day is over, so that nothing can be added to it."""

    needs = {**DayForm.needs, "seed": "", "size": ""}

    field_order = ("on", "department", "section", "service", "seed", "size")

    seed = forms.IntegerField(
        label="種(たね)の番号",
        min_value=0,
        max_value=LARGEST_SEED,
        help_text="10けたまでの数。同じ番号、時点、条件からは、いつでも同じ標本が出ます。",
    )
    size = forms.IntegerField(label="件数", min_value=1, max_value=MOST, help_text=f"{MOST}件まで。")

    def clean_on(self) -> Any:
        """Refuse a day that is not over."""
        day = super().clean_on()
        if day == self.today:
            raise forms.ValidationError(
                "きょうはまだ終わっていないので、同じ標本を引き直せません。きのうまでの日を入力してください。"
            )
        return day


class AuditorsPage(ActingMixin):
    """A page for auditors alone."""

    def allow(self) -> None:
        """Hide it from everybody else."""
        if self.actor.office != Office.AUDITOR:
            raise Http404


class SampleList(AuditorsPage):
    """The samples that were drawn, newest first."""

    title = TITLE
    template_name = "dashboard/asof/sample_list.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show one page."""
        shown = page_of(samples(), request.GET.get("cursor"), order="-at")
        return self.page(shown=shown, rows=[sample_of(event) for event in shown.rows])


class SampleNew(AuditorsPage, FormView):
    """Draw a sample."""

    title = "標本を抽出する"
    template_name = "dashboard/asof/sample_new.html"
    submit_label = "抽出して記録する"
    done_message = "標本を抽出し、記録しました。"

    def make_form(self) -> SampleForm:
        """Return the form, filled from the day's list where one came from there."""
        data = self.request.POST if self.request.method == "POST" else None
        initial = {name: value for name, value in self.request.GET.items() if name in SampleForm.base_fields}
        return SampleForm(data, initial=initial, today=self.on)

    def act(self, form: Any) -> Sample:
        """Draw."""
        return draw_sample(form.cleaned_data, form.words(), by=self.actor, at=self.at)

    def success_url(self, done: Any) -> str:
        """Go on at the sample."""
        return reverse("dashboard:sample", args=[done.event.pk])

    def parents(self) -> Crumbs:
        """Stand below the list."""
        return [(TITLE, reverse("dashboard:samples"))]


class SampleDetail(AuditorsPage):
    """One sample: method, rows, room for findings; on demand it is drawn once more and compared."""

    template_name = "dashboard/asof/sample.html"
    sample: Sample

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the sheet."""
        event = samples().filter(pk=pk).first()
        if event is None:
            raise Http404
        self.sample = sample_of(event)
        city = City(self.sample.as_of)
        rows = rows_of(events_of(self.sample, city), city)
        return self.page(
            sample=self.sample,
            rows=rows,
            missing=len(self.sample.accounts) - len(rows),
            code=short_code(event.hash),
            population_code=short_code(self.sample.digest),
            checked="check" in request.GET,
            same="check" in request.GET and self.sample.again(),
            printed_by=self.actor.name,
        )

    def get_title(self) -> str:
        """Name the sample by its number."""
        return f"標本 {self.sample.seed}"

    def parents(self) -> Crumbs:
        """Stand below the list."""
        return [(TITLE, reverse("dashboard:samples"))]

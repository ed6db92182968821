"""One person: which offices when, what he or she did in a period, sign-ins, what deputies did in the name."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from core.lifecycle.cursors import page_of
from core.lifecycle.views import Crumbs
from core.people.trail_views import BOUNDS, TrailMixin
from core.staff.models import Person
from core.ui.forms import PeriodForm
from dashboard.deeds import acts_of, authority_of, beside, counts_of
from dashboard.views.trail.decisions import this_fiscal_year
from dashboard.views.trail.records import line_of


class PersonPeriodForm(PeriodForm):
    """From which day to which."""

    needs = dict.fromkeys(("first_on", "last_on"), "")

    first_on = forms.DateField(label="この日から", validators=BOUNDS)
    last_on = forms.DateField(label="この日まで", validators=BOUNDS)


class PersonTrail(TrailMixin):
    """What the trail knows of a person."""

    template_name = "dashboard/trail/person.html"
    person: Person

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show authority, numbers and one page of acts."""
        self.person = get_object_or_404(Person, pk=pk)
        form = PersonPeriodForm({**this_fiscal_year(self.on), **request.GET.dict()})
        about = {"person": self.person, "form": form, **authority_of(self.person)}
        if not form.is_valid():
            return self.page(**about)
        period = (form.cleaned_data["first_on"], form.cleaned_data["last_on"])
        found, others = acts_of(self.person, *period), beside(self.person, *period)
        shown = page_of(found.select_related("person", "on_behalf_of", "unit"), request.GET.get("cursor"), order="-at")
        return self.page(
            **about,
            counts=counts_of(found),
            signins=others.sign_ins,
            failures=others.failures,
            for_person=others.for_person,
            shown=shown,
            rows=[line_of(event) for event in shown.rows],
        )

    def get_title(self) -> str:
        """Return the person's name."""
        return self.person.name

    def parents(self) -> Crumbs:
        """Lead back to the trail."""
        return [("監査証跡", reverse("people:trail_list"))]

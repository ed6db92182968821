"""Small pages over units, titles and appointments, to try the generic views with; for tests only."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from core.lifecycle.actor import Actor
from core.lifecycle.errors import Conflict, Denied
from core.lifecycle.masters import Column, Master, master_urls
from core.lifecycle.moves import Move
from core.lifecycle.views import ActingMixin, CreateView, EditView, MoveView
from core.staff.models import Appointment, OfficeTitle, Unit
from core.staff.offices import Office
from core.ui.forms import UiForm, UiModelForm


def check_decline(record: Appointment, by: Actor, on: date) -> None:
    """Let administrators decline."""
    if not by.holds(Office.ADMINISTRATOR):
        raise Denied("取りやめは、システム管理者が行います。", "第4-1-(4)", "システム管理者に依頼してください。")


def examine_decline(record: Appointment, facts: Mapping[str, Any], on: date) -> None:
    """Ask for a long reason."""
    if len(facts["reason"]) < 3:
        raise Denied("理由をもう少し詳しく書いてください。", field="reason")


DECLINE = Move(
    Appointment.decline, "取りやめる", "任用を取りやめた", check=check_decline, examine=examine_decline, decides=True
)


def visible(by: Actor, on: date) -> QuerySet[Appointment]:
    """Show the appointments of section heads."""
    return Appointment.objects.filter(office=Office.SECTION_HEAD)


def every_unit(by: Actor, on: date) -> QuerySet[Unit]:
    """Show all units."""
    return Unit.objects.all()


class ReasonForm(UiForm):
    """A reason."""

    reason = forms.CharField(label="理由")


class TitleForm(UiForm):
    """A title, without a model form's look at uniqueness, as if two people saved at once."""

    office = forms.CharField(label="職")
    title = forms.CharField(label="名称")
    starts_on = forms.DateField(label="適用日")


class LooseForm(UiForm):
    """What the model itself refuses."""

    office = forms.CharField(label="職")
    title = forms.CharField(label="名称", required=False)


class UnitNameForm(UiModelForm):
    """The name of a unit."""

    class Meta:
        model = Unit
        fields = ["name"]


class Plain(ActingMixin):
    """A page that says who acts."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Answer with the actor."""
        return HttpResponse(self.actor.name)


class Refusing(ActingMixin):
    """A page that refuses."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Raise what the query names."""
        raise (
            Conflict("重なりました。")
            if "conflict" in request.GET
            else Denied("できません。", "第2", "相談してください。")
        )


class Decline(MoveView):
    """A move with a reason."""

    move = DECLINE
    form_class = ReasonForm
    visible_to = staticmethod(visible)


class NewTitle(CreateView):
    """A new title."""

    model = OfficeTitle
    form_class = TitleForm


class LooseTitle(CreateView):
    """A new title that only the model looks at."""

    model = OfficeTitle
    form_class = LooseForm

    def values(self, form: Any) -> dict[str, Any]:
        """Add the day."""
        return {**form.cleaned_data, "starts_on": date(2026, 4, 1)}


class UnitName(EditView):
    """The name of a unit."""

    form_class = UnitNameForm
    visible_to = staticmethod(every_unit)


UNIT = Master(
    Unit,
    "部署",
    "unit",
    UnitNameForm,
    (Column("名称", "name"), Column("区分", "level")),
    namespace="trial",
    order="name",
)
trial = ([*master_urls(UNIT)], "trial")
urlpatterns = [
    path("", include("core.people.urls")),
    path("masters/", include(trial)),
    path("plain/", Plain.as_view(), name="plain"),
    path("refusing/", Refusing.as_view(), name="refusing"),
    path("decline/<int:pk>/", Decline.as_view(), name="decline"),
    path("titles/", NewTitle.as_view(), name="new_title"),
    path("loose/", LooseTitle.as_view(), name="loose_title"),
    path("names/<int:pk>/", UnitName.as_view(), name="unit_name"),
]
handler404 = "iwaki_sm.errors.not_found"

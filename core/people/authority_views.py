"""My own authority: offices, deputyships both ways, naming a deputy, and my password."""

from functools import partial
from typing import Any, cast

from django.contrib.auth import update_session_auth_hash
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters

from core.lifecycle.errors import Denied
from core.lifecycle.views import ActingMixin, Crumbs, FormView, RecordFormView
from core.people import appointing, permissions
from core.people.appointment_forms import EndForm, OwnDeputyForm
from core.people.appointment_views import entry_rows
from core.people.middleware import must_change_password
from core.people.passwords import change_own_password
from core.people.signin_forms import OwnPasswordForm
from core.people.trying import WRONG, try_password
from core.staff.models import Appointment, Deputyship, Person
from core.staff.offices import Office
from core.staff.states import AppointmentState

MINE = ("自分の権限", "people:my_authority")


class OwnMixin(ActingMixin):
    """What the pages about oneself share."""

    @property
    def person(self) -> Person:
        """Return the person signed in."""
        return cast("Person", self.actor.person)

    def parents(self) -> Crumbs:
        """Lead back to the page of one's own authority."""
        return [(MINE[0], reverse(MINE[1]))]

    def success_url(self, done: Any) -> str:
        """Go on there."""
        return reverse(MINE[1])

    def own_office(self) -> Appointment | None:
        """Return the appointment acted in, None for a deputy and for an office that decides nothing."""
        if self.actor.on_behalf_of is not None or self.actor.office == Office.STAFF:
            return None
        found = Appointment.objects.in_force_on(self.on).filter(pk=self.actor.key.removeprefix("a"))
        return found.select_related("person", "unit__parent__parent").first()


class MyAuthority(OwnMixin):
    """The offices I hold, for whom I decide, and who decides for me."""

    title = "自分の権限"
    template_name = "people/my_authority.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the page."""
        offices = Appointment.objects.filter(person=self.person).select_related("person", "unit")
        acting = Deputyship.objects.select_related("deputy", "principal__person", "principal__unit")
        return self.page(
            person=self.person,
            offices=offices.exclude(ends_on__lt=self.on).exclude(state=AppointmentState.DECLINED).order_by("pk"),
            for_others=self._current(acting.filter(deputy=self.person)),
            for_me=self._current(acting.filter(principal__person=self.person)),
            may_set=self.own_office() is not None,
            own_key=self.actor.key,
        )

    def _current(self, found: QuerySet[Deputyship]) -> QuerySet[Deputyship]:
        return found.exclude(ends_on__lt=self.on).exclude(state=AppointmentState.DECLINED).order_by("starts_on", "pk")

    def parents(self) -> Crumbs:
        """Stand directly below the home page."""
        return []


class SetDeputy(OwnMixin, FormView):
    """Name a deputy for the office one acts in."""

    title = "代決者を指定する"
    submit_label = "代決者に指定する"
    done_message = "代決者を指定しました。"
    form_class = OwnDeputyForm

    def allow(self) -> None:
        """Refuse deputies and offices that decide nothing.

        Raises:
            Denied: with the way on.
        """
        found = self.own_office()
        if found is None:
            raise Denied(
                f"{self.actor.label}としては、代決者を指定できません。",
                permissions.CLAUSE,
                "決裁に関わる自分の職に切り替えてから、指定してください。代決者は、さらに代決者を置けません。",
            )
        self.office = found

    def form_arguments(self) -> dict[str, Any]:
        """Offer the colleagues of the department."""
        return super().form_arguments() | {"colleagues": self._colleagues()}

    def _colleagues(self) -> QuerySet[Person]:
        department = self.office.unit.department
        inside = [department.pk, *department.children.values_list("pk", flat=True)]
        posts = Appointment.objects.in_force_on(self.on).filter(unit__in=inside)
        found = Person.objects.filter(pk__in=posts.values("person"), is_active=True)
        return found.exclude(pk=self.person.pk).order_by("staff_number")

    def act(self, form: Any) -> Deputyship:
        """Name the deputy."""
        return appointing.enter_deputyship(by=self.actor, at=self.at, principal=self.office, **form.cleaned_data)

    def context(self, **more: Any) -> dict[str, Any]:
        """Show for which office."""
        unit = self.office.unit
        rows = [("代わられる職", f"{self.office.label}({self.person.name})"), ("部署", unit.full_name)]
        return super().context(**{"rows": rows, **more})


class EndDeputy(OwnMixin, RecordFormView):
    """End a deputyship of one's own office early."""

    title = "代決を早く終える"
    submit_label = "この日で終える"
    done_message = "代決の最後の日を変えました。"
    form_class = EndForm

    def get_queryset(self) -> QuerySet[Any]:
        """Return the deputyships of one's own offices that are not over."""
        mine = Deputyship.objects.filter(principal__person=self.person, state=AppointmentState.CONFIRMED)
        found = mine.exclude(ends_on__lt=self.on)
        return found.select_related("deputy", "principal__person", "principal__unit", "entered_by", "confirmed_by")

    def load(self) -> None:
        """Refuse when acting in another office than the one deputised.

        Raises:
            Denied: with the way on.
        """
        super().load()
        if not permissions.is_principal(self.record.principal, self.actor):
            label = self.record.principal.label
            raise Denied(
                "いま選んでいる職の代決者ではありません。", permissions.CLAUSE, f"{label}に切り替えてください。"
            )

    def act(self, form: Any) -> Deputyship:
        """End it as it was seen."""
        day = form.cleaned_data["ends_on"]
        ended: Deputyship = appointing.end_entry(
            self.record, by=self.actor, at=self.at, ends_on=day, on=self.on, seen=self.seen() or ""
        )
        return ended

    def context(self, **more: Any) -> dict[str, Any]:
        """Show which deputyship."""
        return super().context(**{"rows": entry_rows(self.record), **more})


@method_decorator(sensitive_post_parameters(), name="dispatch")
class OwnPassword(OwnMixin, FormView):
    """Change one's own password; other sessions end."""

    title = "パスワードの変更"
    submit_label = "パスワードを変える"
    done_message = "パスワードを変えました。ほかの端末ではサインアウトされます。"
    form_class = OwnPasswordForm
    template_name = "people/password_form.html"

    def form_arguments(self) -> dict[str, Any]:
        """Hand on a copy read afresh, and how its old password is tried."""
        fresh = Person.objects.filter(pk=self.person.pk).first()
        if fresh is None:
            raise Http404
        given = {"data": self.request.POST} if self.request.method == "POST" else {}
        try_old = partial(try_password, self.request, fresh.staff_number, wrong=WRONG, again=True)
        return {"user": fresh, "try_old": try_old, **given}

    def act(self, form: Any) -> Person:
        """Store the new password and keep this session."""
        change_own_password(self.person, form.cleaned_data["new_password1"], by=self.actor, at=self.at)
        fresh = Person.objects.get(pk=self.person.pk)
        update_session_auth_hash(self.request, fresh)
        return fresh

    def context(self, **more: Any) -> dict[str, Any]:
        """Say why no other page opens before the change of an issued password."""
        return super().context(**{"must_change": must_change_password(self.request), **more})

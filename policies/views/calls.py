"""Calls for the review of many policies: the list, one call, and calling."""

from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from accounts.presentation import trail_url
from core.deadlines.models import Obligation
from core.lifecycle.cursors import page_of
from core.lifecycle.moves import permits
from core.lifecycle.requests import acting_request
from core.lifecycle.trails import timeline
from core.lifecycle.views import ActingMixin, Crumbs, EditView, FormView, MoveView, VisibleMixin
from policies import duties
from policies.calling import call_reviews, correct_call, end_call
from policies.forms import CallForm, EndCallForm
from policies.models import ReviewCall
from policies.moves import END
from policies.permissions import calls_visible_to, check_call, check_correct_call, may_call

LIST = ("見直しの求め", "policies:call_list")
MOST = 50
"""How many of the reader's own duties a call's page lists; the inbox has all."""


class CallList(ActingMixin):
    """All calls, the newest first."""

    title = LIST[0]
    template_name = "policies/call_list.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show one page."""
        found = calls_visible_to(self.actor, self.on).select_related("platform", "asked_by")
        shown = page_of(found, request.GET.get("cursor"), order="-pk")
        return self.page(shown=shown, may_call=may_call(self.actor))


class CallDetail(VisibleMixin):
    """One call: why, until when, how far it has got, and what of it waits for the reader."""

    template_name = "policies/call_detail.html"
    visible_to: ClassVar[Any] = staticmethod(calls_visible_to)
    call: ReviewCall

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show it."""
        self.call = self.get_object()
        opened = Obligation.objects.filter(rule=duties.REVIEW_CALLED.rule, occurrence=self.call.occurrence).open()
        person = self.actor.person
        mine = opened.owed_by(person, acting_request(request).capacities, self.on) if person else opened.none()
        trail = trail_url(self.call.stream, self.actor)
        return self.page(
            call=self.call,
            mine=list(mine.by_due_date()[:MOST]),
            trail_url=trail,
            may_correct=may_call(self.actor) and permits(check_correct_call, self.call, self.actor, self.on),
            may_end=END.why_not(self.call, self.actor, self.on) is None,
            timeline=timeline(self.call) if self.call.revision or self.call.ended_on else [],
        )

    def get_queryset(self) -> Any:
        """Read what the page names with it."""
        return super().get_queryset().select_related("platform", "asked_by")

    def get_title(self) -> str:
        """Return what it is about."""
        return str(self.call)

    def parents(self) -> Crumbs:
        """Stand below the list."""
        return [(LIST[0], reverse(LIST[1]))]


class CallAct(VisibleMixin):
    """What the acts on a call share: for whom it exists, and where they stand."""

    visible_to: ClassVar[Any] = staticmethod(calls_visible_to)
    record: Any

    def parents(self) -> Crumbs:
        """Stand below the call."""
        return [(LIST[0], reverse(LIST[1])), (str(self.record), self.success_url(self.record))]

    def success_url(self, done: Any) -> str:
        """Show the call."""
        return reverse("policies:call_detail", args=[done.pk])


class CallEdit(CallAct, EditView):
    """Say otherwise what is to be reviewed and why, while nobody has answered."""

    template_name = "policies/call_edit.html"
    form_class = CallForm
    submit_label = "求めを直す"
    done_message = "求めを直しました。対象の課へ、順に届きます。"

    def load(self) -> None:
        """Refuse on opening the page what can not be corrected.

        Raises:
            Denied: the wrong office or moment; a POST is refused by the act itself.
        """
        super().load()
        if self.request.method != "POST":
            check_correct_call(self.record, self.actor, self.on)

    def get_title(self) -> str:
        """Return the act."""
        return "見直しの求めを直す"

    def act(self, form: forms.BaseForm) -> ReviewCall:
        """Correct it as it was seen."""
        return correct_call(self.record, by=self.actor, at=self.at, seen=self.seen() or "", **form.cleaned_data)


class CallEnd(CallAct, MoveView):
    """Ask for it no more."""

    move = END
    form_class = EndCallForm
    done_message = "求めを終えました。残っている見直しの仕事は、順に取り下げられます。"

    def act(self, form: Any) -> ReviewCall:
        """End it with its reason."""
        reason = form.cleaned_data["end_reason"]
        return end_call(self.record, by=self.actor, at=self.at, end_reason=reason, seen=self.seen())

    def context(self, **more: Any) -> dict[str, Any]:
        """Say what ends."""
        rows = [("対象", self.record.scope), ("理由", self.record.reason), ("届いた件数", f"{self.record.opened}件")]
        return super().context(**{"rows": rows, **more})


class CallNew(FormView):
    """Call for the review of all policies that a change affects."""

    title = "メディアポリシーの見直しを求める"
    template_name = "policies/call_new.html"
    form_class = CallForm
    submit_label = "見直しを求める"
    done_message = "見直しを求めました。対象の課へ、順に届きます。"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form to those who may call.

        Raises:
            Denied: for every other office.
        """
        check_call(self.actor)
        return super().get(request, *args, **kwargs)

    def parents(self) -> Crumbs:
        """Stand below the list."""
        return [(LIST[0], reverse(LIST[1]))]

    def act(self, form: forms.BaseForm) -> ReviewCall:
        """Call."""
        return call_reviews(by=self.actor, at=self.at, **form.cleaned_data)

    def success_url(self, done: ReviewCall) -> str:
        """Show the call."""
        return reverse("policies:call_detail", args=[done.pk])

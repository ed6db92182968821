"""The list of consultations, asking, and the page of one, on which each act has its own form (第10)."""

from typing import Any, ClassVar, cast

from django import forms
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from accounts.models import Account
from accounts.permissions import visible_to as accounts_visible_to
from accounts.presentation import trail_url
from approvals.consultations import actions
from approvals.consultations.forms import (
    AnswerForm,
    AskForm,
    AskOnForm,
    CloseForm,
    LaterReviewForm,
    ListForm,
    WithdrawForm,
)
from approvals.consultations.permissions import (
    accounts_to_ask_about,
    check_ask,
    may_ask,
    office_to_answer,
    requests_to_ask_about,
    visible_to,
)
from approvals.consultations.presentation import Acts, about_link, answer_rows, switches_of
from approvals.consultations.states import ConsultationState
from approvals.models import Consultation, ConsultationQuerySet, Request
from approvals.permissions import requests_visible_to
from approvals.presentation.viewer import Viewer
from core.lifecycle.actor import Actor
from core.lifecycle.cursors import page_of
from core.lifecycle.errors import Conflict
from core.lifecycle.requests import acting_request
from core.lifecycle.trails import timeline
from core.lifecycle.views import ActingMixin, Crumbs, FormView, RecordFormView
from core.staff.models import Person
from core.staff.offices import office_label

LIST = ("協議", "approvals:consultation_list")
LONGEST_KEY = 19
"""No key in an address has so many digits."""
S = ConsultationState
CUTS: tuple[tuple[str, str, Q], ...] = (
    ("all", "すべて", Q()),
    ("asked", "回答待ち", Q(state=S.ASKED)),
    ("answered", "回答済", Q(state=S.ANSWERED)),
    ("ended", "終わったもの", Q(state__in=[S.CLOSED, S.WITHDRAWN])),
)
RELATED = (
    *("section", "asked_by", "answered_by", "deputy", "deputy_for", "follows"),
    *("account__platform", "request"),
)


def visible(actor: Actor, on: Any) -> ConsultationQuerySet:
    """Return the consultations that exist for an actor, with what their pages name."""
    return visible_to(cast("Person", actor.person), on).select_related(*RELATED)


class ConsultationList(ActingMixin):
    """The consultations a person may see, by state and clause, newest first."""

    title = LIST[0]
    template_name = "approvals/consultations/consultation_list.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show one page of one cut."""
        form = ListForm(request.GET)
        clause = form.chosen()
        cut = next((one for one in CUTS if one[0] == request.GET.get("cut")), CUTS[0])
        found = visible(self.actor, self.on).filter(cut[2])
        found = found.filter(clause=clause) if clause else found
        shown = page_of(found, request.GET.get("cursor"), order="-pk")
        links = [
            {"label": label, "url": f"?cut={slug}{f'&clause={clause}' if clause else ''}", "current": slug == cut[0]}
            for slug, label, _ in CUTS
        ]
        asks = may_ask(self.actor, self.on)
        return self.page(shown=shown, form=form, segments=links, cut=cut[0], may_ask=asks)


class ConsultationNew(FormView):
    """Ask: about the account or the request that the address names, or about a case in general."""

    title = "ふるさと発信課長に協議する"
    template_name = "approvals/consultations/consultation_new.html"
    form_class = AskForm
    submit_label = "協議する"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form to those who may ask.

        Raises:
            Denied: for every other office.
        """
        check_ask(self.actor, self.on)
        return super().get(request, *args, **kwargs)

    def parents(self) -> Crumbs:
        """Stand below the list."""
        return [(LIST[0], reverse(LIST[1]))]

    def about(self) -> dict[str, Any]:
        """Return the account and the request that the address names, of those the actor may see.

        Raises:
            Http404: when one does not exist or is not for the actor's eyes.
        """
        person = cast("Person", self.actor.person)
        account = self._named("account", accounts_to_ask_about(person, self.on))
        request = self._named("request", requests_to_ask_about(person, self.on))
        return {"account": account, "request": request}

    def _named(self, name: str, found: Any) -> Any:
        key = self.request.GET.get(name)
        if not key:
            return None
        known = key.isdecimal() and len(key) < LONGEST_KEY
        record = found.select_related("platform").filter(pk=int(key)).first() if known else None
        if record is None:
            raise Http404
        return record

    def act(self, form: Any) -> Consultation:
        """Ask."""
        return actions.consult(by=self.actor, at=self.at, **form.cleaned_data, **self.about())

    def finish(self, done: Consultation) -> HttpResponse:
        """Say in whose inbox it lies."""
        office = office_label(office_to_answer(done.asked_by, self.on))
        self.done_message = f"協議しました。{office}の受信箱に載ります。"
        return super().finish(done)

    def success_url(self, done: Consultation) -> str:
        """Show the consultation."""
        return reverse("approvals:consultation_detail", args=[done.pk])

    def context(self, **more: Any) -> dict[str, Any]:
        """Say what is asked about."""
        about = self.about()
        account, request = cast("Account | None", about["account"]), cast("Request | None", about["request"])
        rows = [("アカウント", account.title)] if account is not None else []
        rows += [("起案", request.document_number or request.title)] if request is not None else []
        return super().context(**{"rows": rows, **more})


class ConsultationPage(RecordFormView):
    """One consultation with all that can be done; an act's own address shows it when the act is refused."""

    template_name = "approvals/consultations/consultation_detail.html"
    visible_to: ClassVar[Any] = staticmethod(visible)
    form_name = ""
    """Name in the context of the form that this act's page binds."""
    record: Consultation

    def get_queryset(self) -> ConsultationQuerySet:
        """Return the consultations that exist for the actor, by the capacities this web request has read already."""
        kept = acting_request(self.request).capacities
        return visible_to(cast("Person", self.actor.person), self.on, kept).select_related(*RELATED)

    def get_title(self) -> str:
        """Return the topic."""
        return self.record.topic

    def parents(self) -> Crumbs:
        """Stand below the list."""
        return [(LIST[0], reverse(LIST[1]))]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lead to the page itself: an act is never a link."""
        self.load()
        return HttpResponseRedirect(self.success_url(self.record))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Act; a conflict page leads back to the consultation."""
        try:
            return super().post(request, *args, **kwargs)
        except Conflict:
            acting_request(request).back_url = self.success_url(self.record)
            raise

    def success_url(self, done: Consultation) -> str:
        """Return the address of the consultation's page."""
        return reverse("approvals:consultation_detail", args=[done.pk])

    def context(self, **more: Any) -> dict[str, Any]:
        """Add question and answer, the acts, and the form of the act as it was typed."""
        form, record = more.pop("form", None), self.record
        bound = {self.form_name: form} if self.form_name and form is not None else {}
        viewer = Viewer.of(self.request)
        acts = Acts.of(record, self.actor, self.on)
        about, about_url = self._about(viewer)
        return super().context(
            **{
                "acts": acts,
                "switches": switches_of(record, acts, viewer.others, self.on),
                "about": about,
                "about_url": about_url,
                "answer_rows": answer_rows(record),
                "following": self._following(),
                "timeline": timeline(record),
                "trail_url": trail_url(record.stream, self.actor),
                "errors_of": form,
                **self.forms(acts),
                **more,
                **bound,
            }
        )

    def _following(self) -> Consultation | None:
        """Return the consultation that asks on from this one, or None; only an ended one has any."""
        ended = self.record.state == S.CLOSED
        return self.get_queryset().filter(follows=self.record).first() if ended else None

    def _about(self, viewer: Viewer) -> tuple[str, str]:
        """Return what was asked about, linked where the reader may open it."""
        record, reader = self.record, (cast("Person", self.actor.person), self.on, viewer.capacities)
        if record.request is not None:
            return about_link(record, linked=requests_visible_to(*reader).filter(pk=record.request.pk).exists())
        if record.account is not None:
            return about_link(record, linked=accounts_visible_to(*reader).filter(pk=record.account.pk).exists())
        return about_link(record, linked=False)

    def forms(self, acts: Acts) -> dict[str, forms.BaseForm]:
        """Return the empty forms of the acts that are open."""
        made: dict[str, forms.BaseForm] = {}
        if acts.answer:
            made["answer_form"] = AnswerForm()
        if acts.close:
            made |= {"close_form": CloseForm(), "ask_on_form": AskOnForm()}
        if acts.withdraw:
            made["withdraw_form"] = WithdrawForm()
        if acts.review:
            made["later_form"] = LaterReviewForm()
        return made


class ConsultationDetail(ConsultationPage):
    """One consultation: what was asked, what was answered, what can be done."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the page."""
        self.load()
        return self.page()


class ConsultationAnswer(ConsultationPage):
    """Answer, as ふるさと発信課長."""

    form_class = AnswerForm
    form_name = "answer_form"
    done_message = "回答しました。尋ねた人とその課長に知らせました。"

    def act(self, form: Any) -> Consultation:
        """Answer the question that was seen."""
        seen, reply = self.seen() or "", form.cleaned_data["reply"]
        return actions.answer_consultation(self.record, by=self.actor, at=self.at, seen=seen, reply=reply)


class ConsultationClose(ConsultationPage):
    """Take the answer up."""

    form_class = CloseForm
    form_name = "close_form"
    done_message = "協議を終えました。"

    def act(self, form: Any) -> Consultation:
        """End it."""
        return actions.close_consultation(self.record, by=self.actor, at=self.at, **form.cleaned_data)


class ConsultationAskOn(ConsultationPage):
    """Ask further."""

    form_class = AskOnForm
    form_name = "ask_on_form"
    done_message = "続けて尋ねました。回答を待ちます。"

    def act(self, form: Any) -> Consultation:
        """Ask; the page of the new consultation follows."""
        return actions.ask_on(self.record, by=self.actor, at=self.at, **form.cleaned_data)


class ConsultationWithdraw(ConsultationPage):
    """Take the question back."""

    form_class = WithdrawForm
    form_name = "withdraw_form"
    done_message = "協議を取り下げました。"

    def act(self, form: Any) -> Consultation:
        """Withdraw it."""
        return actions.withdraw_consultation(self.record, by=self.actor, at=self.at, **form.cleaned_data)


class ConsultationLaterReview(ConsultationPage):
    """Confirm what a deputy answered, or object to it (後閲)."""

    form_class = LaterReviewForm
    form_name = "later_form"
    done_message = "後閲を記録しました。"

    def act(self, form: Any) -> Consultation:
        """Record the word on what was seen."""
        data, seen = form.cleaned_data, self.seen() or ""
        objects, note = data["answer"] == "object", data["later_note"]
        return actions.review_answer(self.record, by=self.actor, at=self.at, seen=seen, objects=objects, note=note)

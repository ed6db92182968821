"""Writing the sheet of a hand-over, its page, on which each act has its own form, and the sheet on paper."""

from copy import copy
from datetime import date
from typing import Any, ClassVar, cast

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.dateparse import parse_date

from accounts.models import Account
from accounts.presentation import trail_url
from accounts.views.shared import above, accounts_for
from approvals.drafting import staff_of
from approvals.handovers import actions
from approvals.handovers.forms import AcceptForm, DeclineForm, SheetForm, WithdrawForm
from approvals.handovers.permissions import check_edit, check_giver, visible_to
from approvals.handovers.presentation import Acts, content_rows, decision_rows, not_yet, switches_of
from approvals.handovers.sheet import sheet_of
from approvals.handovers.states import HandOverState
from approvals.models import HandOver, HandOverQuerySet, HandOverReview
from approvals.presentation.viewer import Viewer
from approvals.views.operators import SectionActMixin
from core.lifecycle.actor import Actor
from core.lifecycle.errors import Conflict
from core.lifecycle.moves import permits
from core.lifecycle.requests import acting_request
from core.lifecycle.trails import timeline
from core.lifecycle.views import Crumbs, EditView, RecordFormView, VisibleMixin
from core.records import short_code
from core.retention.pages import disposed_page
from core.staff.authority import current_unit
from core.staff.models import Person

RELATED = (
    *("account__platform", "account__section", "giving__parent", "receiving__parent"),
    *("drafted_by", "settled_by", "accepted_by"),
)


def visible(actor: Actor, on: date) -> HandOverQuerySet:
    """Return the hand-overs that exist for an actor, with what their pages name."""
    return visible_to(cast("Person", actor.person), on).select_related(*RELATED)


def page_url(hand_over: HandOver) -> str:
    """Return the address of a hand-over's page."""
    return reverse("approvals:hand_over_detail", args=[hand_over.pk])


class HandOverNew(SectionActMixin):
    """Begin the sheet by which a section hands its account over."""

    visible_to: ClassVar[Any] = staticmethod(accounts_for)
    form_class = SheetForm
    title = "所管替えの引継書を作る"
    submit_label = "引継書を保存する"
    lead = "アカウントを運用する課を替えます。周知の期間は要りません。引き継ぐ課の課長が引き継いだ日から替わります。"
    done_message = "引継書を保存しました。アカウント管理者の受信箱に載ります。"
    check = staticmethod(check_giver)

    @classmethod
    def open_to(cls, account: Account, by: Actor, on: date) -> bool:
        """Tell whether the section may begin one; what else is under way is asked, and told, on the page itself."""
        return permits(check_giver, account, by, on)

    def form_arguments(self) -> dict[str, Any]:
        """Offer the other sections that exist or are to begin."""
        giving = current_unit(self.account.section, self.on)
        return super().form_arguments() | {"giving": giving.pk, "on": self.on}

    def act(self, form: Any) -> HandOver:
        """Begin."""
        return actions.prepare_hand_over(self.account, by=self.actor, at=self.at, **form.cleaned_data)

    def success_url(self, done: Any) -> str:
        """Show the sheet; before there is one, the account."""
        return page_url(done) if isinstance(done, HandOver) else reverse("accounts:account_detail", args=[done.pk])


class HandOverEdit(EditView):
    """Write a sheet that is not settled."""

    visible_to: ClassVar[Any] = staticmethod(visible)
    form_class = SheetForm
    title = "所管替えの引継書を直す"
    submit_label = "引継書を保存する"
    done_message = "引継書を直しました。"
    record: HandOver

    def load(self) -> None:
        """Refuse on opening the page what can not be written.

        Raises:
            Denied: the wrong person or moment; a POST is refused by the act itself.
        """
        super().load()
        if self.request.method != "POST":
            check_edit(self.record, self.actor, self.on)

    def form_arguments(self) -> dict[str, Any]:
        """Offer the other sections that exist or are to begin."""
        given: dict[str, Any] = super().form_arguments()
        return given | {"instance": copy(self.record), "giving": self.record.giving.pk, "on": self.on}

    def act(self, form: Any) -> HandOver:
        """Write it as it was seen."""
        seen = self.seen() or ""
        return actions.edit_hand_over(self.record, by=self.actor, at=self.at, seen=seen, **form.cleaned_data)

    def parents(self) -> Crumbs:
        """Stand below the sheet."""
        return [*above(self.record.account), ("所管替え", page_url(self.record))]

    def success_url(self, done: Any) -> str:
        """Show the sheet."""
        return page_url(done)


class HandOverPage(RecordFormView):
    """One hand-over with all that can be done; an act's own address shows it when the act is refused."""

    template_name = "approvals/handovers/hand_over_detail.html"
    visible_to: ClassVar[Any] = staticmethod(visible)
    title = "所管替え"
    form_name = ""
    """Name in the context of the form that this act's page binds."""
    record: HandOver

    def get_queryset(self) -> HandOverQuerySet:
        """Return the hand-overs that exist for the actor, by the capacities this web request has read already."""
        kept = acting_request(self.request).capacities
        return visible_to(cast("Person", self.actor.person), self.on, kept).select_related(*RELATED)

    def parents(self) -> Crumbs:
        """Stand below the account in the registry."""
        return above(self.record.account)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lead to the page itself: an act is never a link."""
        self.load()
        return HttpResponseRedirect(page_url(self.record))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Act; a conflict page leads back to the hand-over."""
        try:
            return super().post(request, *args, **kwargs)
        except Conflict:
            acting_request(request).back_url = page_url(self.record)
            raise

    def success_url(self, done: HandOver) -> str:
        """Return the address of the hand-over's page."""
        return page_url(done)

    def context(self, **more: Any) -> dict[str, Any]:
        """Add the sheet, the acts, and the form of the act as it was typed."""
        form, record = more.pop("form", None), self.record
        bound = {self.form_name: form} if self.form_name and form is not None else {}
        viewer, acts = Viewer.of(self.request), Acts.of(record, self.actor, self.on)
        return super().context(
            **{
                "account": record.account,
                "acts": acts,
                "not_yet": None if "refusal" in more else not_yet(record, acts, self.actor, self.on),
                "switches": switches_of(record, acts, viewer.others, self.on),
                "rows": content_rows(record),
                "decision_rows": decision_rows(record),
                "reviews": reviews_of(record),
                "sheet": shown_sheet(record),
                "code": short_code(record.fingerprint()),
                "timeline": timeline(record),
                "trail_url": trail_url(record.stream, self.actor),
                "errors_of": form,
                "row_errors": getattr(form, "rows", None),
                **self.forms(acts),
                **more,
                **bound,
            }
        )

    def forms(self, acts: Acts) -> dict[str, forms.BaseForm]:
        """Return the empty forms of the acts that are open."""
        made: dict[str, forms.BaseForm] = {}
        if acts.settle:
            made["settle_form"] = forms.Form()
        if acts.accept:
            made["accept_form"] = AcceptForm(choices=self.choices())
        if acts.decline:
            made["decline_form"] = DeclineForm()
        if acts.withdraw:
            made["withdraw_form"] = WithdrawForm()
        return made

    def choices(self) -> list[tuple[str | int, str]]:
        """Return the staff of the section that receives, as choices."""
        return [
            (held.person_id, f"{held.person.name}({held.label})") for held in staff_of(self.record.receiving, self.on)
        ]


def reviews_of(hand_over: HandOver) -> list[HandOverReview]:
    """Return the later reviews of what deputies did, in their order; before the first act there are none."""
    if hand_over.state == HandOverState.DRAFT:
        return []
    return list(hand_over.reviews.select_related("principal", "deputy").order_by("pk"))


def shown_sheet(hand_over: HandOver) -> dict[str, list[dict[str, Any]]]:
    """Return what stands about the account: as it was settled, before that as it is; dates as days."""
    kept = sheet_of(hand_over.account) if hand_over.state == HandOverState.DRAFT else hand_over.sheet
    duties = [{**one, "due_on": parse_date(one["due_on"]) if one["due_on"] else None} for one in kept.get("duties", [])]
    return {"duties": duties, "people": kept.get("people", []), "pages": kept.get("pages", [])}


class HandOverDetail(HandOverPage):
    """One hand-over: the sheet, who settled it, what can be done."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the page; of one that is disposed of what is left."""
        self.load()
        if self.record.account.disposed_on is not None:
            return disposed_page(self, self.record, self.record.account.disposed_on, timeline(self.record))
        return self.page()


class HandOverSheet(VisibleMixin):
    """The sheet on paper; it exists for whom the page exists."""

    template_name = "approvals/handovers/sheet_hand_over.html"
    visible_to: ClassVar[Any] = staticmethod(visible)
    title = "所管替えの引継書"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show it, arranged for A4."""
        record = self.get_object()
        disposed_on = record.account.disposed_on
        if disposed_on is not None:
            return disposed_page(self, record, disposed_on, timeline(record))
        return self.page(
            record=record,
            rows=content_rows(record),
            decision_rows=decision_rows(record),
            reviews=reviews_of(record),
            sheet=shown_sheet(record),
            code=short_code(record.fingerprint()),
            printed_by=self.actor.name,
        )


class HandOverSettle(HandOverPage):
    """Send the sheet, as the account manager."""

    form_name = "settle_form"
    done_message = "引継書を送りました。引き継ぐ課の課長の受信箱に載ります。"

    def act(self, form: Any) -> HandOver:
        """Settle what was seen."""
        return actions.settle_hand_over(self.record, by=self.actor, at=self.at, seen=self.seen() or "")


class HandOverAccept(HandOverPage):
    """Take the account over, as the head of the section that receives."""

    form_class = AcceptForm
    form_name = "accept_form"
    done_message = "アカウントを引き継ぎました。残る義務は、アカウントの画面で確かめられます。"

    def form_arguments(self) -> dict[str, Any]:
        """Offer the section's staff."""
        return super().form_arguments() | {"choices": self.choices()}

    def act(self, form: Any) -> HandOver:
        """Take over what was seen."""
        operators, seen = form.cleaned_data["operators"], self.seen() or ""
        return actions.accept_hand_over(self.record, by=self.actor, at=self.at, seen=seen, operators=operators)


class HandOverDecline(HandOverPage):
    """Leave the account where it is."""

    form_class = DeclineForm
    form_name = "decline_form"
    done_message = "引き継がないことを記録し、引き渡す課に知らせました。"

    def act(self, form: Any) -> HandOver:
        """Decline what was seen."""
        seen = self.seen() or ""
        return actions.decline_hand_over(self.record, by=self.actor, at=self.at, seen=seen, **form.cleaned_data)


class HandOverWithdraw(HandOverPage):
    """Give the hand-over up."""

    form_class = WithdrawForm
    form_name = "withdraw_form"
    done_message = "所管替えを取り下げました。"

    def act(self, form: Any) -> HandOver:
        """Withdraw it."""
        return actions.withdraw_hand_over(self.record, by=self.actor, at=self.at, **form.cleaned_data)

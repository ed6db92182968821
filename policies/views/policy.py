"""The page of one version, on which each act has its own form."""

from typing import Any, ClassVar, cast

from django import forms
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from accounts.presentation import trail_url
from accounts.views.shared import above
from core.lifecycle.actor import Actor
from core.lifecycle.errors import Conflict
from core.lifecycle.requests import acting_request
from core.lifecycle.views import Crumbs, RecordFormView
from core.records import short_code
from core.retention.pages import disposed_page
from core.reviews.forms import ActReviewForm
from core.reviews.presentation import answerable, later_chips, later_rows
from core.staff.models import Person
from policies.actions import (
    keep_policy,
    publish_policy,
    pull_back_policy,
    return_policy,
    review_policy,
    settle_policy,
    submit_policy,
    withdraw_policy,
)
from policies.comparison import compare
from policies.forms import DecideForm, KeepForm, PublishForm, WithdrawForm
from policies.models import MediaPolicy, PolicyReview
from policies.moves import CONFIRM
from policies.permissions import is_own
from policies.presentation import PolicyActs, decision_rows, item_rows, review_late, switches_of
from policies.states import OPEN, PolicyState
from policies.story import story_of
from policies.views.shared import list_url, visible


class PolicyPage(RecordFormView):
    """One version with all that can be done; an act's own address shows it when the act is refused."""

    template_name = "policies/policy_detail.html"
    visible_to: ClassVar[Any] = staticmethod(visible)
    form_name = ""
    """Name in the context of the form that this act's page binds."""
    record: Any

    def get_title(self) -> str:
        """Return the version."""
        return f"メディアポリシー 第{self.record.number}版"

    def parents(self) -> Crumbs:
        """Stand below the list of the account's versions."""
        account = self.record.account
        return [*above(account), ("メディアポリシーの版", list_url(account))]

    def get_object(self) -> Any:
        """Return the version of the address, read with the account's other versions that the actor may see.

        What deputies did is asked for where they did something.

        Raises:
            Http404: when it does not exist or is not for the actor's eyes.
        """
        key = self.kwargs["pk"]
        versions = {one.pk: one for one in self.get_queryset().filter(account__policies__pk=key)}
        record = versions.pop(key, None)
        if record is None:
            raise Http404
        record.beside = list(versions.values())
        record.acted = list(reviews_of(record)) if record.is_deputised else []
        return record

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lead to the page itself: an act is never a link."""
        self.load()
        return HttpResponseRedirect(self.success_url(self.record))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Act; a conflict page leads back to the version."""
        try:
            return super().post(request, *args, **kwargs)
        except Conflict:
            acting_request(request).back_url = self.success_url(self.record)
            raise

    def success_url(self, done: MediaPolicy) -> str:
        """Return the address of the version's page."""
        return reverse("policies:policy_detail", args=[done.pk])

    def context(self, **more: Any) -> dict[str, Any]:
        """Add the words, how they came about, the acts, and the form of the act as it was typed."""
        form, record = more.pop("form", None), self.record
        bound = {self.form_name: form} if self.form_name and form is not None else {}
        acts, reviews = PolicyActs.of(record, self.actor, self.on), record.acted if record.is_inside else []
        return super().context(
            **{
                "account": record.account,
                "acts": acts,
                "switches": switches_of(record, acts, self.others(), self.on),
                "rows": item_rows(record),
                "decision_rows": [*decision_rows(record), *later_rows(reviews)],
                "code": short_code(record.items_digest()),
                "missing": record.missing_items() if record.state in OPEN else [],
                "late": review_late(record, self.on),
                "later_chips": later_chips(reviews),
                "timeline": story_of(record) if record.is_inside else [],
                "trail_url": trail_url(record.stream, self.actor),
                "errors_of": form,
                **self.around(),
                **self.forms(acts),
                **more,
                **bound,
            }
        )

    def forms(self, acts: PolicyActs) -> dict[str, forms.BaseForm]:
        """Return the empty forms of the acts that are open."""
        made: dict[str, forms.BaseForm] = {}
        if acts.decide:
            made["decide_form"] = DecideForm(own=acts.own)
        if acts.publish:
            made["publish_form"] = PublishForm(initial={"published_on": self.on})
        if acts.keep:
            made["keep_form"] = KeepForm()
        if acts.review:
            made["later_form"] = ActReviewForm(offered=self.reviews())
        if acts.withdraw:
            made["withdraw_form"] = WithdrawForm()
        return made

    def around(self) -> dict[str, Any]:
        """Return the version before this one, and what a version that is being made changes of it."""
        record, settled = self.record, (PolicyState.APPROVED, PolicyState.PUBLISHED, PolicyState.SUPERSEDED)
        older = [one for one in record.beside if one.number < record.number and one.state in settled]
        before = max(older, key=lambda one: one.number, default=None)
        shown = compare(before, record) if before is not None and record.state in OPEN else None
        return {"before": before, "changes": shown}

    def reviews(self) -> QuerySet[PolicyReview]:
        """Return the deputies' acts that the person can answer for now."""
        keys = [one.pk for one in answerable(self.record.acted, CONFIRM, self.actor, self.on)]
        return reviews_of(self.record).filter(pk__in=keys)

    def others(self) -> list[Actor]:
        """Return the person in his or her other capacities."""
        person = cast("Person", self.actor.person)
        kept = acting_request(self.request).capacities
        return [Actor.of(person, one) for one in kept if one.key != self.actor.key]


def reviews_of(policy: MediaPolicy) -> QuerySet[PolicyReview]:
    """Return the later reviews of deputies' acts on a version, in the order of the acts."""
    return PolicyReview.objects.filter(policy=policy).select_related("deputy", "principal").order_by("pk")


class PolicyDetail(PolicyPage):
    """One version: its words, who decided them, since when they are out, and what can be done."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the page; of one that is disposed of what is left."""
        self.load()
        disposed_on = self.record.account.disposed_on
        if disposed_on is not None:
            return disposed_page(self, self.record, disposed_on, story_of(self.record))
        return self.page()


class PolicySubmit(PolicyPage):
    """Put a version before the account manager."""

    done_message = "提出しました。アカウント管理者の受信箱に載ります。"

    def act(self, form: Any) -> MediaPolicy:
        """Submit what was seen."""
        return submit_policy(self.record, by=self.actor, at=self.at, seen=self.seen())


class PolicyPullBack(PolicyPage):
    """Take a version back."""

    done_message = "引き戻しました。直して、もう一度提出できます。"

    def act(self, form: Any) -> MediaPolicy:
        """Pull back."""
        return pull_back_policy(self.record, by=self.actor, at=self.at)


class PolicyWithdraw(PolicyPage):
    """Give a version up."""

    form_class = WithdrawForm
    form_name = "withdraw_form"
    done_message = "取り下げました。この版の番号は、もう使われません。"

    def act(self, form: forms.Form) -> MediaPolicy:
        """Withdraw."""
        reason = form.cleaned_data["given_up_for"]
        return withdraw_policy(self.record, by=self.actor, at=self.at, given_up_for=reason)


class PolicyDecide(PolicyPage):
    """Decide a version or return it, as the account manager."""

    form_class = DecideForm
    form_name = "decide_form"

    def form_arguments(self) -> dict[str, Any]:
        """Ask for the word on self-decision where it is one."""
        return super().form_arguments() | {"own": is_own(self.record, self.actor)}

    def act(self, form: forms.Form) -> MediaPolicy:
        """Answer on the content that was seen."""
        data, seen = form.cleaned_data, self.seen() or ""
        if data["move"] == "return":
            self.done_message = "差し戻しました。課の受信箱に載ります。"
            return return_policy(self.record, by=self.actor, at=self.at, seen=seen, opinion=data["opinion"])
        self.done_message = "決定しました。掲載と記録を、課に求めました。"
        knows = data.get("knows_own", False)
        return settle_policy(
            self.record, by=self.actor, at=self.at, seen=seen, opinion=data["opinion"], knows_own=knows
        )


class PolicyPublish(PolicyPage):
    """Record that a version is out."""

    form_class = PublishForm
    form_name = "publish_form"
    done_message = "掲載を記録しました。"

    def act(self, form: forms.Form) -> MediaPolicy:
        """Record it."""
        return publish_policy(self.record, by=self.actor, at=self.at, on=form.cleaned_data["published_on"])


class PolicyKeep(PolicyPage):
    """Record a review after which nothing changes."""

    form_class = KeepForm
    form_name = "keep_form"
    done_message = "見直しの結果を記録しました。"

    def act(self, form: forms.Form) -> MediaPolicy:
        """Record it on the content that was seen."""
        note, seen = form.cleaned_data["review_note"], self.seen() or ""
        return keep_policy(self.record, by=self.actor, at=self.at, seen=seen, review_note=note)


class PolicyLaterReview(PolicyPage):
    """Confirm one act of a deputy on a version, or object to it (後閲)."""

    form_class = ActReviewForm
    form_name = "later_form"
    done_message = "後閲を記録しました。"

    def form_arguments(self) -> dict[str, Any]:
        """Take any act on the version: who may not review it, or comes too late, is told so by the act itself."""
        return super().form_arguments() | {"offered": reviews_of(self.record)}

    def act(self, form: ActReviewForm) -> MediaPolicy:
        """Record the answer on the version that was seen."""
        review = form.cleaned_data["review"]
        review_policy(review, by=self.actor, at=self.at, seen=self.seen() or "", **form.answered)
        return cast("MediaPolicy", self.record)

"""The page of one notice, on which each act has its own form."""

from collections.abc import Callable
from datetime import date
from typing import Any, ClassVar, cast

from django import forms
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from accounts.presentation import trail_url
from accounts.views.shared import above
from approvals.consultations.permissions import visible_to as consultations_visible_to
from approvals.consultations.presentation import consult_url
from approvals.models import Consultation, Filing
from approvals.models.filing import NOT_WANTED
from approvals.moves.notice_review import CONFIRM
from approvals.notices.actions import (
    cancel_notice,
    effect_notice,
    reschedule_notice,
    return_notice,
    settle_notice,
    submit_notice,
)
from approvals.notices.forms import (
    AnnounceForm,
    CancelForm,
    CiteForm,
    DecideNoticeForm,
    DeviateForm,
    EarlyForm,
    EffectForm,
    EndForm,
    MoveForm,
    RedateForm,
)
from approvals.notices.models import ChangeNotice
from approvals.notices.moving import moving_of
from approvals.notices.permissions import is_own, reads_drafts
from approvals.notices.planner import lines_of, plan_for
from approvals.notices.presentation import (
    NoticeActs,
    channels_of,
    compared,
    decision_rows,
    fact_rows,
    first_in_reach,
    story_of,
    switches_of,
)
from approvals.notices.reviews import NoticeReview
from approvals.notices.standing import record_announcement, record_early_end, record_end
from approvals.notices.states import Channel, NoticeState
from approvals.notices.texts import told_of
from approvals.notices.views.drafting import notice_url, visible_with_reviews, words_to_mend
from approvals.permissions import filings_visible_to
from core.lifecycle.actor import Actor
from core.lifecycle.errors import Conflict
from core.lifecycle.requests import acting_request
from core.lifecycle.views import Crumbs, RecordFormView
from core.records import short_code
from core.retention.pages import disposed_page
from core.reviews.forms import ActReviewForm
from core.reviews.presentation import answerable, later_chips
from core.staff.models import Person
from publications.views.acts import wake_worker


class NoticePage(RecordFormView):
    """One notice with all that can be done; an act's own address shows it when the act is refused."""

    template_name = "approvals/notices/detail.html"
    visible_to: ClassVar[Any] = staticmethod(visible_with_reviews)
    form_name = ""
    """Name in the context of the form that this act's page binds."""
    record: ChangeNotice

    def get_title(self) -> str:
        """Return kind and account."""
        return f"{self.record.account.name}の{self.record.get_kind_display()}"

    def parents(self) -> Crumbs:
        """Stand below the account."""
        return above(self.record.account)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lead to the page itself: an act is never a link."""
        self.load()
        return HttpResponseRedirect(self.success_url(self.record))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Act; a conflict page leads back to the notice."""
        try:
            return super().post(request, *args, **kwargs)
        except Conflict:
            acting_request(request).back_url = self.success_url(self.record)
            raise

    def success_url(self, done: ChangeNotice) -> str:
        """Return the address of the notice's page."""
        return notice_url(done)

    def context(self, **more: Any) -> dict[str, Any]:
        """Add the words, the channels, the acts, and the form of the act as it was typed."""
        form, record = more.pop("form", None), self.record
        bound = {self.form_name: form} if self.form_name and form is not None else {}
        acts, inside = NoticeActs.of(record, self.actor, self.on), self.inside()
        moving = moving_of(record, self.request.GET, self.on) if acts.announce or acts.reschedule else None
        return super().context(
            **{
                "account": record.account,
                "acts": acts,
                "switches": switches_of(record, acts, self.others(), self.on),
                "rows": fact_rows(record),
                "decision_rows": decision_rows(record) if inside else [],
                "consultation": self.consultation(),
                "consult_url": consult_url("account", record.account_id, self.actor, self.on) if acts.cite else "",
                "changes": compared(record),
                "first_in_reach": first_in_reach(record, self.on),
                "later_chips": later_chips(record.reviews.all()) if inside else [],
                "code": short_code(record.words_digest()),
                "channels": channels_of(record),
                "filings": self.filings(),
                "texts": told_of(record),
                "moving": moving,
                "lines": self.lines(),
                "timeline": story_of(record) if inside else [],
                "trail_url": trail_url(record.stream, self.actor),
                "errors_of": form or (moving.form if moving and moving.form.errors else None),
                "mend": words_to_mend(record, more.get("refusal")) if acts.edit else [],
                **self.forms(acts, moving.day if moving else None),
                **more,
                **bound,
            }
        )

    def inside(self) -> bool:
        """Tell whether the reader sees how the notice came about, too."""
        person = cast("Person", self.actor.person)
        return reads_drafts(self.record, person, self.on, acting_request(self.request).capacities)

    def consultations(self) -> QuerySet[Consultation]:
        """Return the answered consultations about the account that the reader may open."""
        found = consultations_visible_to(cast("Person", self.actor.person), self.on)
        return found.about_account(self.record.account_id).answered().newest_first()

    def reviews(self) -> QuerySet[NoticeReview]:
        """Return the deputies' acts that the person can review now."""
        keys = [review.pk for review in answerable(self.record.reviews.all(), CONFIRM, self.actor, self.on)]
        return self.record.reviews.filter(pk__in=keys).select_related("deputy", "principal").order_by("pk")

    def consultation(self) -> Consultation | None:
        """Return the consultation that covers a deviation, where the reader may open it."""
        key = self.record.consultation_id
        found = consultations_visible_to(cast("Person", self.actor.person), self.on)
        return found.filter(pk=key).first() if key is not None else None

    def filings(self) -> QuerySet[Filing]:
        """Return the filings of the notice, made or owed, each with whether the reader may open it."""
        readable = filings_visible_to(cast("Person", self.actor.person), self.on)
        found: Any = self.record.filings.annotate(may_open=Exists(readable.filter(pk=OuterRef("pk"))))
        return cast("QuerySet[Filing]", found.exclude(NOT_WANTED).order_by("pk"))

    def lines(self) -> list[dict[str, Any]]:
        """Return the days that follow from the planned one, while it lies ahead."""
        record = self.record
        if record.planned_on is None or record.state in {
            NoticeState.EFFECTED,
            NoticeState.COMPLETED,
            NoticeState.CANCELLED,
        }:
            return []
        given: dict[str, Any] = {f"{channel.value}_on": record.told_on(channel) for channel in Channel}
        given |= {"months": record.notice_months, "keep_months": record.keep_months}
        return lines_of(plan_for(record.kind, self.on, {"wish": record.planned_on, **given}), record.kind)

    def forms(self, acts: NoticeActs, new_day: date | None) -> dict[str, forms.BaseForm]:
        """Return the empty forms of the acts that are open; a move begins with the day of its texts."""
        today, told = self.on, self.is_told()
        known: dict[str, tuple[bool, Callable[[], forms.BaseForm]]] = {
            "decide_form": (acts.decide, lambda: DecideNoticeForm(own=acts.own)),
            "announce_form": (acts.announce, lambda: AnnounceForm(initial={"posted_on": today})),
            "effect_form": (acts.effect, lambda: EffectForm(initial={"effected_on": today})),
            "move_form": (acts.reschedule, lambda: MoveForm(told=told, initial={"planned_on": new_day})),
            "redate_form": (acts.redate, RedateForm),
            "deviate_form": (acts.deviate, DeviateForm),
            "cancel_form": (acts.cancel, lambda: CancelForm(told=told)),
            "early_form": (acts.early, lambda: EarlyForm(initial={"removed_on": today})),
            "end_form": (acts.end, lambda: EndForm(initial={"removed_on": today})),
            "later_form": (acts.review, lambda: ActReviewForm(offered=self.reviews())),
            "cite_form": (acts.cite, lambda: CiteForm(offered=self.consultations())),
        }
        return {name: make() for name, (is_open, make) in known.items() if is_open}

    def is_told(self) -> bool:
        """Tell whether a channel told of the notice."""
        return any(one.posted_on for one in self.record.showings())

    def others(self) -> list[Actor]:
        """Return the person in his or her other capacities."""
        person = cast("Person", self.actor.person)
        kept = acting_request(self.request).capacities
        return [Actor.of(person, one) for one in kept if one.key != self.actor.key]


class NoticeDetail(NoticePage):
    """One notice: what changes or ends, where it is announced, and what can be done."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the page; of one that is disposed of what is left."""
        self.load()
        disposed_on = self.record.account.disposed_on
        if disposed_on is not None:
            return disposed_page(self, self.record, disposed_on, story_of(self.record))
        return self.page()


class NoticeSubmit(NoticePage):
    """Put a notice before the account manager."""

    done_message = "提出しました。アカウント管理者の受信箱に載ります。"

    def act(self, form: Any) -> ChangeNotice:
        """Submit what was seen."""
        return submit_notice(self.record, by=self.actor, at=self.at, seen=self.seen())


class NoticeDecide(NoticePage):
    """Decide a notice or return it, as the account manager."""

    form_class = DecideNoticeForm
    form_name = "decide_form"

    def form_arguments(self) -> dict[str, Any]:
        """Ask for the word on self-decision where it is one."""
        return super().form_arguments() | {"own": is_own(self.record, self.actor)}

    def act(self, form: forms.Form) -> ChangeNotice:
        """Answer on the content that was seen."""
        data, seen = form.cleaned_data, self.seen() or ""
        if data["move"] == "return":
            self.done_message = "差し戻しました。課の受信箱に載ります。"
            return return_notice(self.record, by=self.actor, at=self.at, seen=seen, opinion=data["opinion"])
        self.done_message = "決定しました。周知の前に、総合政策部長へ届け出てください。"
        knows = data.get("knows_own", False)
        return settle_notice(
            self.record, by=self.actor, at=self.at, seen=seen, opinion=data["opinion"], knows_own=knows
        )


class NoticeAnnounce(NoticePage):
    """Record that the notice stands in a channel."""

    form_class = AnnounceForm
    form_name = "announce_form"
    done_message = "周知を記録しました。"

    def act(self, form: forms.Form) -> ChangeNotice:
        """Record it; a page is looked at soon."""
        data = form.cleaned_data
        done = record_announcement(
            self.record,
            Channel(data["channel"]),
            by=self.actor,
            at=self.at,
            posted_on=data["posted_on"],
            url=data["url"],
        )
        transaction.on_commit(wake_worker, robust=True)
        return done


class NoticeEffect(NoticePage):
    """Record the effect."""

    form_class = EffectForm
    form_name = "effect_form"
    done_message = "実施を記録しました。台帳の内容も変わりました。"

    def act(self, form: forms.Form) -> ChangeNotice:
        """Record it."""
        return effect_notice(self.record, by=self.actor, at=self.at, **form.cleaned_data)


class NoticeReschedule(NoticePage):
    """Move the day."""

    form_class = MoveForm
    form_name = "move_form"
    done_message = "期日を変えました。"

    def form_arguments(self) -> dict[str, Any]:
        """Ask when the public was told of it only where it was told before."""
        return super().form_arguments() | {"told": self.is_told()}

    def act(self, form: forms.Form) -> ChangeNotice:
        """Move it as it was seen."""
        return reschedule_notice(self.record, by=self.actor, at=self.at, seen=self.seen() or "", **form.cleaned_data)


class NoticeCancel(NoticePage):
    """Give a notice up."""

    form_class = CancelForm
    form_name = "cancel_form"
    done_message = "中止しました。"

    def form_arguments(self) -> dict[str, Any]:
        """Ask when the public was told of it only where it was told before."""
        return super().form_arguments() | {"told": self.is_told()}

    def act(self, form: forms.Form) -> ChangeNotice:
        """Cancel."""
        return cancel_notice(self.record, by=self.actor, at=self.at, **form.cleaned_data)


class NoticeEarly(NoticePage):
    """Record that the notice is gone though it must stand."""

    form_class = EarlyForm
    form_name = "early_form"
    done_message = "記録し、関係する職に知らせました。載せ直して、周知を記録してください。"

    def act(self, form: forms.Form) -> ChangeNotice:
        """Record it."""
        data = dict(form.cleaned_data)
        return record_early_end(self.record, Channel(data.pop("channel")), by=self.actor, at=self.at, **data)


class NoticeEnd(NoticePage):
    """Record that the notice came down at the end of its time."""

    form_class = EndForm
    form_name = "end_form"
    done_message = "掲載の終わりを記録しました。"

    def act(self, form: forms.Form) -> ChangeNotice:
        """Record it."""
        data = dict(form.cleaned_data)
        return record_end(self.record, Channel(data.pop("channel")), by=self.actor, at=self.at, **data)

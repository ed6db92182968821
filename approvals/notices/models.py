"""A notice of a change or of a closure: what changes, when, how it was announced, and until when it must stand."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from django.db import models
from django_fsm import transition

from accounts.models import Account, Platform
from approvals.notices.labels import (
    KIND_CHOICES,
    PUBLISHED,
    STATE_CHOICES,
    STATE_TONES,
)
from approvals.notices.querysets import NoticeQuerySet
from approvals.notices.states import DECIDED, OPEN, TOLD, WRITABLE, Channel, NoticeKind, NoticeState
from approvals.notices.truths import TRUTHS
from core.keeping import Within
from core.records import Record, Subject, digest_of
from core.staff.models import Person
from core.state_field import StateField
from publications.posting.models import Publication
from publications.posting.states import UP

S = NoticeState
REASON_MOST = 300


class ChangeNotice(Record):
    """One notice (4-5). Of a change `name` and its neighbours are the new values, `before` the old ones as settled."""

    retention = Within("approvals.request")
    column_labels: ClassVar[Mapping[str, str]] = {"before": "変更前の内容"}

    account = models.ForeignKey(Account, models.PROTECT, related_name="notices", verbose_name="アカウント")
    kind = models.CharField("種類", max_length=8, choices=KIND_CHOICES)
    state = StateField("状態", default=S.DRAFT, choices=STATE_CHOICES)
    platform = models.ForeignKey(
        Platform, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="新しいサービス"
    )
    name = models.CharField("新しいアカウント名", max_length=80, blank=True)
    common_name = models.CharField("新しい通称", max_length=80, blank=True)
    handle = models.CharField("新しいアカウントID", max_length=80, blank=True)
    url = models.CharField("新しいURL", max_length=300, blank=True)
    reason = models.CharField("理由", max_length=REASON_MOST, blank=True)
    planned_on = models.DateField("実施の予定日", null=True, blank=True)
    deviation_reason = models.CharField("周知の期間を置けない理由", max_length=REASON_MOST, blank=True)
    consultation = models.ForeignKey(
        "approvals.Consultation",
        models.PROTECT,
        related_name="notices",
        null=True,
        blank=True,
        verbose_name="逸脱についての協議",
    )
    before = models.JSONField("変更前の内容", default=dict, blank=True)
    drafted_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="案を作った人")

    decided_by = models.ForeignKey(
        Person, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="決定者"
    )
    decided_as = models.CharField("決定した職", max_length=120, blank=True)
    decided_on = models.DateField("決定日", null=True, blank=True)
    self_decided = models.BooleanField("自己決定", default=False)
    decided_for = models.ForeignKey(
        Person, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="代決を受けた人"
    )
    opinion = models.CharField("意見", max_length=REASON_MOST, blank=True)
    seen_digest = models.CharField("見た内容", max_length=64, blank=True)

    on_account = models.ForeignKey(
        Publication, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="アカウントでの周知"
    )
    on_homepage = models.ForeignKey(
        Publication, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="市ホームページでの周知"
    )
    told_account_on = models.DateField("アカウントで周知した日", null=True, blank=True)
    told_homepage_on = models.DateField("市ホームページで周知した日", null=True, blank=True)
    announced_on = models.DateField("周知の日(遅いほう)", null=True, blank=True)
    earliest_on = models.DateField("実施できる最も早い日", null=True, blank=True)
    notice_months = models.PositiveSmallIntegerField("周知の期間(か月)", null=True, blank=True)
    keep_months = models.PositiveSmallIntegerField("掲載の期間(か月)", null=True, blank=True)
    tolerance_days = models.PositiveSmallIntegerField("許容の幅(日)", null=True, blank=True)
    effected_on = models.DateField("実施日", null=True, blank=True)
    effect_reason = models.CharField("知らせた日と違う日に実施した理由", max_length=REASON_MOST, blank=True)
    cancelled_on = models.DateField("中止した日", null=True, blank=True)
    cancel_reason = models.CharField("中止の理由", max_length=REASON_MOST, blank=True)
    completed_on = models.DateField("掲載を終えた日", null=True, blank=True)

    lock_first = ("account",)
    subject_related = ("account__platform",)
    creation = "変更・廃止の案を作った"

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = "変更・廃止"
        constraints = TRUTHS

    def __str__(self) -> str:
        return f"{self.account.title}の{self.get_kind_display()}"

    def subject(self) -> Subject:
        """Return the notice, of which the own stream holds all that was written."""
        return Subject(str(self), "", "approvals:notice_detail", self.pk, (self.stream,))

    @property
    def tone(self) -> str:
        """Return the tone of the state chip."""
        return STATE_TONES[S(self.state)]

    @property
    def is_closure(self) -> bool:
        """Tell whether the account ends."""
        return self.kind == NoticeKind.CLOSURE

    @property
    def deviates(self) -> bool:
        """Tell whether the notice departs from the period, for a reason that stays with it."""
        return bool(self.deviation_reason)

    @property
    def departs(self) -> bool:
        """Tell whether it came into effect on another day than the public was told, with a reason that stays with it.

        Of a notice that deviates the reason of the deviation says it.
        """
        return not self.deviates and self.effected_on is not None and self.effected_on != self.planned_on

    @property
    def is_told(self) -> bool:
        """Tell whether the public knew of it at some time."""
        return self.state in TOLD or self.announced_on is not None

    def showing(self, channel: Channel) -> Publication | None:
        """Return what must stand in a channel; None before the decision."""
        return self.on_account if channel == Channel.ACCOUNT else self.on_homepage

    def showings(self) -> list[Publication]:
        """Return what must stand, the account first."""
        return [one for one in (self.on_account, self.on_homepage) if one is not None]

    def told_on(self, channel: Channel) -> date | None:
        """Return the day on which a channel told of it, as the period counts it; of what stands anew the first day.

        Before both have told it, the day on which the channel's own announcement stood; None while there is none.
        """
        if self.announced_on is not None:
            return self.told_account_on if channel == Channel.ACCOUNT else self.told_homepage_on
        showing = self.showing(channel)
        return showing.posted_on if showing is not None else None

    def is_up(self, channel: Channel) -> bool:
        """Tell whether the announcement stands in a channel."""
        showing = self.showing(channel)
        return showing is not None and showing.state in UP

    def words(self) -> dict[str, Any]:
        """Return what is decided: the new values, the reason, the day, the reason of a deviation."""
        fields = ("kind", "platform_id", "name", "common_name", "handle", "url", "reason", "planned_on")
        return {name: getattr(self, name) for name in (*fields, "deviation_reason")}

    def words_digest(self) -> str:
        """Return the SHA-256 of what is decided."""
        return digest_of(self.words())

    def old_values(self) -> dict[str, str]:
        """Return the account's values by their names: as settled, before that as they are."""
        return dict(self.before) if self.before else published_of(self.account)

    def new_values(self) -> dict[str, str]:
        """Return the values after the change; of a closure the old ones."""
        if self.is_closure:
            return self.old_values()
        platform = self.platform or self.account.platform
        own = {name: str(getattr(self, name)) for name in PUBLISHED if name != "platform"}
        return {"platform": platform.name, **own}

    def changed(self) -> list[tuple[str, str, str, str]]:
        """Return name, label, old and new value of what changes."""
        old, new = self.old_values(), self.new_values()
        return [(name, label, old[name], new[name]) for name, label in PUBLISHED.items() if old[name] != new[name]]

    @transition(field="state", source=[S.DRAFT, S.RETURNED], target=S.SUBMITTED)
    def submit(self) -> None:
        """Put the notice before the account manager (提出)."""

    @transition(field="state", source=S.SUBMITTED, target=S.DRAFT)
    def pull_back(self) -> None:
        """Take the notice back while it is undecided (引戻し)."""

    @transition(field="state", source=S.SUBMITTED, target=S.RETURNED)
    def give_back(self, *, opinion: str) -> None:
        """Return it with the account manager's reason (差戻し)."""
        self.opinion = opinion

    @transition(field="state", source=S.SUBMITTED, target=S.SETTLED)
    def settle(self, *, on_account: Publication, on_homepage: Publication, **decision: Any) -> None:
        """Decide it as the account manager (決定)."""
        for name, value in decision.items():
            setattr(self, name, value)
        self.on_account, self.on_homepage = on_account, on_homepage
        self.before, self.seen_digest = published_of(self.account), self.words_digest()

    @transition(field="state", source=S.SETTLED, target=S.FILED)
    def file(self) -> None:
        """Hold that 総合政策部長 was told (届出)."""

    @transition(field="state", source=S.FILED, target=S.ANNOUNCED)
    def announce(self, **numbers: Any) -> None:
        """Hold that both channels tell it, from the later of the two days."""
        for name, value in numbers.items():
            setattr(self, name, value)

    @transition(field="state", source=list(DECIDED), target=S.EFFECTED)
    def effect(self, *, effected_on: date, effect_reason: str = "") -> None:
        """Record that it came into effect (実施), and why not on the day that the public was told."""
        self.effected_on, self.effect_reason = effected_on, effect_reason

    @transition(field="state", source=list(DECIDED), target=None)
    def reschedule(self, *, planned_on: date) -> None:
        """Move the day (期日の変更)."""
        self.planned_on = planned_on

    @transition(field="state", source=[S.FILED, S.ANNOUNCED], target=None)
    def redate(self, **numbers: Any) -> None:
        """Put right the day on which a channel told of it, and what is counted from it (周知の日の訂正)."""
        for name, value in numbers.items():
            setattr(self, name, value)

    @transition(field="state", source=list(DECIDED), target=None)
    def deviate(self, *, deviation_reason: str) -> None:
        """Say that what is decided can not wait for the period (逸脱)."""
        self.deviation_reason = deviation_reason

    @transition(field="state", source=list(OPEN), target=S.CANCELLED)
    def cancel(self, *, cancelled_on: date, cancel_reason: str) -> None:
        """Give it up before the effect (中止)."""
        self.cancelled_on, self.cancel_reason = cancelled_on, cancel_reason

    @transition(field="state", source=list(OPEN), target=S.CANCELLED)
    def lapse(self, *, cancelled_on: date, cancel_reason: str) -> None:
        """End with the account that it was to change (廃止により終了)."""
        self.cancelled_on, self.cancel_reason = cancelled_on, cancel_reason

    @transition(field="state", source=S.EFFECTED, target=S.COMPLETED)
    def complete(self, *, completed_on: date) -> None:
        """Hold that it came down everywhere (掲載終了)."""
        self.completed_on = completed_on


def published_of(account: Account) -> dict[str, str]:
    """Return what 4-4-(2) publishes of an account, by the names of `PUBLISHED`."""
    own = {name: str(getattr(account, name)) for name in PUBLISHED if name != "platform"}
    return {"platform": account.platform.name, **own}


def is_writable(notice: ChangeNotice) -> bool:
    """Tell whether the words can still be written."""
    return notice.state in WRITABLE

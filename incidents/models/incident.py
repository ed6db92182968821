"""An incident (問題): what was reported, who leads, where it stands (第7); and the counter of its numbers."""

from datetime import date, datetime
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django_fsm import transition

from accounts.models import Account
from approvals.models import ChangeNotice
from core.keeping import Permanent
from core.records import Record, Subject, Withheld
from core.staff.models import Person, Unit
from core.state_field import StateField
from incidents.states import OVER, UNDER_WAY, WORKED_ON, IncidentKind, IncidentState
from publications.imitations.models import Imitation

K, S = IncidentKind, IncidentState
PAGE = "incidents:incident_detail"
"""Where obligations and messages about an incident lead."""
LOOK = "incident_look"
"""What the trail calls a look at a leak."""
KIND_CHOICES = [
    (K.LEAK.value, "情報漏えい・漏えいの疑い"),
    (K.FLAMING.value, "炎上"),
    (K.IMPERSONATION.value, "なりすまし・模倣の疑い"),
    (K.FALSEHOOD.value, "第三者による誤った情報"),
    (K.HIJACK.value, "アカウントの乗っ取り"),
    (K.OTHER.value, "そのほか"),
]
STATE_CHOICES = [
    (S.REPORTED.value, "報告"),
    (S.ACKNOWLEDGED.value, "覚知"),
    (S.RESPONDING.value, "対応中"),
    (S.CONTAINED.value, "収束"),
    (S.CLOSED.value, "完了"),
    (S.DISMISSED.value, "該当なし"),
    (S.MERGED.value, "統合"),
]
STATE_TONES = {
    S.REPORTED: "stop",
    S.ACKNOWLEDGED: "warn",
    S.RESPONDING: "warn",
    S.CONTAINED: "ok",
    S.CLOSED: "end",
    S.DISMISSED: "end",
    S.MERGED: "end",
}
DRILL = "【訓練】"
LONGEST, REASON_MOST, TITLE_MOST = 2000, 300, 80


class Counter(models.Model):
    """The last number of a fiscal year, drills by themselves; its row is locked last of all in an act."""

    fiscal_year = models.PositiveSmallIntegerField()
    is_drill = models.BooleanField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "問題の番号"
        constraints = [models.UniqueConstraint(fields=["fiscal_year", "is_drill"], name="incident_counter_once")]

    def __str__(self) -> str:
        return f"{self.fiscal_year}: {self.last}"


class IncidentQuerySet(models.QuerySet["Incident"]):
    """Named reads of incidents."""

    def under_way(self) -> Self:
        """Keep those about which something is still done."""
        return self.filter(state__in=UNDER_WAY)

    def unacknowledged(self, at: datetime) -> Self:
        """Keep reports whose target time has passed without the offices above having been told."""
        return self.filter(state=S.REPORTED, is_drill=False, acknowledge_by__lte=at, told_late_at=None)

    def unreviewed(self, at: datetime) -> Self:
        """Keep those whose next look at the situation is past, and that nobody above was told of since."""
        waiting = Q(review_told_at=None) | Q(review_told_at__lt=models.F("review_at"))
        return self.filter(waiting, state__in=WORKED_ON, is_drill=False, review_at__lte=at)

    def suspending(self, account: Account) -> Self:
        """Keep those for which an account was suspended and not put back into operation yet."""
        return self.filter(account=account, suspended_at__isnull=False, reinstated_at=None)


def awaits_measures(incident: Any) -> bool:
    """Tell whether measures were promised by a day and are not recorded as taken."""
    return incident.measures_due_on is not None and not incident.measures_done


class Incident(Record):
    """A problem on social media, from the report to the review after it."""

    retention = Permanent("同じような問題が起きたときに、どう対応したかを読み返すためのものです。")
    creation = "問題を報告した"
    workings = frozenset({"told_late_at", "review_told_at", "sent_as"})

    number = models.CharField("番号", max_length=20, unique=True)
    is_drill = models.BooleanField("訓練", default=False)
    kind = models.CharField("種類", max_length=16, choices=KIND_CHOICES)
    account = models.ForeignKey(
        Account, models.PROTECT, related_name="incidents", null=True, blank=True, verbose_name="アカウント"
    )
    section = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="アカウントの部署"
    )
    title = models.CharField("件名", max_length=TITLE_MOST)
    words = models.TextField("何が起きたか", max_length=LONGEST, blank=True)
    post_url = models.CharField("問題の投稿などのURL", max_length=500, blank=True)
    post_text = models.TextField("問題の投稿などの文", max_length=LONGEST, blank=True)
    noticed_at = models.DateTimeField("気づいた日時")
    reported_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="報告した人")
    reported_as = models.CharField("報告した職", max_length=120)
    reported_at = models.DateTimeField("報告した日時")
    acknowledge_by = models.DateTimeField("覚知の目標")
    sent_as = models.CharField("送られた報告のハッシュ値", max_length=64, blank=True)
    """Of who reported what, as the form sent it: sent again because no answer came, it is the same report."""
    state = StateField("状態", default=S.REPORTED, choices=STATE_CHOICES)

    acknowledged_by = models.ForeignKey(
        Person, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="覚知した人"
    )
    acknowledged_as = models.CharField("覚知した職", max_length=120, blank=True)
    acknowledged_at = models.DateTimeField("覚知した日時", null=True, blank=True)
    review_at = models.DateTimeField("次の見直し", null=True, blank=True)
    told_late_at = models.DateTimeField("覚知の遅れを知らせた日時", null=True, blank=True)
    review_told_at = models.DateTimeField("見直しの遅れを知らせた日時", null=True, blank=True)
    contained_at = models.DateTimeField("収束した日時", null=True, blank=True)
    contained_words = models.TextField("どう収束したか", max_length=LONGEST, blank=True)
    causes = models.TextField("原因", max_length=LONGEST, blank=True)
    measures = models.TextField("再発を防ぐためにすること", max_length=LONGEST, blank=True)
    measures_due_on = models.DateField("終える予定の日", null=True, blank=True)
    measures_done = models.TextField("再発を防ぐためにしたこと", max_length=LONGEST, blank=True)
    closed_at = models.DateTimeField("完了した日時", null=True, blank=True)
    dismissed_for = models.CharField("該当なしとした理由", max_length=REASON_MOST, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, related_name="doubles", null=True, blank=True, verbose_name="統合した先"
    )
    ended_on = models.DateField("終えた日", null=True, blank=True)
    imitation = models.ForeignKey(
        Imitation, models.PROTECT, related_name="incidents", null=True, blank=True, verbose_name="公開の警告"
    )
    suspended_at = models.DateTimeField("アカウントを一時停止した日時", null=True, blank=True)
    reinstated_at = models.DateTimeField("アカウントを運用に戻した日時", null=True, blank=True)
    closure = models.ForeignKey(
        ChangeNotice, models.PROTECT, related_name="incidents", null=True, blank=True, verbose_name="急な廃止"
    )

    objects = IncidentQuerySet.as_manager()

    class Meta:
        verbose_name = "問題"
        constraints = [
            models.UniqueConstraint(fields=["sent_as"], condition=~Q(sent_as=""), name="incident_sent_once"),
            models.CheckConstraint(condition=Q(state__in=[s.value for s in S]), name="incident_state_known"),
            models.CheckConstraint(condition=Q(kind__in=[k.value for k in K]), name="incident_kind_known"),
            models.CheckConstraint(
                condition=Q(acknowledged_by=None, acknowledged_at=None)
                | Q(acknowledged_by__isnull=False, acknowledged_at__isnull=False),
                name="incident_acknowledged_by_and_at",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[S.ACKNOWLEDGED.value, S.RESPONDING.value, S.CONTAINED.value, S.CLOSED.value])
                | Q(acknowledged_at__isnull=False),
                name="incident_worked_on_once_acknowledged",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[S.CONTAINED.value, S.CLOSED.value])
                | Q(contained_at__isnull=False) & ~Q(contained_words=""),
                name="incident_contained_with_words",
            ),
            models.CheckConstraint(
                condition=~Q(state=S.CLOSED.value) | Q(closed_at__isnull=False) & ~Q(causes="") & ~Q(measures=""),
                name="incident_closed_with_review",
            ),
            models.CheckConstraint(
                condition=~Q(state=S.DISMISSED.value) | ~Q(dismissed_for=""), name="incident_dismissed_with_reason"
            ),
            models.CheckConstraint(
                condition=Q(state=S.MERGED.value, merged_into__isnull=False)
                | ~Q(state=S.MERGED.value) & Q(merged_into=None),
                name="incident_merged_into_another",
            ),
            models.CheckConstraint(
                condition=Q(suspended_at=None, reinstated_at=None)
                | Q(suspended_at__isnull=False, account__isnull=False, is_drill=False),
                name="incident_suspends_an_account",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in OVER], ended_on__isnull=False)
                | ~Q(state__in=[s.value for s in OVER]) & Q(ended_on=None),
                name="incident_ended_on",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "id"], name="incident_by_state"),
            models.Index(fields=["section", "id"], name="incident_by_section"),
        ]

    def __str__(self) -> str:
        return f"問題 {self.number}"

    @property
    def is_confidential(self) -> bool:
        """Tell whether the named circle alone reads it: a leak."""
        return self.kind == K.LEAK

    @property
    def withheld(self) -> Withheld | None:
        """Keep what the trail says of a leak from administrators: they are not of its circle."""
        return Withheld(LOOK, "情報漏えいの記録を見た", "incident", self.stream) if self.is_confidential else None

    @classmethod
    def all_withheld(cls) -> "IncidentQuerySet":
        """Return the leaks."""
        return cls.objects.filter(kind=K.LEAK).order_by("pk")

    @property
    def shown(self) -> str:
        """Return how lists over all chapters, messages and mails call it; of a leak the number alone."""
        return self.marked(f"問題 {self.number}" if self.is_confidential else f"{self.number} {self.title}")

    @property
    def heading(self) -> str:
        """Return how its own pages call it, for those who may read them."""
        return self.marked(self.title)

    def marked(self, words: str) -> str:
        """Return words about it that say of a drill that it is one."""
        return f"{DRILL}{words}" if self.is_drill else words

    @property
    def tone(self) -> str:
        """Return the tone of the state chip."""
        return STATE_TONES[S(self.state)]

    def suspends(self, account: Account) -> bool:
        """Tell whether an account was suspended because of it, and is not back in operation."""
        return self.account_id == account.pk and self.suspended_at is not None and self.reinstated_at is None

    def subject(self) -> Subject:
        """Return the incident under its number."""
        return Subject(self.shown, self.number, PAGE, self.pk, (self.stream,))

    @transition(field="state", source=S.REPORTED, target=S.ACKNOWLEDGED)
    def acknowledge(
        self,
        *,
        kind: str,
        acknowledged_by: Person,
        acknowledged_as: str,
        acknowledged_at: datetime,
        review_at: datetime,
    ) -> None:
        """Know of it, and say what kind of problem it is (覚知)."""
        self.kind, self.acknowledged_by, self.acknowledged_as = kind, acknowledged_by, acknowledged_as
        self.acknowledged_at, self.review_at = acknowledged_at, review_at

    @transition(field="state", source=S.ACKNOWLEDGED, target=S.RESPONDING)
    def respond(self) -> None:
        """Begin to work on it (対応中)."""

    @transition(field="state", source=WORKED_ON, target=None)
    def retype(self, *, kind: str) -> None:
        """Take it for another kind of problem than it was acknowledged as (種類の変更)."""
        self.kind = kind

    @transition(field="state", source=UNDER_WAY, target=None)
    def attribute(self, *, account: Account | None, section: Unit | None) -> None:
        """Take it for a problem of another account, or of none; nothing hangs on the former one (アカウントの訂正)."""
        self.account, self.section = account, section
        self.suspended_at, self.reinstated_at, self.closure = None, None, None

    @transition(field="state", source=WORKED_ON, target=S.CONTAINED)
    def contain(self, *, contained_words: str, contained_at: datetime) -> None:
        """Say that the problem itself is over (収束)."""
        self.contained_words, self.contained_at, self.review_at = contained_words, contained_at, None

    @transition(field="state", source=S.CONTAINED, target=S.CLOSED)
    def close(
        self, *, causes: str, measures: str, closed_at: datetime, ended_on: date, measures_due_on: date | None = None
    ) -> None:
        """End it with the review of causes and measures (完了)."""
        self.causes, self.measures, self.closed_at, self.ended_on = causes, measures, closed_at, ended_on
        self.measures_due_on = measures_due_on

    @transition(field="state", source=[S.CONTAINED, S.CLOSED], target=S.RESPONDING)
    def reopen(self, *, review_at: datetime, unlinked: str = "") -> None:
        """Take it up again: it was not over (再開); without its warning where that is another problem's by now."""
        self.imitation = None if unlinked else self.imitation
        self.review_at, self.contained_at, self.closed_at, self.ended_on = review_at, None, None, None
        self.measures_due_on, self.measures_done = None, ""

    @transition(field="state", source=S.CLOSED, target=None, conditions=[awaits_measures])
    def follow_up(self, *, measures_done: str) -> None:
        """Record that the measures were taken (再発防止の実施)."""
        self.measures_done = measures_done

    @transition(field="state", source=UNDER_WAY, target=S.DISMISSED)
    def dismiss(self, *, dismissed_for: str, ended_on: date) -> None:
        """End a false alarm (該当なし)."""
        self.dismissed_for, self.ended_on, self.review_at = dismissed_for, ended_on, None

    @transition(field="state", source=UNDER_WAY, target=S.MERGED)
    def merge(self, *, merged_into: "Incident", ended_on: date) -> None:
        """End a double: the other one goes on (統合), and where it is a leak, this is one."""
        self.kind = merged_into.kind if merged_into.is_confidential else self.kind
        self.merged_into, self.ended_on, self.review_at = merged_into, ended_on, None

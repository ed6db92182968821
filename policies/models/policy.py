"""The versions of an account's media policy: what they say, who decided them, since when they are out."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django_fsm import transition

from accounts.models import Account
from core.keeping import Within
from core.records import Record, Subject
from core.staff.models import Person
from core.state_field import StateField
from policies.models.items import PolicyItems
from policies.states import OPEN, SETTLED, PolicyState

if TYPE_CHECKING:
    from policies.models.policy_review import PolicyReview

S = PolicyState
STATE_CHOICES = [
    (S.DRAFT.value, "作成中"),
    (S.SUBMITTED.value, "決裁中"),
    (S.RETURNED.value, "差戻し"),
    (S.APPROVED.value, "決定"),
    (S.PUBLISHED.value, "掲載中"),
    (S.SUPERSEDED.value, "旧版"),
    (S.WITHDRAWN.value, "取下げ"),
]
STATE_TONES = {
    S.DRAFT: "draft",
    S.SUBMITTED: "wait",
    S.RETURNED: "warn",
    S.APPROVED: "run",
    S.PUBLISHED: "ok",
    S.SUPERSEDED: "end",
    S.WITHDRAWN: "end",
}
REASON_MOST = 300


class MediaPolicyQuerySet(models.QuerySet["MediaPolicy"]):
    """Named reads of versions."""

    def being_made(self) -> Self:
        """Keep the versions that are not decided yet."""
        return self.filter(state__in=OPEN)

    def settled(self) -> Self:
        """Keep what is decided and not replaced."""
        return self.filter(state__in=SETTLED)

    def published(self) -> Self:
        """Keep the versions that are out."""
        return self.filter(state=S.PUBLISHED)

    def newest_first(self) -> Self:
        """Order by number, the newest first."""
        return self.order_by("-number")

    def in_force_first(self) -> Self:
        """Order what is out before what only is decided, and that before the others; the newest first."""
        whens = [models.When(state=S.PUBLISHED, then=0), models.When(state=S.APPROVED, then=1)]
        return self.order_by(models.Case(*whens, default=2), "-number")

    def newest_settled(self) -> Self:
        """Keep of each account the settled version with the highest number: the one that is reviewed."""
        later = MediaPolicy.objects.settled().filter(
            account=models.OuterRef("account"), number__gt=models.OuterRef("number")
        )
        return self.settled().filter(~models.Exists(later))


class MediaPolicy(PolicyItems, Record):
    """One version of an account's policy."""

    retention = Within("approvals.request")

    account = models.ForeignKey(Account, models.PROTECT, related_name="policies", verbose_name="アカウント")
    number = models.PositiveSmallIntegerField("版", default=1)
    state = StateField("状態", default=S.DRAFT, choices=STATE_CHOICES)
    reason = models.CharField("改定の理由", max_length=REASON_MOST, blank=True)
    drafted_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True, verbose_name="案を作った人")
    opinion = models.CharField("差戻しの理由・意見", max_length=REASON_MOST, blank=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True, verbose_name="決めた人")
    decided_as = models.CharField("決めた職", max_length=120, blank=True)
    decided_on = models.DateField("決定日", null=True, blank=True)
    decided_for = models.ForeignKey(
        Person, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="代わられた人"
    )
    self_decided = models.BooleanField("自己決定", default=False)
    seen_digest = models.CharField("見た内容", max_length=64, blank=True)
    published_on = models.DateField("掲載日", null=True, blank=True)
    superseded_on = models.DateField("次の版に替わった日", null=True, blank=True)
    review_on = models.DateField("見直しの日", null=True, blank=True)
    reviewed_on = models.DateField("最後に見直した日", null=True, blank=True)
    review_note = models.CharField("見直しの結果", max_length=REASON_MOST, blank=True)

    COUNTED_FROM = ("reviewed_on", "decided_on", "published_on")
    """The days that the time to the next review may be counted from, the one that counts first."""

    lock_first = ("account",)
    locked_together = ("account_id",)
    subject_related = ("account__platform",)
    creation = "メディアポリシーの案を作った"

    beside: "Sequence[MediaPolicy] | None" = None
    """The account's other versions, where a page has read them; an act refetches its version and reads anew."""
    acted: "Sequence[PolicyReview]" = ()
    """The later reviews of what deputies did on the version, where its page has read them."""

    objects = MediaPolicyQuerySet.as_manager()

    class Meta:
        verbose_name = "メディアポリシー"
        constraints = [
            models.UniqueConstraint(fields=["account", "number"], name="policy_numbered_once"),
            models.UniqueConstraint(
                fields=["account"],
                condition=models.Q(state__in=[s.value for s in OPEN]),
                name="policy_one_being_made",
            ),
            models.UniqueConstraint(
                fields=["account"], condition=models.Q(state=S.PUBLISHED.value), name="policy_one_published"
            ),
            models.CheckConstraint(condition=models.Q(state__in=[s.value for s in S]), name="policy_state_known"),
            models.CheckConstraint(
                condition=~models.Q(state__in=["approved", "published", "superseded"]) | ~models.Q(replies=""),
                name="policy_settled_with_reply_choice",
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by=None, decided_on=None)
                | models.Q(decided_by__isnull=False, decided_on__isnull=False),
                name="policy_decided_by_and_on",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=S.PUBLISHED.value)
                | models.Q(published_on__isnull=False, review_on__isnull=False),
                name="policy_published_with_its_days",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=S.SUPERSEDED.value) | models.Q(superseded_on__isnull=False),
                name="policy_superseded_with_its_day",
            ),
        ]
        indexes = [
            models.Index(
                fields=["review_on"],
                condition=models.Q(state__in=[s.value for s in SETTLED]),
                name="policy_review_due",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account.name} 第{self.number}版"

    @property
    def tone(self) -> str:
        """Return the tone of the state chip."""
        return STATE_TONES[S(self.state)]

    @property
    def was_published(self) -> bool:
        """Tell whether citizens could read the version: then all staff may (architecture, Authority)."""
        return self.published_on is not None

    @property
    def review_occurrence(self) -> str:
        """Return what tells the obligation of the next review from others: version, and what it counts from."""
        days: list[date | None] = [getattr(self, name) for name in self.COUNTED_FROM]
        return f"{self.number}.{next((day.isoformat() for day in days if day is not None), '')}"

    def changes_another(self) -> bool:
        """Tell whether another version of the account was decided before this one; a withdrawn first one was not."""
        others = MediaPolicy.objects.filter(account=self.account_id, number__lt=self.number)
        return others.filter(state__in=(*SETTLED, S.SUPERSEDED)).exists()

    def later_on_the_way(self) -> "MediaPolicy | None":
        """Return a later version that is being made or waits for its publication, or None."""
        found = self.beside if self.beside is not None else MediaPolicy.objects.filter(account=self.account_id)
        on_the_way = (*OPEN, S.APPROVED)
        return next((one for one in found if one.number > self.number and one.state in on_the_way), None)

    def subject(self) -> Subject:
        """Return the version, of which the own stream holds all that was written."""
        title = f"{self.account.title}のメディアポリシー 第{self.number}版"
        return Subject(title, "", "policies:policy_detail", self.pk, (self.stream,))

    @transition(field="state", source=[S.DRAFT, S.RETURNED], target=S.SUBMITTED)
    def submit(self) -> None:
        """Put the first version before the deciders of its request, together with it."""

    @transition(field="state", source=S.SUBMITTED, target=S.RETURNED)
    def send_back(self) -> None:
        """Give the first version back to its section, together with its request."""

    @transition(field="state", source=S.SUBMITTED, target=S.APPROVED)
    def approve(self) -> None:
        """Settle the first version by the last decision on its request."""

    @transition(field="state", source=[S.DRAFT, S.RETURNED], target=S.SUBMITTED)
    def propose(self) -> None:
        """Put a version before the account manager (提出)."""

    @transition(field="state", source=S.SUBMITTED, target=S.DRAFT)
    def pull_back(self) -> None:
        """Take a version back before the account manager has decided (引戻し)."""

    @transition(field="state", source=[S.DRAFT, S.RETURNED], target=S.WITHDRAWN)
    def withdraw(self) -> None:
        """Give a version up (取下げ); its number stays with it."""

    @transition(field="state", source=S.SUBMITTED, target=S.RETURNED)
    def give_back(self, *, opinion: str) -> None:
        """Return a version with the account manager's reason (差戻し)."""
        self.opinion = opinion

    @transition(field="state", source=S.SUBMITTED, target=S.APPROVED)
    def settle(
        self,
        *,
        decided_by: Person,
        decided_as: str,
        decided_on: date,
        self_decided: bool,
        review_on: date,
        opinion: str,
        decided_for: Person | None = None,
    ) -> None:
        """Decide a version as the account manager (決定), or in his or her name."""
        self.decided_by, self.decided_as, self.decided_on = decided_by, decided_as, decided_on
        self.decided_for, self.self_decided = decided_for, self_decided
        self.review_on, self.opinion = review_on, opinion
        self.seen_digest = self.items_digest()  # the row is locked: this is what was decided on

    @transition(field="state", source=S.APPROVED, target=S.PUBLISHED)
    def publish(self, *, published_on: date, review_on: date) -> None:
        """Record that the version is out (掲載)."""
        self.published_on, self.review_on = published_on, review_on

    @transition(field="state", source=[S.APPROVED, S.PUBLISHED], target=S.SUPERSEDED)
    def supersede(self, *, superseded_on: date) -> None:
        """Give way to the next version."""
        self.superseded_on = superseded_on

    @transition(field="state", source=S.PUBLISHED, target=S.PUBLISHED)
    def keep(self, *, reviewed_on: date, review_on: date, review_note: str) -> None:
        """Review the version and leave it as it is (見直し・変更なし)."""
        self.reviewed_on, self.review_on, self.review_note = reviewed_on, review_on, review_note

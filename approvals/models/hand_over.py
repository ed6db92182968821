"""The sheet by which an account passes from one section to another (所管替え)."""

from datetime import date
from typing import Any, Self

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django_fsm import transition

from accounts.models import Account
from approvals.handovers.states import OPEN, HandOverState
from core.keeping import Within
from core.records import Record, Subject
from core.staff.models import Person, Unit
from core.state_field import StateField

S = HandOverState
STATE_CHOICES = [
    (S.DRAFT.value, "作成中"),
    (S.SETTLED.value, "引継ぎ待ち"),
    (S.ACCEPTED.value, "引継ぎ済"),
    (S.DECLINED.value, "引き継がず"),
    (S.WITHDRAWN.value, "取下げ"),
]
STATE_TONES = {S.DRAFT: "draft", S.SETTLED: "wait", S.ACCEPTED: "ok", S.DECLINED: "stop", S.WITHDRAWN: "end"}
LONGEST = 2000
REASON_MOST = 300


class HandOverQuerySet(models.QuerySet["HandOver"]):
    """Named reads of hand-overs."""

    def under_way(self) -> Self:
        """Keep those that are neither taken over nor ended."""
        return self.filter(state__in=OPEN)


class HandOver(Record):
    """One hand-over of one account: from whom, to whom, from which day, with what."""

    retention = Within("approvals.request")
    creation = "所管替えの引継書を作り始めた"

    account = models.ForeignKey(Account, models.PROTECT, related_name="hand_overs", verbose_name="アカウント")
    giving = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="引き渡す課")
    receiving = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="引き継ぐ課")
    planned_on = models.DateField("所管替えの予定日")
    reason = models.CharField("所管替えの理由", max_length=REASON_MOST)
    matters = models.TextField("引き継ぐ仕事と注意", max_length=LONGEST, blank=True)
    recovery = models.CharField("復旧用の連絡先", max_length=200, blank=True)
    recovery_is_city = models.BooleanField("復旧用の連絡先が市のものである", default=False)
    drafted_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="引継書を作った人")
    state = StateField("状態", default=S.DRAFT, choices=STATE_CHOICES)

    sheet = models.JSONField("引継ぎのときの状況", default=dict, blank=True, encoder=DjangoJSONEncoder)
    """What stood when the sheet was settled: open duties, people with access, pages (`approvals.handovers.sheet`)."""
    settled_by = models.ForeignKey(
        Person, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="引き渡しを決めた人"
    )
    settled_as = models.CharField("引き渡しを決めた職", max_length=120, blank=True)
    settled_on = models.DateField("引き渡しを決めた日", null=True, blank=True)
    accepted_by = models.ForeignKey(
        Person, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="引き継いだ人"
    )
    accepted_as = models.CharField("引き継いだ職", max_length=120, blank=True)
    accepted_on = models.DateField("引き継いだ日", null=True, blank=True)
    ended_for = models.CharField("引き継がない、または取り下げる理由", max_length=REASON_MOST, blank=True)
    ended_on = models.DateField("終えた日", null=True, blank=True)

    lock_first = ("account",)
    workings = frozenset({"sheet"})
    """Its page shows the sheet whole; the history below it would repeat it as JSON."""
    subject_related = ("account__platform",)

    objects = HandOverQuerySet.as_manager()

    class Meta:
        verbose_name = "所管替え"
        constraints = [
            models.UniqueConstraint(
                fields=["account"], condition=Q(state__in=[s.value for s in OPEN]), name="hand_over_one_at_a_time"
            ),
            models.CheckConstraint(condition=Q(state__in=[s.value for s in S]), name="hand_over_state_known"),
            models.CheckConstraint(condition=~Q(giving=models.F("receiving")), name="hand_over_to_another"),
            models.CheckConstraint(
                condition=Q(settled_by=None, settled_on=None)
                | Q(settled_by__isnull=False, settled_on__isnull=False, recovery_is_city=True),
                name="hand_over_settled_by_and_on",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[S.SETTLED.value, S.ACCEPTED.value, S.DECLINED.value])
                | Q(settled_on__isnull=False),
                name="hand_over_settled_first",
            ),
            models.CheckConstraint(
                condition=Q(state=S.ACCEPTED.value, accepted_by__isnull=False, accepted_on__gte=models.F("planned_on"))
                | (~Q(state=S.ACCEPTED.value) & Q(accepted_by=None, accepted_on=None)),
                name="hand_over_accepted_from_its_day",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[S.DECLINED.value, S.WITHDRAWN.value])
                | (~Q(ended_for="") & Q(ended_on__isnull=False)),
                name="hand_over_ended_for",
            ),
        ]

    def __str__(self) -> str:
        return f"所管替え:{self.account.name}"

    @property
    def tone(self) -> str:
        """Return the tone of the state chip."""
        return STATE_TONES[S(self.state)]

    def subject(self) -> Subject:
        """Return the hand-over, of which the own stream holds all that was written."""
        title = f"{self.account.title}の所管替え"
        return Subject(title, "", "approvals:hand_over_detail", self.pk, (self.stream,))

    @transition(field="state", source=S.DRAFT, target=S.SETTLED)
    def settle(self, *, settled_by: Person, settled_as: str, settled_on: date, sheet: dict[str, Any]) -> None:
        """Send the sheet to the section that receives (引き渡し)."""
        self.settled_by, self.settled_as, self.settled_on, self.sheet = settled_by, settled_as, settled_on, sheet

    @transition(field="state", source=S.SETTLED, target=S.ACCEPTED)
    def accept(self, *, accepted_by: Person, accepted_as: str, accepted_on: date) -> None:
        """Take the account over (引継ぎ)."""
        self.accepted_by, self.accepted_as, self.accepted_on = accepted_by, accepted_as, accepted_on

    @transition(field="state", source=S.SETTLED, target=S.DECLINED)
    def decline(self, *, ended_for: str, ended_on: date) -> None:
        """Leave the account where it is (引き継がず)."""
        self.ended_for, self.ended_on = ended_for, ended_on

    @transition(field="state", source=[S.DRAFT, S.SETTLED], target=S.WITHDRAWN)
    def withdraw(self, *, ended_for: str, ended_on: date) -> None:
        """Give the hand-over up before it is taken over (取下げ)."""
        self.ended_for, self.ended_on = ended_for, ended_on

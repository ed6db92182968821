"""Media policies: the items of 4-2 and the reply choice, as a document of an account."""

from typing import Any

from django.db import models
from django_fsm import FSMField, transition

from accounts.models import Account
from core.keeping import Within
from core.records import Record
from policies.rules import FIELDS, Item, missing_items
from policies.states import PolicyState, Replies

S = PolicyState
STATE_CHOICES = [
    (S.DRAFT.value, "作成中"),
    (S.SUBMITTED.value, "決裁中"),
    (S.RETURNED.value, "差戻し"),
    (S.APPROVED.value, "決定"),
]
STATE_TONES = {S.DRAFT: "draft", S.SUBMITTED: "wait", S.RETURNED: "warn", S.APPROVED: "ok"}
REPLY_CHOICES = [(Replies.NONE.value, "原則として返信しない"), (Replies.SOME.value, "返信する")]


class PolicyItems(models.Model):
    """The columns of a policy's items, shared by the policy and the request that proposes it."""

    purpose = models.TextField("① 目的", max_length=1000, blank=True)
    topics = models.TextField("③ 発信する内容", max_length=1000, blank=True)
    in_charge = models.CharField("④ 運用の担当", max_length=200, blank=True)
    frequency = models.CharField("④ 発信の頻度", max_length=200, blank=True)
    timing = models.CharField("④ 発信の時間帯", max_length=200, blank=True)
    method = models.CharField("④ 発信の方法", max_length=200, blank=True)
    opinions = models.TextField("④ ご意見・ご質問の扱い", max_length=1000, blank=True)
    replies = models.CharField("返信の有無", max_length=8, choices=REPLY_CHOICES, blank=True)
    reply_note = models.TextField("返信する場合と時期", max_length=500, blank=True)
    further = models.TextField("そのほかの項目", max_length=1000, blank=True)

    class Meta:
        abstract = True

    def items(self) -> dict[str, Any]:
        """Return the policy's items by field name."""
        return {name: getattr(self, name) for name in FIELDS}

    def missing_items(self) -> list[Item]:
        """Return the items still to be written."""
        return missing_items(self.items())


class MediaPolicy(PolicyItems, Record):
    """One version of an account's policy."""

    retention = Within("approvals.request")

    account = models.ForeignKey(Account, models.PROTECT, related_name="policies", verbose_name="アカウント")
    number = models.PositiveSmallIntegerField("版", default=1)
    state = FSMField("状態", default=S.DRAFT, choices=STATE_CHOICES, protected=True)

    lock_first = ("account",)

    class Meta:
        verbose_name = "メディアポリシー"
        constraints = [
            models.UniqueConstraint(fields=["account", "number"], name="policy_numbered_once"),
            models.CheckConstraint(condition=models.Q(state__in=[s.value for s in S]), name="policy_state_known"),
            models.CheckConstraint(
                condition=~models.Q(state="approved") | ~models.Q(replies=""), name="policy_approved_with_reply_choice"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account.name} 第{self.number}版"

    @property
    def tone(self) -> str:
        """Return the tone of the state chip."""
        return STATE_TONES[S(self.state)]

    @transition(field="state", source=[S.DRAFT, S.RETURNED], target=S.SUBMITTED)
    def submit(self) -> None:
        """Put the policy before the deciders, together with its request."""

    @transition(field="state", source=S.SUBMITTED, target=S.RETURNED)
    def send_back(self) -> None:
        """Give the policy back to its section."""

    @transition(field="state", source=S.SUBMITTED, target=S.APPROVED)
    def approve(self) -> None:
        """Settle the policy."""

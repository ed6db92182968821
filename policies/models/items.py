"""The columns of a policy's items, which the version and the request that proposes the first one share."""

from typing import Any

from django.db import models

from core.records import digest_of
from policies.rules import FIELDS, Item, missing_items
from policies.states import Replies

REPLY_CHOICES = [
    (Replies.ALL.value, "原則として返信する"),
    (Replies.SOME.value, "場合を決めて返信する"),
    (Replies.NONE.value, "原則として返信しない"),
]


class PolicyItems(models.Model):
    """The items of 4-2-(1) that a person writes, and the reply choice of 4-2-(2)."""

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

    def items_digest(self) -> str:
        """Return the SHA-256 of the items, 64 hexadecimal digits."""
        return digest_of(self.items())

    def missing_items(self) -> list[Item]:
        """Return the items still to be written."""
        return missing_items(self.items())

"""A known imitation: where it is, whom it resembles, what the public is told, what stays inside (7-3)."""

from collections.abc import Collection
from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django_fsm import transition

from accounts.models import Account, Platform
from core.keeping import Permanent
from core.records import Record, Subject
from core.state_field import StateField
from publications.imitations.states import ImitationState

S = ImitationState
STATE_CHOICES = [(S.WARNED.value, "警告中"), (S.ENDED.value, "警告終了")]
STATE_TONES = {S.WARNED: "stop", S.ENDED: "end"}
LONGEST_KEY = 400


class ImitationQuerySet(models.QuerySet["Imitation"]):
    """Named reads of imitations."""

    def warned(self) -> Self:
        """Keep those the public is warned of, the newest first."""
        return self.filter(state=S.WARNED).order_by("-pk")

    def matching(self, keys: Collection[str], named: str) -> Self:
        """Keep what stands under one of some keys, or under a handle with its sign where one is given."""
        found = Q(key__in=keys) | Q(loose_key__in=keys)
        return self.filter(found | Q(named=named) if named else found)


class Imitation(Record):
    """One account or page that seems to imitate the city's; nothing about who reported it is public."""

    retention = Permanent("同じ手口がまた現れたときに読み返す、にせのアカウントの記録です。")
    creation = "にせのアカウントとして警告した"

    platform = models.ForeignKey(
        Platform, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="サービス"
    )
    handle = models.CharField("アカウントID", max_length=80, blank=True)
    url = models.CharField("URL", max_length=300, blank=True)
    resembles = models.ForeignKey(
        Account, models.PROTECT, related_name="imitations", null=True, blank=True, verbose_name="似せた市のアカウント"
    )
    first_seen_on = models.DateField("最初に確認した日")
    words = models.CharField("公開する説明", max_length=300)
    note = models.TextField("内部のメモ", max_length=2000, blank=True)
    state = StateField("状態", default=S.WARNED, choices=STATE_CHOICES)
    reason = models.CharField("警告を終える理由", max_length=300, blank=True)
    ended_on = models.DateField("警告を終えた日", null=True, blank=True)
    key = models.CharField("照合の記号", max_length=LONGEST_KEY, blank=True, editable=False)
    loose_key = models.CharField("照合の記号(書き方を問わない)", max_length=LONGEST_KEY, blank=True, editable=False)
    named = models.CharField("照合の記号(ID)", max_length=LONGEST_KEY, blank=True, editable=False)

    subject_related = ("platform",)

    objects = ImitationQuerySet.as_manager()

    class Meta:
        verbose_name = "にせのアカウント"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=[s.value for s in S]), name="imitation_state_known"),
            models.CheckConstraint(condition=~Q(handle="") | ~Q(url=""), name="imitation_with_handle_or_url"),
            models.CheckConstraint(
                condition=Q(state=S.WARNED.value, ended_on=None, reason="")
                | (Q(state=S.ENDED.value, ended_on__isnull=False) & ~Q(reason="")),
                name="imitation_ended_with_reason",
            ),
            models.UniqueConstraint(
                fields=["key"], condition=Q(state=S.WARNED.value) & ~Q(key=""), name="imitation_warned_once"
            ),
            models.UniqueConstraint(
                fields=["loose_key"],
                condition=Q(state=S.WARNED.value) & ~Q(loose_key=""),
                name="imitation_warned_once_loosely",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "id"], name="imitation_by_state"),
            models.Index(fields=["named"], condition=~Q(named=""), name="imitation_by_name"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """Return service and handle, or the address, as lists call it."""
        shown = f"@{self.handle}" if self.handle else self.url
        return f"{self.platform.name} {shown}" if self.platform is not None else shown

    @property
    def tone(self) -> str:
        """Return the tone of the state chip."""
        return STATE_TONES[S(self.state)]

    def subject(self) -> Subject:
        """Return the imitation."""
        return Subject(self.title, "", "imitations:imitation_detail", self.pk, (self.stream,))

    @transition(field="state", source=S.WARNED, target=S.ENDED)
    def end(self, *, reason: str, ended_on: date) -> None:
        """Stop warning the public."""
        self.reason, self.ended_on = reason, ended_on

"""A call to review all policies that a change affects (4-2-(3)): who made it, why, and how far it is carried out."""

from datetime import date, datetime

from django.db import models
from django_fsm import transition

from accounts.models import Platform
from core.deadlines.models import Obligation
from core.deadlines.states import ObligationState
from core.keeping import Permanent
from core.records import Record, Subject
from core.staff.models import Person
from core.state_field import StateField
from policies.duties import REVIEW_CALLED
from policies.states import CallState, Cause

ANSWERED = (ObligationState.FULFILLED, ObligationState.WAIVED)

CAUSE_CHOICES = [
    (Cause.GUIDELINE.value, "ガイドラインの改正"),
    (Cause.SERVICE.value, "サービスの変更"),
    (Cause.SOCIETY.value, "社会の変化"),
]


STATE_CHOICES = [(CallState.STANDING.value, "求めています"), (CallState.ENDED.value, "終わりました")]


class ReviewCall(Record):
    """One call; the worker opens an obligation for each policy it affects, account by account in order of their keys.

    `carried_to` is the key of the last account that it was carried to: what a killed worker leaves goes on from there.
    """

    retention = Permanent("どの改正や変更のために見直しを求めたかを、後の版から読むためのものです。")
    creation = "メディアポリシーの見直しを求めた"
    workings = frozenset({"carried_to", "revision", "told_since", "opened", "is_carried_out"})

    cause = models.CharField("きっかけ", max_length=12, choices=CAUSE_CHOICES)
    platform = models.ForeignKey(
        Platform, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="対象のサービス"
    )
    reason = models.CharField("見直しを求める理由", max_length=300)
    due_on = models.DateField("見直しの期限")
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="求めた人")
    asked_as = models.CharField("求めた職", max_length=120)
    asked_on = models.DateField("求めた日")
    carried_to = models.PositiveBigIntegerField("届けたところ", default=0)
    revision = models.PositiveSmallIntegerField("直した回数", default=0)
    told_since = models.DateTimeField("知らせの起点", null=True, blank=True)
    """Since when people are told anew: of a correction, of the end; None while the call stands as it was made."""
    state = StateField("状態", default=CallState.STANDING, choices=STATE_CHOICES)
    ended_on = models.DateField("終えた日", null=True, blank=True)
    end_reason = models.CharField("求めを終える理由", max_length=300, blank=True)
    opened = models.PositiveIntegerField("届けた件数", default=0)
    is_carried_out = models.BooleanField("すべてに届いた", default=False)

    subject_related = ("platform",)

    class Meta:
        verbose_name = "見直しの求め"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(cause__in=[cause.value for cause in Cause]), name="review_call_cause_known"
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="review_call_has_reason"),
            models.CheckConstraint(
                condition=models.Q(state=CallState.STANDING.value, ended_on=None, end_reason="")
                | models.Q(state=CallState.ENDED.value, ended_on__isnull=False) & ~models.Q(end_reason=""),
                name="review_call_ended_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_cause_display()}による見直しの求め({self.scope})"

    @property
    def scope(self) -> str:
        """Return in words whose policies are meant."""
        return f"{self.platform.name}のアカウント" if self.platform is not None else "すべてのアカウント"

    @property
    def occurrence(self) -> str:
        """Return what tells the obligations of this call, as it stands, from those of others."""
        return self._occurrences()[-1]

    def stale_occurrences(self) -> list[str]:
        """Return what tells obligations of this call that are asked for no more: before a correction, after the end."""
        return self._occurrences() if self.state == CallState.ENDED else self._occurrences()[:-1]

    def _occurrences(self) -> list[str]:
        return [f"call{self.pk}", *(f"call{self.pk}.{number}" for number in range(1, self.revision + 1))]

    def answered(self) -> bool:
        """Tell whether anybody has answered: reviewed a policy, or was freed from it."""
        found = Obligation.objects.filter(rule=REVIEW_CALLED.rule, occurrence__in=self._occurrences())
        return found.filter(state__in=ANSWERED).exists()

    @transition(field="state", source=CallState.STANDING, target=CallState.ENDED)
    def end(self, *, end_reason: str, ended_at: datetime, ended_on: date) -> None:
        """Ask for it no more; what is open of it is taken back by the worker."""
        self.end_reason, self.ended_on, self.told_since = end_reason, ended_on, ended_at
        self.is_carried_out = False

    def subject(self) -> Subject:
        """Return the call."""
        return Subject(str(self), "", "policies:call_detail", self.pk, (self.stream,))

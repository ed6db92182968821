"""A call to review all policies that a change affects (4-2-(3)): who made it, why, and how far it is carried out."""

from django.db import models

from accounts.models import Platform
from core.keeping import Permanent
from core.records import Record, Subject
from core.staff.models import Person
from policies.states import Cause

CAUSE_CHOICES = [
    (Cause.GUIDELINE.value, "ガイドラインの改正"),
    (Cause.SERVICE.value, "サービスの変更"),
    (Cause.SOCIETY.value, "社会の変化"),
]


class ReviewCall(Record):
    """One call; the worker opens an obligation for each policy it affects, account by account in order of their keys.

    `carried_to` is the key of the last account that it was carried to: what a killed worker leaves goes on from there.
    """

    retention = Permanent("どの改正や変更のために見直しを求めたかを、後の版から読むためのものです。")
    creation = "メディアポリシーの見直しを求めた"

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
        ]

    def __str__(self) -> str:
        return f"{self.get_cause_display()}による見直しの求め({self.scope})"

    @property
    def scope(self) -> str:
        """Return in words whose policies are meant."""
        return f"{self.platform.name}のアカウント" if self.platform is not None else "すべてのアカウント"

    @property
    def occurrence(self) -> str:
        """Return what tells the obligations of this call from those of others."""
        return f"call{self.pk}"

    def subject(self) -> Subject:
        """Return the call."""
        return Subject(str(self), "", "policies:call_detail", self.pk, (self.stream,))

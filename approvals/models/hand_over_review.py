"""The principal's later review (後閲) of what a deputy did with a hand-over (代決); each act has its own."""

from django.db import models
from django_fsm import transition

from approvals.models.deputy_act import DeputyActReview
from approvals.models.hand_over import HandOver
from approvals.states import ReviewState
from core.records import Subject
from core.staff.models import Unit

S = ReviewState


class HandOverReview(DeputyActReview):
    """One act of a deputy on a hand-over."""

    creation = "所管替えの後閲が必要になった"

    hand_over = models.ForeignKey(HandOver, models.PROTECT, related_name="reviews", verbose_name="所管替え")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="代わられた長の部署")

    subject_related = ("hand_over__account__platform",)

    class Meta(DeputyActReview.Meta):
        verbose_name = "後閲(所管替え)"

    def __str__(self) -> str:
        return f"後閲:{self.hand_over}({self.what})"

    def subject(self) -> Subject:
        """Return the hand-over that the deputy acted on."""
        return self.hand_over.subject()

    @transition(field="state", source=S.AWAITING, target=S.REVIEWED)
    def confirm(self, *, note: str = "") -> None:
        """Confirm what the deputy did."""
        self.note = note

    @transition(field="state", source=S.AWAITING, target=S.OBJECTED)
    def raise_objection(self, *, note: str) -> None:
        """Object; the objection is shown with the hand-over."""
        self.note = note

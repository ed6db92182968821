"""The principal's later review (後閲) of what a deputy decided in his or her name (代決)."""

from typing import Any

from django.db import models
from django_fsm import FSMField, transition

from approvals.models.step import Step
from approvals.states import ReviewState
from core.keeping import Within
from core.records import Record, Subject
from core.staff.models import Person

S = ReviewState
STATE_CHOICES = [(S.AWAITING.value, "後閲待ち"), (S.REVIEWED.value, "後閲済"), (S.OBJECTED.value, "異議あり")]
STATE_TONES = {S.AWAITING: "wait", S.REVIEWED: "ok", S.OBJECTED: "warn"}


class LaterReview(Record):
    """One decision by a deputy, for its principal to confirm or to object to; the decision stands."""

    retention = Within("approvals.request")

    step = models.OneToOneField(Step, models.PROTECT, related_name="review", verbose_name="代決した段階")
    principal = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="代わられた人")
    deputy = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="代決者")
    state = FSMField("状態", default=S.AWAITING, choices=STATE_CHOICES, protected=True)
    note = models.CharField("意見", max_length=300, blank=True)

    subject_related = ("step__request__platform",)
    subject_prefetch = ("step__request__attachments",)

    class Meta:
        verbose_name = "後閲"
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=[s.value for s in S]), name="review_state_known"),
            models.CheckConstraint(
                condition=~models.Q(principal=models.F("deputy")), name="review_principal_differs_from_deputy"
            ),
            models.CheckConstraint(
                condition=~models.Q(state=S.OBJECTED.value) | ~models.Q(note=""), name="review_objected_with_note"
            ),
        ]

    def __str__(self) -> str:
        return f"後閲:{self.step.request.title}"

    def content(self) -> dict[str, Any]:
        """Return what a review binds: the deputy's decision with it."""
        return {**self.columns(), "decision": self.step.columns()}

    def subject(self) -> Subject:
        """Return the request that the deputy decided on."""
        return self.step.request.subject()

    @property
    def tone(self) -> str:
        """Return the tone of the state chip."""
        return STATE_TONES[S(self.state)]

    @transition(field="state", source=S.AWAITING, target=S.REVIEWED)
    def confirm(self, *, note: str = "") -> None:
        """Confirm what the deputy decided."""
        self.note = note

    @transition(field="state", source=S.AWAITING, target=S.OBJECTED)
    def raise_objection(self, *, note: str) -> None:
        """Object; the objection is shown with the decision."""
        self.note = note

"""The principal's later review (後閲) of what a deputy did with a hand-over (代決); each act has its own."""

from django.db import models
from django_fsm import FSMField, transition

from approvals.models.hand_over import REASON_MOST, HandOver
from approvals.models.review import STATE_CHOICES, STATE_TONES
from approvals.states import ReviewState
from core.keeping import Within
from core.records import Record, Subject
from core.staff.models import Person, Unit

S = ReviewState


class HandOverReview(Record):
    """One act of a deputy on a hand-over, for its principal to confirm or to object to; the act stands."""

    retention = Within("approvals.request")
    creation = "所管替えの後閲が必要になった"

    hand_over = models.ForeignKey(HandOver, models.PROTECT, related_name="reviews", verbose_name="所管替え")
    what = models.CharField("代決したこと", max_length=40)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="代わられた長の部署")
    done_on = models.DateField("代決した日")
    principal = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="代わられた人")
    deputy = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="代決者")
    state = FSMField("状態", default=S.AWAITING, choices=STATE_CHOICES, protected=True)
    note = models.CharField("意見", max_length=REASON_MOST, blank=True)

    subject_related = ("hand_over__account__platform",)

    class Meta:
        verbose_name = "後閲(所管替え)"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=[s.value for s in S]), name="hand_over_review_state_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(principal=models.F("deputy")), name="hand_over_review_of_another"
            ),
            models.CheckConstraint(
                condition=~models.Q(state=S.OBJECTED.value) | ~models.Q(note=""),
                name="hand_over_review_objected_with_note",
            ),
        ]

    def __str__(self) -> str:
        return f"後閲:{self.hand_over}({self.what})"

    def subject(self) -> Subject:
        """Return the hand-over that the deputy acted on."""
        return self.hand_over.subject()

    @property
    def tone(self) -> str:
        """Return the tone of the state chip."""
        return STATE_TONES[S(self.state)]

    @transition(field="state", source=S.AWAITING, target=S.REVIEWED)
    def confirm(self, *, note: str = "") -> None:
        """Confirm what the deputy did."""
        self.note = note

    @transition(field="state", source=S.AWAITING, target=S.OBJECTED)
    def raise_objection(self, *, note: str) -> None:
        """Object; the objection is shown with the hand-over."""
        self.note = note

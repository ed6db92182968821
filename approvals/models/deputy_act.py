"""What the later reviews (後閲) of a deputy's single acts (代決) have in common, whatever record they are about."""

from typing import ClassVar

from django.db import models
from django_fsm import FSMField

from approvals.models.review import STATE_CHOICES, STATE_TONES
from approvals.states import ReviewState
from core.keeping import Within
from core.records import Record
from core.staff.models import Person

S = ReviewState
NOTE_MOST = 300
"""Characters of what the principal says."""


class DeputyActReview(Record):
    """One act of a deputy, for its principal to confirm or to object to; the act stands.

    A subclass names the record, and has the two transitions that answer.
    """

    retention: ClassVar = Within("approvals.request")

    what = models.CharField("代決したこと", max_length=40)
    done_on = models.DateField("代決した日")
    principal = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="代わられた人")
    deputy = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="代決者")
    state = FSMField("状態", default=S.AWAITING, choices=STATE_CHOICES, protected=True)
    note = models.CharField("意見", max_length=NOTE_MOST, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=[s.value for s in S]), name="%(class)s_state_known"),
            models.CheckConstraint(
                condition=~models.Q(principal=models.F("deputy")), name="%(class)s_principal_differs_from_deputy"
            ),
            models.CheckConstraint(
                condition=~models.Q(state=S.OBJECTED.value) | ~models.Q(note=""), name="%(class)s_objected_with_note"
            ),
        ]

    @property
    def tone(self) -> str:
        """Return the tone of the state chip."""
        return STATE_TONES[S(self.state)]

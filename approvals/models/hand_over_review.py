"""The principal's later review (後閲) of what a deputy did with a hand-over (代決); each act has its own."""

from django.db import models

from approvals.models.hand_over import HandOver
from core.keeping import Within
from core.reviews.models import ActReview
from core.staff.models import Unit
from core.staff.offices import Office


class HandOverReview(ActReview):
    """One act of a deputy on a hand-over."""

    retention = Within("approvals.request")
    creation = "所管替えの後閲が必要になった"

    hand_over = models.ForeignKey(HandOver, models.PROTECT, related_name="reviews", verbose_name="所管替え")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="代わられた長の部署")

    subject_related = ("hand_over__account__platform",)

    class Meta(ActReview.Meta):
        verbose_name = "後閲(所管替え)"

    @property
    def acted_on(self) -> HandOver:
        """Return the hand-over."""
        return self.hand_over

    @property
    def held(self) -> tuple[str, Unit | None]:
        """Return the section head, of the section that gives or of the one that receives."""
        return Office.SECTION_HEAD, self.unit

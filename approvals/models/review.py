"""The principal's later review (後閲) of what a deputy decided on a request in his or her name (代決)."""

from typing import Any

from django.db import models

from approvals.models.request import Request
from approvals.models.step import Step
from core.keeping import Within
from core.reviews.models import Review
from core.staff.models import Unit


class LaterReview(Review):
    """One decision by a deputy; a step is decided once."""

    retention = Within("approvals.request")

    step = models.OneToOneField(Step, models.PROTECT, related_name="review", verbose_name="代決した段階")

    subject_related = ("step__request__platform",)
    subject_prefetch = ("step__request__attachments",)

    class Meta(Review.Meta):
        verbose_name = "後閲"

    def __str__(self) -> str:
        return f"後閲:{self.step.request.title}"

    @property
    def acted_on(self) -> Request:
        """Return the request that the deputy decided on."""
        return self.step.request

    @property
    def held(self) -> tuple[str, Unit | None]:
        """Return the office that the step asked."""
        return self.step.office, self.step.unit

    def writers(self) -> set[int]:
        """Return who wrote the request or its attachments."""
        return self.acted_on.writers()

    def content(self) -> dict[str, Any]:
        """Return what a review binds: the deputy's decision with it."""
        return {**self.columns(), "decision": self.step.columns()}

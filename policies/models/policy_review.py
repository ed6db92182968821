"""The principal's later review (後閲) of one act of a deputy on a version (代決); each act has its own."""

from django.db import models

from core.keeping import Within
from core.reviews.models import ActReview
from core.staff.models import Unit
from core.staff.offices import Office
from policies.models.policy import MediaPolicy


class PolicyReview(ActReview):
    """One act of a deputy on a version: its decision, its return, or a review after which it stays as it is."""

    retention = Within("approvals.request")
    creation = "メディアポリシーの後閲が必要になった"

    policy = models.ForeignKey(MediaPolicy, models.PROTECT, related_name="reviews", verbose_name="メディアポリシー")

    subject_related = ("policy__account__platform",)

    class Meta(ActReview.Meta):
        verbose_name = "後閲(メディアポリシー)"

    @property
    def acted_on(self) -> MediaPolicy:
        """Return the version."""
        return self.policy

    @property
    def held(self) -> tuple[str, Unit | None]:
        """Return the account manager: the head of the account's section."""
        return Office.SECTION_HEAD, self.policy.account.section

"""The principal's later review (後閲) of one act of a deputy on a notice (代決); each act has its own."""

from django.db import models

from approvals.notices.models import ChangeNotice
from core.keeping import Within
from core.reviews.models import ActReview
from core.staff.models import Unit
from core.staff.offices import Office


class NoticeReview(ActReview):
    """One act of a deputy on a notice."""

    retention = Within("approvals.request")
    creation = "後閲が必要になった"

    notice = models.ForeignKey(ChangeNotice, models.PROTECT, related_name="reviews", verbose_name="変更・廃止")

    subject_related = ("notice__account__platform",)

    class Meta(ActReview.Meta):
        verbose_name = "後閲(変更・廃止)"

    @property
    def acted_on(self) -> ChangeNotice:
        """Return the notice."""
        return self.notice

    @property
    def held(self) -> tuple[str, Unit | None]:
        """Return the head of the account's section."""
        return Office.SECTION_HEAD, self.notice.account.section

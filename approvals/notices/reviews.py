"""The principal's later review (後閲) of one act of a deputy on a notice (代決); each act has its own."""

from django.db import models
from django_fsm import transition

from approvals.models.deputy_act import DeputyActReview
from approvals.notices.models import ChangeNotice
from approvals.states import ReviewState
from core.records import Subject
from core.staff.models import Person

S = ReviewState


class NoticeReviewQuerySet(models.QuerySet["NoticeReview"]):
    """Named reads of later reviews."""

    def of(self, person: Person) -> "NoticeReviewQuerySet":
        """Keep those in which a person has a part: the principal's and the deputy's."""
        return self.filter(models.Q(principal=person) | models.Q(deputy=person))


class NoticeReview(DeputyActReview):
    """One act of a deputy on a notice."""

    creation = "後閲が必要になった"

    notice = models.ForeignKey(ChangeNotice, models.PROTECT, related_name="reviews", verbose_name="変更・廃止")

    subject_related = ("notice__account__platform",)

    objects = NoticeReviewQuerySet.as_manager()

    class Meta(DeputyActReview.Meta):
        verbose_name = "後閲(変更・廃止)"

    def __str__(self) -> str:
        return f"後閲:{self.notice}({self.what})"

    def subject(self) -> Subject:
        """Return the notice that the deputy acted on."""
        return self.notice.subject()

    @transition(field="state", source=S.AWAITING, target=S.REVIEWED)
    def confirm(self, *, note: str = "") -> None:
        """Confirm what the deputy did."""
        self.note = note

    @transition(field="state", source=S.AWAITING, target=S.OBJECTED)
    def raise_objection(self, *, note: str) -> None:
        """Object; the objection is shown with the notice."""
        self.note = note

"""The principal's later review (後閲) of one act of a deputy on a notice (代決); each act has its own."""

from django.db import models
from django_fsm import FSMField, transition

from approvals.notices.labels import REVIEW_CHOICES, REVIEW_TONES
from approvals.notices.models import REASON_MOST, ChangeNotice
from approvals.states import ReviewState
from core.keeping import Within
from core.records import Record, Subject
from core.staff.models import Person

S = ReviewState


class NoticeReviewQuerySet(models.QuerySet["NoticeReview"]):
    """Named reads of later reviews."""

    def of(self, person: Person) -> "NoticeReviewQuerySet":
        """Keep those in which a person has a part: the principal's and the deputy's."""
        return self.filter(models.Q(principal=person) | models.Q(deputy=person))


class NoticeReview(Record):
    """One act of a deputy on a notice, for its principal to confirm or to object to; the act stands."""

    retention = Within("approvals.request")

    notice = models.ForeignKey(ChangeNotice, models.PROTECT, related_name="reviews", verbose_name="変更・廃止")
    what = models.CharField("代決した操作", max_length=40)
    done_on = models.DateField("代決した日")
    principal = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="代わられた人")
    deputy = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="代決者")
    state = FSMField("状態", default=S.AWAITING, choices=REVIEW_CHOICES, protected=True)
    note = models.CharField("意見", max_length=REASON_MOST, blank=True)

    subject_related = ("notice__account__platform",)
    creation = "後閲が必要になった"

    objects = NoticeReviewQuerySet.as_manager()

    class Meta:
        verbose_name = "後閲(変更・廃止)"
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=[s.value for s in S]), name="noticereview_state_known"),
            models.CheckConstraint(
                condition=~models.Q(principal=models.F("deputy")), name="noticereview_principal_differs_from_deputy"
            ),
            models.CheckConstraint(
                condition=~models.Q(state=S.OBJECTED.value) | ~models.Q(note=""),
                name="noticereview_objected_with_note",
            ),
        ]

    def __str__(self) -> str:
        return f"後閲:{self.notice}({self.what})"

    def subject(self) -> Subject:
        """Return the notice that the deputy acted on."""
        return self.notice.subject()

    @property
    def tone(self) -> str:
        """Return the tone of the state chip."""
        return REVIEW_TONES[S(self.state)]

    @transition(field="state", source=S.AWAITING, target=S.REVIEWED)
    def confirm(self, *, note: str = "") -> None:
        """Confirm what the deputy did."""
        self.note = note

    @transition(field="state", source=S.AWAITING, target=S.OBJECTED)
    def raise_objection(self, *, note: str) -> None:
        """Object; the objection is shown with the notice."""
        self.note = note

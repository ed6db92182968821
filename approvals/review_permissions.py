"""Who reviews what a deputy decided on a request: the principal; when he or she has left, the office goes on (後閲)."""

from datetime import date

from approvals.models import LaterReview
from approvals.permissions import PERMISSION, authors_of
from core.lifecycle.actor import Actor
from core.lifecycle.reviewing import check_reviewer


def check_later_review(review: LaterReview, by: Actor, on: date) -> None:
    """Let the principal review, and who follows him or her (`core.lifecycle.reviewing`).

    Raises:
        Denied: for everybody else, the deputy and deputies of today included.
    """

    def barred() -> set[int | None]:
        return {review.deputy_id, *authors_of(review.step.request)}

    check_reviewer(review.principal, review.step.office, review.step.unit, barred, by, on, PERMISSION)

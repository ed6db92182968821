"""Who answers a later review (後閲): the principal; when he or she has left, the office goes on (ADR 0012)."""

from datetime import date

from core.lifecycle.actor import Actor
from core.lifecycle.moves import Check
from core.lifecycle.reviewing import check_reviewer
from core.reviews.models import Review


def answered_by_principal(clause: str) -> Check:
    """Return the check that lets the principal review, and who follows him or her (`core.lifecycle.reviewing`)."""

    def check_later_review(review: Review, by: Actor, on: date) -> None:
        def barred() -> set[int | None]:
            return {review.deputy_id, *review.writers()}

        office, unit = review.held
        check_reviewer(review.principal, office, unit, barred, by, on, clause)

    return check_later_review

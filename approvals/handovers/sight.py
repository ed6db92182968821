"""Who sees which hand-overs, as one condition: for querysets, and for statements that are compiled once.

The section that gives and its department; the one that receives once the sheet is settled; the directors, 副市長,
ふるさと発信課長 as far as it was settled; auditors all; and whose deputy acted on it, until that is reviewed.
"""

from django.db.models import Exists, OuterRef, Q

from approvals.models import HandOverReview
from approvals.sight import Terms
from core.reviews.states import ReviewState


def hand_overs_seen(terms: Terms) -> Q:
    """Return the condition on hand-overs that a reader sees; `terms` of what `approvals.sight.values_for` returns."""
    giving = terms.among("giving_id", "own_sections") | terms.among("giving_id", "led_sections")
    receiving = terms.among("receiving_id", "own_sections") | terms.among("receiving_id", "led_sections")
    reviews = HandOverReview.objects.filter(principal=terms.value("reader"), state=ReviewState.AWAITING)
    return (
        giving
        | Q(receiving, settled_on__isnull=False)
        | Q(terms.among("state", "hand_over_states", "text"), settled_on__isnull=False)
        | terms.among("state", "all_hand_over_states", "text")
        | Q(Exists(reviews.filter(hand_over=OuterRef("pk"))))
    )

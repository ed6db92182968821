"""The later review (後閲) of what a deputy did with a hand-over, and the moves that answer it."""

from approvals.audience import section_people
from approvals.handovers import duties
from approvals.models import HandOverReview
from core.lifecycle.act import Act
from core.reviews.asking import Asking
from core.reviews.moves import answers
from core.staff.authority import people_answering
from core.staff.models import Person
from core.staff.offices import Office

PAGE = "approvals:hand_over_review"


def sections(act: Act, review: HandOverReview) -> list[Person]:
    """Return both sections, as far as they know of the hand-over."""
    held = review.hand_over
    people = section_people(held.giving, held.drafted_by, act.on)
    if held.settled_on is not None:
        people += people_answering(Office.SECTION_HEAD, held.receiving, act.on)
    return people


ASKING = Asking(HandOverReview, duties.LATER_REVIEW, page=PAGE, told=sections)
ANSWERS = CONFIRM, OBJECT = answers(
    ASKING, confirmed="所管替えの代決を後閲した", objected="所管替えの代決に異議を記録した"
)

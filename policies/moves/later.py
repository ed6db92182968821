"""The later review (後閲) of what a deputy did on a version, and the moves that answer it."""

from core.lifecycle.act import Act
from core.reviews.asking import Asking
from core.reviews.moves import answers
from core.staff.authority import people_answering
from core.staff.models import Person
from core.staff.offices import Office
from policies import duties
from policies.models import PolicyReview


def managers(act: Act, review: PolicyReview) -> list[Person]:
    """Return who manages the account now."""
    return people_answering(Office.SECTION_HEAD, review.policy.account.section, act.on)


ASKING = Asking(PolicyReview, duties.LATER_REVIEW, told=managers)
ANSWERS = CONFIRM, OBJECT = answers(
    ASKING,
    confirmed="メディアポリシーの代決を後閲した",
    objected="メディアポリシーの代決に異議を記録した",
    formerly="policies.mediapolicy",
)

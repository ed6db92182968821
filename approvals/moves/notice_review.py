"""The later review (後閲) of what a deputy did on a notice, and the moves that answer it."""

from approvals.models import NoticeReview
from approvals.notices import duties
from core.lifecycle.act import Act
from core.reviews.asking import Asking
from core.reviews.moves import answers
from core.staff.authority import people_answering
from core.staff.models import Person
from core.staff.offices import Office


def managers(act: Act, review: NoticeReview) -> list[Person]:
    """Return who manages the account now."""
    return people_answering(Office.SECTION_HEAD, review.notice.account.section, act.on)


ASKING = Asking(NoticeReview, duties.LATER_REVIEW, told=managers)
ANSWERS = CONFIRM, OBJECT = answers(
    ASKING,
    confirmed="変更・廃止の代決を後閲した",
    objected="変更・廃止の代決に異議を記録した",
    formerly="approvals.changenotice",
)

"""The later review (後閲) of a deputy's decision on a request, and the moves that answer it."""

from approvals import duties
from approvals.models import LaterReview
from core.reviews.asking import Asking
from core.reviews.moves import answers

ASKING = Asking(LaterReview, duties.LATER_REVIEW, page="approvals:review_detail")
ANSWERS = CONFIRM, OBJECT = answers(ASKING, confirmed="後閲した", objected="後閲で異議を記録した")

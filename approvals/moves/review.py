"""The moves of a later review (後閲)."""

from collections.abc import Iterator, Mapping
from typing import Any

from approvals import duties
from approvals.models import LaterReview
from approvals.moves.words import needs_text
from approvals.review_permissions import check_later_review
from core.deadlines.duties import fulfil_duty
from core.lifecycle.act import Act
from core.lifecycle.moves import Move
from core.notifications.telling import Tell
from core.staff.authority import people_answering
from core.staff.offices import Office


def end_duty(act: Act, review: LaterReview, facts: Mapping[str, Any]) -> None:
    """End the obligation to review."""
    fulfil_duty(act, duties.LATER_REVIEW, review)


def tell_objection(act: Act, review: LaterReview, facts: Mapping[str, Any]) -> Iterator[Tell]:
    """Tell the deputy and the auditors that the principal objects."""
    people = [review.deputy, *people_answering(Office.AUDITOR, None, act.on)]
    title = f"後閲で異議がありました:{review.step.request.title}"
    yield Tell(people, title, review.note, "approvals:request_detail", review.step.request_id, topic="objection")


CONFIRM = Move(
    LaterReview.confirm,
    "後閲済とする",
    "後閲した",
    check=check_later_review,
    effects=end_duty,
    official=True,
    takes=("note",),
    tone="ok",
)
OBJECT = Move(
    LaterReview.raise_objection,
    "異議を記録する",
    "後閲で異議を記録した",
    check=check_later_review,
    examine=needs_text("note", "異議の内容を入力してください。", "第4-1-(2)"),
    effects=end_duty,
    tells=tell_objection,
    official=True,
    takes=("note",),
    tone="warn",
)

"""The later review (後閲) of what a deputy did with a hand-over: asked with each act, answered one by one."""

from collections.abc import Iterator, Mapping
from typing import Any

from approvals.audience import section_people
from approvals.handovers import duties
from approvals.handovers.permissions import CLAUSE, check_later_review
from approvals.models import HandOver, HandOverReview
from approvals.moves.words import needs_text
from core.deadlines.duties import Debtor, fulfil_duty, open_duty
from core.lifecycle.act import Act
from core.lifecycle.moves import Move
from core.notifications.telling import Tell
from core.staff.authority import people_answering
from core.staff.offices import Office

PAGE = "approvals:hand_over_review"


def ask_later_review(act: Act, hand_over: HandOver, what: str) -> None:
    """Ask the principal to look afterwards at what a deputy does; of an act in person nothing is asked.

    Args:
        what: the act, in the words of its button.
    """
    principal = act.by.on_behalf_of
    if principal is None:
        return
    done = {"what": what, "unit": act.by.unit, "done_on": act.on}
    review = act.create(HandOverReview, hand_over=hand_over, principal=principal, deputy=act.by.person, **done)
    title, link = f"代決の後閲:{hand_over.subject().title}", (PAGE, review.pk)
    open_duty(act, duties.LATER_REVIEW, review, Debtor(person=principal), title=title, note=what, link=link)
    act.tell(Tell([principal], title, f"{act.by.name}が代わって行いました({what})。", *link, topic="review"))


def end_later_review(act: Act, review: HandOverReview, facts: Mapping[str, Any]) -> None:
    """End the obligation to review."""
    fulfil_duty(act, duties.LATER_REVIEW, review)


def tell_objection(act: Act, review: HandOverReview, facts: Mapping[str, Any]) -> Iterator[Tell]:
    """Tell the deputy, both sections as far as they know of it, and the auditors that the principal objects."""
    held = review.hand_over
    people = [review.deputy, *section_people(held.giving, held.drafted_by, act.on)]
    if held.settled_on is not None:
        people += people_answering(Office.SECTION_HEAD, held.receiving, act.on)
    told = dict.fromkeys([*people, *people_answering(Office.AUDITOR, None, act.on)])
    title, body = f"後閲で異議がありました:{held.subject().title}", f"{review.what}:{review.note}"
    link = ("approvals:hand_over_detail", held.pk)
    yield Tell([one for one in told if one != act.by.person], title, body, *link, topic=f"objection:{review.pk}")


CONFIRM = Move(
    HandOverReview.confirm,
    "後閲済とする",
    "所管替えの代決を後閲した",
    check=check_later_review,
    effects=end_later_review,
    official=True,
    takes=("note",),
    tone="ok",
)
OBJECT = Move(
    HandOverReview.raise_objection,
    "異議を記録する",
    "所管替えの代決に異議を記録した",
    check=check_later_review,
    examine=needs_text("note", "異議の内容を入力してください。", CLAUSE),
    effects=end_later_review,
    tells=tell_objection,
    official=True,
    takes=("note",),
    tone="warn",
)

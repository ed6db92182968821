"""The later review (後閲) of what a deputy did on a notice: asked with each act, answered one by one."""

from collections.abc import Iterator, Mapping
from typing import Any

from approvals.moves.words import needs_text
from approvals.notices import duties
from approvals.notices.following import PAGE
from approvals.notices.models import ChangeNotice
from approvals.notices.permissions import ORDER, check_later_review
from approvals.notices.reviews import NoticeReview
from core.deadlines.duties import Debtor, fulfil_duty, open_duty
from core.lifecycle.act import Act
from core.lifecycle.moves import Move
from core.notifications.telling import Tell
from core.staff.authority import people_answering
from core.staff.offices import Office


def ask_later_review(act: Act, notice: ChangeNotice, what: str) -> None:
    """Ask the principal to look afterwards at what a deputy does; of an act in person nothing is asked.

    Args:
        what: the act, in the words of its button.
    """
    principal = act.by.on_behalf_of
    if principal is None:
        return
    review = act.create(
        NoticeReview, notice=notice, what=what, done_on=act.on, principal=principal, deputy=act.by.person
    )
    title, link = f"代決の後閲:{notice}", (PAGE, notice.pk)
    open_duty(act, duties.LATER_REVIEW, review, Debtor(person=principal), title=title, note=what, link=link)
    body = f"{act.by.name}が代わって決めました({what})。"
    act.tell(Tell([principal], title, body, *link, topic=f"review:{review.pk}"))


def end_later_review(act: Act, review: NoticeReview, facts: Mapping[str, Any]) -> None:
    """End the obligation to review."""
    fulfil_duty(act, duties.LATER_REVIEW, review)


def tell_objection(act: Act, review: NoticeReview, facts: Mapping[str, Any]) -> Iterator[Tell]:
    """Tell the deputy, the account manager and the auditors that the principal objects."""
    notice = review.notice
    managers = people_answering(Office.SECTION_HEAD, notice.account.section, act.on)
    people = [review.deputy, *managers, *people_answering(Office.AUDITOR, None, act.on)]
    told = [one for one in dict.fromkeys(people) if one != act.by.person]
    title, body = f"後閲で異議がありました:{notice}", f"{review.what}:{review.note}"
    yield Tell(told, title, body, PAGE, notice.pk, topic=f"objection:{review.pk}")


CONFIRM = Move(
    NoticeReview.confirm,
    "後閲済とする",
    "後閲した",
    check=check_later_review,
    effects=end_later_review,
    official=True,
    takes=("note",),
    tone="ok",
)
OBJECT = Move(
    NoticeReview.raise_objection,
    "異議を記録する",
    "後閲で異議を記録した",
    check=check_later_review,
    examine=needs_text("note", "異議の内容を入力してください。", ORDER),
    effects=end_later_review,
    tells=tell_objection,
    official=True,
    takes=("note",),
    tone="warn",
)

"""The two moves by which a later review (後閲) is answered, made for each kind of record."""

from collections.abc import Iterator, Mapping
from typing import Any

from core.deadlines.duties import fulfil_duty
from core.lifecycle.act import Act
from core.lifecycle.moves import Move
from core.lifecycle.needing import needs_text
from core.notifications.telling import Tell
from core.reviews.asking import Asking, page_of
from core.reviews.models import ActReview, Review
from core.reviews.permissions import answered_by_principal
from core.staff.authority import people_answering
from core.staff.offices import Office

CONFIRMED, OBJECTED = "後閲済とする", "異議を記録する"
"""The words of the two answers."""


def answers(asking: Asking, *, confirmed: str, objected: str, formerly: str = "") -> tuple[Move, Move]:
    """Return the moves by which the principal confirms and objects.

    Args:
        confirmed: what the history says of the one, and `objected` of the other.
        formerly: label of the record whose own trail tells of such answers from before they were records.
    """

    def end_duty(act: Act, review: Review, facts: Mapping[str, Any]) -> None:
        fulfil_duty(act, asking.duty, review)

    def tell_objection(act: Act, review: Review, facts: Mapping[str, Any]) -> Iterator[Tell]:
        people = [review.deputy, *asking.told(act, review), *people_answering(Office.AUDITOR, None, act.on)]
        told = [one for one in dict.fromkeys(people) if one != act.by.person]
        body = f"{review.what}:{review.note}" if isinstance(review, ActReview) else review.note
        title = f"後閲で異議がありました:{review.subject().title}"
        yield Tell(told, title, body, *page_of(review), topic=f"objection:{review.pk}")

    model, clause = asking.model, asking.duty.clause
    shared: dict[str, Any] = {"check": answered_by_principal(clause), "effects": end_duty, "official": True}
    confirm = Move(model.confirm, CONFIRMED, confirmed, takes=("note",), tone="ok", **_told_as(formerly), **shared)
    needed = needs_text("note", "異議の内容を入力してください。", clause)
    return confirm, Move(
        model.raise_objection,
        OBJECTED,
        objected,
        examine=needed,
        tells=tell_objection,
        takes=("note",),
        tone="warn",
        **_told_as(formerly),
        **shared,
    )


def _told_as(label: str) -> dict[str, Any]:
    return {"formerly": (label,)} if label else {}

"""Answering a later review (後閲) as one act."""

from datetime import datetime
from typing import TypeVar

from core.lifecycle.act import acting, perform
from core.lifecycle.actor import Actor
from core.lifecycle.errors import Conflict
from core.lifecycle.moves import Move
from core.reviews.models import Review

R = TypeVar("R", bound=Review)


def answer(
    review: R, answers: tuple[Move, Move], *, by: Actor, at: datetime, seen: str, objects: bool, note: str = ""
) -> R:
    """Confirm what a deputy did, or record an objection, on the review's own page; what was done stands.

    Args:
        answers: of `core.reviews.moves`.
        seen: the fingerprint of the review.

    Raises:
        Denied: for everybody but the principal and who follows him or her, an objection without words.
        Conflict: it is not what was seen, or answered already.
    """
    return perform(review, answers[objects], by=by, at=at, seen=seen, note=note.strip())


def answer_beside(
    review: R, answers: tuple[Move, Move], *, by: Actor, at: datetime, seen: str, objects: bool, note: str = ""
) -> R:
    """Do as `answer`, on the page of what was acted on.

    Args:
        seen: the fingerprint of what was acted on.

    Raises:
        Denied: as `answer`.
        Conflict: what was acted on is not as it was seen, or the review is answered already.
    """
    with acting(by=by, at=at) as act:
        acted_on = act.lock(review.acted_on)
        if acted_on.fingerprint() != seen:
            raise Conflict("見ていた間に内容が変わりました。今回の操作は記録していません。", acted_on, seen)
        return act.perform(review, answers[objects], note=note.strip())

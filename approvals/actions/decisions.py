"""Deciding a step, reading a circulation, reviewing a deputy's decision."""

from datetime import datetime
from typing import Any

from approvals.models import LaterReview, Step
from approvals.moves.decision import CONSENT, PERMIT
from approvals.moves.review import ANSWERS
from approvals.moves.step import READ
from approvals.states import StepKind
from core.lifecycle.act import perform
from core.lifecycle.actor import Actor, hold_authority
from core.lifecycle.collisions import one_transaction
from core.lifecycle.errors import Denied
from core.lifecycle.moves import Move
from core.reviews.acts import answer


def decide_step(
    step: Step, move: Move, *, by: Actor, at: datetime, seen: str, opinion: str = "", also_as: Actor | None = None
) -> Step:
    """Answer a step; `also_as` agrees to the next one too, when the person says so for both offices.

    Raises:
        Denied: the wrong office, an author, another person's office, or a refusal without its reason.
        Conflict: the content or the step's state is not what the person saw.
    """
    if also_as is None:
        return perform(step, move, by=by, at=at, seen=seen, **_decision(by, at, opinion))
    with one_transaction():
        hold_authority(by, also_as)
        decided = perform(step, move, by=by, at=at, seen=seen, **_decision(by, at, opinion))
        following = decided.request.steps.awaiting_decision().blocking().first()
        if following is not None:
            _require_same_person(by, also_as)
            agree = PERMIT if following.kind == StepKind.PERMIT else CONSENT
            perform(following, agree, by=also_as, at=at, seen=seen, **_decision(also_as, at, opinion))
    return decided


def _require_same_person(by: Actor, also_as: Actor) -> None:
    if by.person != also_as.person:
        raise Denied("ほかの職員の職では決められません。", "第4-1-(2)")


def _decision(by: Actor, at: datetime, opinion: str) -> dict[str, Any]:
    return {
        "decided_by": by.person,
        "decided_as": by.label,
        "decided_at": at,
        "on_behalf_of": by.on_behalf_of,
        "opinion": opinion.strip(),
    }


def read_step(step: Step, *, by: Actor, at: datetime) -> Step:
    """Note that a circulation was read (供覧)."""
    return perform(step, READ, by=by, at=at, **_decision(by, at, ""))


def review_decision(
    review: LaterReview, *, by: Actor, at: datetime, seen: str, objects: bool, note: str = ""
) -> LaterReview:
    """Answer for what a deputy decided, see `core.reviews.acts.answer`; the decision stands."""
    return answer(review, ANSWERS, by=by, at=at, seen=seen, objects=objects, note=note)

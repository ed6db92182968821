"""Later reviews (後閲) as pages show them."""

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from core.lifecycle.actor import Actor
from core.lifecycle.moves import Move
from core.reviews.models import ActReview

R = TypeVar("R", bound=ActReview)


def later_rows(reviews: Iterable[ActReview]) -> list[tuple[str, str]]:
    """Return each act of a deputy with who acted for whom, and what came of the later review."""
    return [(f"後閲({review.what})", later_words(review)) for review in reviews]


def later_words(review: ActReview) -> str:
    """Say who acted for whom, and what came of the later review."""
    words = f"{review.get_state_display()}({review.deputy.name}が{review.principal.name}に代わって決めました)"
    return f"{words}。{review.note}" if review.note else words


def later_chips(reviews: Iterable[ActReview]) -> list[tuple[str, str]]:
    """Return tone and words of where later reviews stand, each once however many stand there."""
    return list(dict.fromkeys((review.tone, review.get_state_display()) for review in reviews))


def answerable(reviews: Iterable[R], confirm: Move, actor: Actor, on: date) -> list[R]:
    """Return the acts of deputies that somebody can answer for now."""
    return [review for review in reviews if confirm.why_not(review, actor, on) is None]

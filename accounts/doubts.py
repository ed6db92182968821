"""What higher chapters know against an address or handle becoming the city's: they register here.

Asked about many at once, as an import brings them. This chapter knows none of what answers.

What is known may come to be known at the very moment at which the place becomes the city's, and neither act would see
what the other has not committed. So an act that makes places the city's calls `keep_undoubted` before it asks, and
one that enters a doubt calls `keep_from_becoming_the_citys` before it looks: one waits, and then reads the other.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from accounts.models import Platform
from core.advisory import Matter, hold_matter


@dataclass(frozen=True)
class Place:
    """Where an account is to be: a service, the handle on it, the address; one of the two may be empty."""

    service: Platform
    handle: str
    url: str


Doubt = Callable[[Sequence[Place]], Iterable[str]]
"""Returns for each place a sentence with the way on, empty where nothing is known against it."""

_registered: list[Doubt] = []


def register(doubt: Doubt) -> None:
    """Have a function asked before places become the city's; registering again changes nothing."""
    if doubt not in _registered:
        _registered.append(doubt)


def keep_undoubted() -> None:
    """Let nobody enter a doubt about any place until the act ends; others may make places the city's beside it.

    Called after the people are locked and before any record is (ADR 0022).
    """
    hold_matter(Matter.PLACES, beside_others=True)


def keep_from_becoming_the_citys() -> None:
    """Let no place become the city's until the act ends, which enters a doubt about one; called as `keep_undoubted`."""
    hold_matter(Matter.PLACES)


def doubts_about(places: Sequence[Place]) -> list[str]:
    """Return for each place the first that is known against it, in a number of queries that does not grow."""
    answers = [list(doubt(places)) for doubt in _registered]
    return [next(filter(None, told), "") for told in zip(*answers, strict=True)] if answers else [""] * len(places)

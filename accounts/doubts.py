"""What higher chapters know against an address or handle becoming the city's: they register here.

Asked about many at once, as an import brings them. This chapter knows none of what answers.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from accounts.models import Platform


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


def doubts_about(places: Sequence[Place]) -> list[str]:
    """Return for each place the first that is known against it, in a number of queries that does not grow."""
    answers = [list(doubt(places)) for doubt in _registered]
    return [next(filter(None, told), "") for told in zip(*answers, strict=True)] if answers else [""] * len(places)

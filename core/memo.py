"""What a web request or an act has read already: asked once, known until it may have changed, and no longer.

A page and an act ask the same questions again and again: who holds an office, how the units stand, who wrote a request.
The answers are kept for that request or that act alone: an act reads everything anew under its locks (ADR 0022), and a
request forgets what it knew once an act in it has ended. Tasks and commands remember nothing outside of acts.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar, cast

T = TypeVar("T")

_known: ContextVar[dict[Hashable, tuple[frozenset[str], Any]] | None] = ContextVar("known", default=None)


@contextmanager
def remembering() -> Iterator[None]:
    """Keep what `once` reads until the block ends, knowing nothing at first; opened for each web request and act.

    What a block around it knew is forgotten at the end: it may have changed.
    """
    around = _known.get()
    token = _known.set({})
    try:
        yield
    finally:
        _known.reset(token)
        if around:
            around.clear()


def once(key: Hashable, read: Callable[[], T], of: tuple[str, ...]) -> T:
    """Return what `read` gives, the same for the same key while it is remembered.

    Args:
        key: names the question, with everything the answer depends on.
        read: asks the database.
        of: labels (`app.model`, small) of the records the answer is read from: `forget` drops it by these.
    """
    known = _known.get()
    if known is None:
        return read()
    if key not in known:
        known[key] = (frozenset(of), read())
    return cast("T", known[key][1])


def tell(key: Hashable, found: object, of: tuple[str, ...]) -> None:
    """Remember an answer that was read together with something else; arguments as `once` takes them."""
    known = _known.get()
    if known is not None:
        known[key] = (frozenset(of), found)


def forget(label: str) -> None:
    """Drop what was read from records of a kind: one of them was locked just now, or written."""
    known = _known.get()
    if known:
        for key in [key for key, (of, _) in known.items() if label in of]:
            del known[key]

"""What an act has read already: asked once, known until the act locks or writes it or ends, and no longer.

An act asks the same questions again and again - who holds an office, which number the rulebook gives, who wrote a
request. The answers are kept for the act alone: another act, another request, another process reads anew.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar, cast

T = TypeVar("T")

_known: ContextVar[dict[Hashable, tuple[frozenset[str], Any]] | None] = ContextVar("known", default=None)


@contextmanager
def remembering() -> Iterator[None]:
    """Keep what `once` reads until the block ends; opened by `core.lifecycle` only. A block inside shares it."""
    if _known.get() is not None:
        yield
        return
    token = _known.set({})
    try:
        yield
    finally:
        _known.reset(token)


def once(key: Hashable, read: Callable[[], T], of: tuple[str, ...]) -> T:
    """Return what `read` gives, inside an act the same for the same key.

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


def forget(label: str) -> None:
    """Drop what was read from records of a kind: one of them was locked just now, or written."""
    known = _known.get()
    if known:
        for key in [key for key, (of, _) in known.items() if label in of]:
            del known[key]

"""Running numbers for names that must differ within a test: persons, units, handles."""

from collections import Counter
from collections.abc import Iterable

_reached: Counter[str] = Counter()


def next_number(of: str) -> int:
    """Return the next number of a kind, from 1."""
    _reached[of] += 1
    return _reached[of]


def reached() -> tuple[tuple[str, int], ...]:
    """Return how far each kind has come."""
    return tuple(sorted(_reached.items()))


def go_on_from(numbers: Iterable[tuple[str, int]]) -> None:
    """Have each kind come as far as given, and others begin."""
    _reached.clear()
    _reached.update(dict(numbers))

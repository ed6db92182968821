"""A module of which it is known which changes `check_sample` notices; see tests/services/test_mutation.py."""

from collections.abc import Callable
from dataclasses import dataclass

LIMIT = 3
NEVER_READ = 5


def allow(number: int) -> None:
    """Accept any number."""


def refuse_large(number: int) -> None:
    """Refuse what is_large."""
    if is_large(number):
        raise ValueError("大きすぎます。")


@dataclass(frozen=True)
class Rule:
    """A row of a table, as a move is."""

    label: str
    check: Callable[[int], None] = allow
    strict: bool = False


LARGE = Rule("大きさ", check=refuse_large, strict=True)


def is_large(number: int) -> bool:
    """Tell whether a number is above the limit; nothing checks the limit itself."""
    return number > LIMIT


def steps_to_zero(number: int) -> int:
    """Count down; changed, it never ends."""
    steps = 0
    while number > 0:
        number -= 1
        steps += 1
    return steps


def unused() -> int:
    """Return a number nobody asks for."""
    return 1

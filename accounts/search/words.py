"""What somebody typed, as folded words, and the condition that each of them stands in an account's text.

A pasted address is sought by its key, so that it finds its account in whatever writing; a handle with its sign is in
the text as such. Several words are "and".
"""

from collections.abc import Mapping
from typing import Any

from django.db.models import BooleanField, Expression, F, Q

from accounts.folding import fold, folded_words
from accounts.models import Platform
from accounts.rules import host_of, url_key
from accounts.search.bigrams import HoldsPairs
from core.slots import Slot

MOST_WORDS = 5
LEAST = 2
"""Characters that the longest word must have."""

Shape = tuple[bool, ...]
"""Of each word whether it is long enough for the index over pairs: all that a condition depends on."""


def sought(text: str) -> list[str]:
    """Return the words of what was typed; a repetition counts once, the sixth and further are left out."""
    typed = {fold(part): part for part in reversed(text.split())}
    return [fold(_key_of_address(typed.get(word, word))) or word for word in folded_words(text)[:MOST_WORDS]]


def _key_of_address(typed: str) -> str:
    """Return the key of a pasted address, by the service it belongs to; empty for any other word."""
    host, slash, _ = typed.partition("/")
    address = f"https://{typed}" if slash and "." in host and "://" not in typed else typed
    if "://" not in address or not host_of(address):
        return ""
    owner = Platform.objects.owning(address)
    return owner.key_of_url(address) if owner else url_key(address)


def shape_of(words: list[str]) -> Shape:
    """Return the shape of some words: other words of one shape are the same question."""
    return tuple(len(word) >= LEAST for word in words)


def values_of(words: list[str]) -> dict[str, str]:
    """Return the words as the conditions ask for them: by their places."""
    return {_name(place): word for place, word in enumerate(words)}


def _name(place: int) -> str:
    return f"word_{place}"


class Stands(Expression):
    """The condition that a word that is given when it is asked stands in the text of the index."""

    conditional = True

    def __init__(self, name: str) -> None:
        super().__init__(output_field=BooleanField())
        self.text: Any = F("text")
        self.name = name

    def get_source_expressions(self) -> list[Any]:
        """Return the column."""
        return [self.text]

    def set_source_expressions(self, exprs: Any) -> None:
        """Take the resolved column."""
        (self.text,) = exprs

    def bound(self, values: Mapping[str, Any]) -> Q:
        """Return the condition with the word put in."""
        return Q(text__contains=values[self.name])

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        """Write the condition."""
        column, given = compiler.compile(self.text)
        return f"{column} LIKE %s ESCAPE '\\'", [*given, _pattern(self.name)]

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        """Compare bytes, which of folded words in UTF-8 finds the same: `LIKE` takes five times as long there."""
        column, given = compiler.compile(self.text)
        word = Slot(self.name, "blob", lambda word, _: word.encode())
        return f"instr(CAST({column} AS blob), %s) > 0", [*given, word]


def _pattern(name: str) -> Slot:
    return Slot(name, "text", lambda word, _: f"%{_escaped(word)}%")


def _escaped(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def every_word(shape: Shape) -> Q:
    """Return the condition that every word stands in the text."""
    return Q(*(Stands(_name(place)) for place in range(len(shape))))


def every_pair(shape: Shape) -> Q:
    """Return the condition that the pairs of signs of every long word stand in the text; PostgreSQL only."""
    return Q(*(HoldsPairs(_name(place)) for place, is_long in enumerate(shape) if is_long))


def patterns(shape: Shape) -> list[Slot]:
    """Return the words as parameters of `LIKE`."""
    return [_pattern(_name(place)) for place in range(len(shape))]


def is_enough(text: str) -> bool:
    """Tell whether one of the words is long enough to search by."""
    return any(len(word) >= LEAST for word in folded_words(text))

"""What somebody typed, as folded words, and the condition that each of them stands in an account's text.

A pasted address is sought by its key, so that it finds its account in whatever writing; a handle with its sign is in
the text as such. Several words are "and".
"""

from collections.abc import Callable

from django.db.models import Q

from accounts.folding import fold, folded_words
from accounts.models import Platform
from accounts.rules import host_of, url_key
from accounts.search.bigrams import holding

MOST_WORDS = 5
LEAST = 2
"""Characters that the longest word must have."""

Word = tuple[str, ...]
"""The forms of one word, one of which must stand in the text."""


def sought(text: str) -> list[Word]:
    """Return the words of what was typed; a repetition counts once, the sixth and further are left out."""
    typed = {fold(part): part for part in reversed(text.split())}
    return [_forms(word, typed.get(word, word)) for word in folded_words(text)[:MOST_WORDS]]


def _forms(word: str, typed: str) -> Word:
    key = fold(_key_of_address(typed))
    return (key,) if key else (word,)


def _key_of_address(typed: str) -> str:
    """Return the key of a pasted address, by the service it belongs to; empty for any other word."""
    host, slash, _ = typed.partition("/")
    address = f"https://{typed}" if slash and "." in host and "://" not in typed else typed
    if "://" not in address or not host_of(address):
        return ""
    owner = Platform.objects.owning(address)
    return owner.key_of_url(address) if owner else url_key(address)


def of_words(text: str) -> Q:
    """Return the condition, on accounts, that every word stands in the text of the index."""
    return condition(sought(text), "finding__")


def condition(words: list[Word], prefix: str = "") -> Q:
    """Return the condition that every word stands in the text; `prefix` leads to the index."""
    return _every(words, lambda form: Q(**{f"{prefix}text__contains": form}))


def by_bigrams(words: list[Word]) -> Q:
    """Return the condition, on the index, that every word's pairs of signs stand in the text; PostgreSQL only."""
    return _every([word for word in words if len(min(word, key=len)) >= LEAST], holding)


def _every(words: list[Word], one: Callable[[str], Q]) -> Q:
    found = Q()
    for forms in words:
        anywhere = Q()
        for form in forms:
            anywhere |= one(form)
        found &= anywhere
    return found


def is_enough(text: str) -> bool:
    """Tell whether one of the words is long enough to search by."""
    return any(len(word) >= LEAST for word in folded_words(text))

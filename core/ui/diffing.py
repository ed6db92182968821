"""What changed between two texts, marked with ``<del>`` and ``<ins>``.

Japanese has no spaces, so kanji and kana are compared one by one and only runs of latin letters or digits count as
words; then lone characters that stayed between two changes are joined to them, and texts with little in common are
shown as replaced whole, because confetti does not read. The texts are people's input:
every piece is escaped before it is marked.
"""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Final, NamedTuple, TypedDict

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from core.ui.markup import lines

TOKEN: Final = re.compile(r"[0-9A-Za-z_]+|\s+|.", re.DOTALL)
SHORTEST_KEPT: Final = 2
LEAST_ALIKE: Final = 0.45
"""The share of the shorter text that must have stayed, so that an addition to a short text still reads as one."""
MOST_COMPARISONS: Final = 2_000_000
"""Above this many pairs of tokens whole lines are compared: the matcher takes time with the square of the length."""


class Piece(NamedTuple):
    """A stretch of tokens that stayed the same, or what stood there before and stands there now."""

    same: bool
    before: list[str]
    after: list[str]


class DiffItem(TypedDict):
    """One changed field, as ``{% diff %}`` takes it."""

    name: str
    clause: str
    before_html: SafeString
    after_html: SafeString


def word_diff(before: str, after: str) -> tuple[SafeString, SafeString]:
    """Return both texts as escaped HTML, what went in ``<del>`` and what came in ``<ins>``."""
    old, new = _tokens(before.replace("\r\n", "\n"), after.replace("\r\n", "\n"))
    pieces = _pieces(old, new)
    was = (_marked("del", piece.before, piece.same) for piece in pieces)
    now = (_marked("ins", piece.after, piece.same) for piece in pieces)
    return mark_safe("".join(was)), mark_safe("".join(now))  # noqa: S308 - each part was escaped


def diff_item(name: str, before: str, after: str, clause: str = "") -> DiffItem:
    """Return one entry for ``{% diff %}`` from the two texts of a field."""
    old, new = word_diff(before, after)
    return {"name": name, "clause": clause, "before_html": old, "after_html": new}


def _marked(tag: str, tokens: list[str], same: bool) -> SafeString:
    shown = lines("".join(tokens))
    return shown if same or not tokens else format_html("<{0}>{1}</{0}>", mark_safe(tag), shown)  # noqa: S308 - constant


def _tokens(before: str, after: str) -> tuple[list[str], list[str]]:
    old, new = TOKEN.findall(before), TOKEN.findall(after)
    if len(old) * len(new) <= MOST_COMPARISONS:
        return old, new
    return before.splitlines(keepends=True), after.splitlines(keepends=True)


def _pieces(old: list[str], new: list[str]) -> list[Piece]:
    if old == new:
        return [Piece(True, old, new)]
    pieces = _merged(list(_matched(old, new)))
    kept = sum(len(piece.before) for piece in pieces if piece.same)
    return pieces if kept >= LEAST_ALIKE * min(len(old), len(new)) else [Piece(False, old, new)]


def _matched(old: list[str], new: list[str]) -> Iterator[Piece]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for kind, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        yield Piece(kind == "equal", old[old_start:old_end], new[new_start:new_end])


def _merged(found: list[Piece]) -> list[Piece]:
    """Join neighbours that changed, and what stayed but is too short to stand alone between two changes."""
    merged: list[Piece] = []
    for place, piece in enumerate(found):
        inside = 0 < place < len(found) - 1
        changed = not piece.same or (inside and len("".join(piece.before)) < SHORTEST_KEPT)
        if changed and merged and not merged[-1].same:
            last = merged.pop()
            merged.append(Piece(False, last.before + piece.before, last.after + piece.after))
        else:
            merged.append(Piece(not changed, piece.before, piece.after))
    return merged

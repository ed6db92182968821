"""Two versions side by side: what went and what came, marked by word.

Japanese is written without spaces. A run of one script - kanji, katakana, kana, letters and digits - is taken for a
word: no dictionary is needed, and what is marked reads as one. A word that went is struck out and one that came is
underlined, and both are also said in words to those who hear the page. The texts are people's input: every piece is
escaped before it is marked.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from core.ui.diffing import DiffItem
from core.ui.markup import lines
from policies.models import MediaPolicy
from policies.rules import FURTHER, ITEMS, REPLIES, REPLY_NOTE, Item

WORD: Final = re.compile(
    r"[0-9A-Za-z_\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]+"
    r"|[々〆ヶ\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff\ufe00-\ufe0f\U000e0100-\U000e01ef]+"
    r"|[\u30a1-\u30fa\u30fc-\u30ff\uff66-\uff9f]+"
    r"|[\u3041-\u309f]+"
    r"|[^\S\n]+"
    r"|.",
    re.DOTALL,
)
"""Letters and digits of both widths; kanji with their variants; katakana; hiragana; blanks; each other sign alone."""
TOLD: Final = {"del": ("(ここから削除)", "(ここまで)"), "ins": ("(ここから追加)", "(ここまで)")}
COMPARED: Final = (*ITEMS, REPLIES, REPLY_NOTE, FURTHER)


@dataclass(frozen=True)
class Comparison:
    """What differs between two versions, and which items that are written are the same."""

    items: list[DiffItem]
    same: list[str]


def compare(older: MediaPolicy, newer: MediaPolicy) -> Comparison:
    """Compare the items of two versions, in the order of the page."""
    pairs = [(item, words_of(older, item), words_of(newer, item)) for item in COMPARED]
    changed = [_item(item, before, after) for item, before, after in pairs if before != after]
    return Comparison(changed, [item.label for item, before, after in pairs if before and before == after])


def words_of(policy: MediaPolicy, item: Item) -> str:
    """Return an item as people read it: a choice by its label."""
    if item is REPLIES:
        return str(policy.get_replies_display())
    return str(getattr(policy, item.field)).replace("\r\n", "\n")


def _item(item: Item, before: str, after: str) -> DiffItem:
    was, now = marked(before, after)
    return {"name": item.label, "clause": item.clause, "before_html": was, "after_html": now}


def words(text: str) -> list[str]:
    """Cut a text into words; joined they are the text again."""
    return WORD.findall(text)


def marked(before: str, after: str) -> tuple[SafeString, SafeString]:
    """Return both texts as escaped HTML, what went in ``<del>``, what came in ``<ins>``."""
    old, new = words(before), words(after)
    opcodes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    was = [(kind != "equal", old[start:end]) for kind, start, end, _, _ in opcodes]
    now = [(kind != "equal", new[start:end]) for kind, _, _, start, end in opcodes]
    return _joined("del", was), _joined("ins", now)


def _joined(tag: str, pieces: Sequence[tuple[bool, list[str]]]) -> SafeString:
    return mark_safe("".join(_pieces(tag, pieces)))  # noqa: S308 - each part was escaped


def _pieces(tag: str, pieces: Sequence[tuple[bool, list[str]]]) -> Iterator[SafeString]:
    begin, end = TOLD[tag]
    for changed, found in pieces:
        shown = lines("".join(found))
        if not changed or not found:
            yield shown
        else:
            yield format_html(
                '<{0}><span class="hidden-visually">{1}</span>{2}<span class="hidden-visually">{3}</span></{0}>',
                mark_safe(tag),  # noqa: S308 - a constant of this module
                begin,
                shown,
                end,
            )

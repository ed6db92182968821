"""What must stand on a page of the city homepage (4-4-(1), 4-4-(2)), and whether it does.

Texts are compared in one writing (NFKC, small letters, one kind of each dash), whatever blanks stand inside, for an
editor of web pages breaks lines as it likes. A name whose edge is a Latin letter or a figure must stand as a word of
its own, and not inside of an address: "X" is not on a page because "TAX" or "x.com" is. An account's URL counts where
it stands whole, in the text or as a link.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from publications.checking.markup import Shown

INVISIBLE = re.compile(r"[\s\u00ad\u200b-\u200f\u2060\ufeff]+")
DASHES = str.maketrans({"\u301c": "~", "\u2212": "-", "\u2014": "\u2015", "\u2016": "\u2225"})
"""Signs that Shift_JIS pages hold in another place of Unicode than UTF-8 pages do."""
LATIN, FIGURES = "a-z0-9", frozenset("abcdefghijklmnopqrstuvwxyz0123456789")
ADDRESS = re.compile(
    r"(?:[a-z][a-z0-9+.-]{0,20}://|(?:[a-z0-9-]{1,63}\.){1,9}[a-z]{2,18}\b)[a-z0-9:/?#\[\]@!$&'()*+,;=._~%-]*", re.ASCII
)
BEFORE, AFTER = r"(?<![\w/=&?%@+.#-])", r"/?(?![\w/=&?%@:+#~-])(?!\.\w)"
"""What may not touch a URL, or it is a part of another one."""


@dataclass(frozen=True)
class Wanted:
    """One thing that must stand there: its code, its label on screen, its clause, and the words or the URL."""

    code: str
    label: str
    clause: str
    text: str
    is_url: bool = False


def settled(text: str) -> str:
    """Return a text in the one writing it is compared in."""
    return INVISIBLE.sub(" ", unicodedata.normalize("NFKC", text).translate(DASHES)).lower()


def points(page: Shown, wanted: list[Wanted]) -> Mapping[str, bool]:
    """Tell of each wanted thing, by its code, whether it stands on a page; what is empty stands nowhere."""
    text, loose = settled(page.text), unicodedata.normalize("NFKC", page.text)
    words = ADDRESS.sub(" / ", text)
    return {
        one.code: bool(one.text.strip())
        and (_shows_url(one.text.strip(), loose, page.links) if one.is_url else _shows_words(one.text, text, words))
        for one in wanted
    }


def _shows_words(sought: str, text: str, words: str) -> bool:
    """Tell whether a text stands on a page; `words` is the page without addresses, for what is none itself."""
    signs, within = settled(sought).replace(" ", ""), text if "." in sought else words
    if not signs or signs not in within.replace(" ", ""):
        return False
    before = f"(?<![{LATIN}])" if signs[0] in FIGURES else ""
    after = f"(?![{LATIN}])" if signs[-1] in FIGURES else ""
    return not (before or after) or re.search(f"{before}{' ?'.join(map(re.escape, signs))}{after}", within) is not None


def _shows_url(url: str, text: str, links: list[str]) -> bool:
    bare = url.rstrip("/")
    if any(link.rstrip("/") == bare for link in links):
        return True
    return re.search(BEFORE + re.escape(bare) + AFTER, text, re.ASCII) is not None

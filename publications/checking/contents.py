"""What must stand on a page of the city homepage (4-4-(1), 4-4-(2)), and whether it does.

Texts are compared in one writing (NFKC, small letters) without any blanks, for an editor of web pages breaks lines as
it likes. An account's URL counts where it stands whole, in the text or as a link.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from publications.checking.markup import Shown

INVISIBLE = re.compile(r"[\s\u00ad\u200b-\u200f\u2060\ufeff]+")
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
    return INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).lower()


def points(page: Shown, wanted: list[Wanted]) -> Mapping[str, bool]:
    """Tell of each wanted thing, by its code, whether it stands on a page; what is empty stands nowhere."""
    dense, loose = settled("".join(page.pieces)), unicodedata.normalize("NFKC", page.text)
    return {
        one.code: bool(one.text.strip())
        and (_shows_url(one.text.strip(), loose, page.links) if one.is_url else settled(one.text) in dense)
        for one in wanted
    }


def _shows_url(url: str, text: str, links: list[str]) -> bool:
    bare = url.rstrip("/")
    if any(link.rstrip("/") == bare for link in links):
        return True
    return re.search(BEFORE + re.escape(bare) + AFTER, text, re.ASCII) is not None

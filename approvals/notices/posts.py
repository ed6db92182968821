"""How long a post may be on each service, and how the service counts; the longest text of a notice that it takes.

A post has another length than the free-text field, whose limit stands with the service in the registry. X weighs what
is written: a Japanese letter or a pictograph is two of its 280, and an address always 23, as its own open counting
rules say. The others count letters; here UTF-16 units, of which no service counts more.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from publications.texts.profile import length_of

ADDRESS = re.compile(r"(https?://)?[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+(?:[/?#][!-~]*)?")
"""What X may take for an address, with its scheme or without."""
ADDRESS_WEIGHT = 23
LIGHT = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))
"""Ranges of code points that weigh one; all others weigh two."""


def weighed(text: str) -> int:
    """Return the length of a text as X counts it; in doubt more."""
    plain = unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
    addresses = [(one.group(1) is not None, one.group()) for one in ADDRESS.finditer(plain)]
    own = sum(ADDRESS_WEIGHT if sure else max(ADDRESS_WEIGHT, len(one)) for sure, one in addresses)
    return own + sum(1 if _is_light(ord(letter)) else 2 for letter in ADDRESS.sub("", plain))


def _is_light(point: int) -> bool:
    return any(first <= point <= last for first, last in LIGHT)


@dataclass(frozen=True)
class Limit:
    """The most that a service takes in a post, how it counts, and that in words."""

    most: int
    count: Callable[[str], int]
    words: str


def _weighing(most: int) -> Limit:
    return Limit(most, weighed, f"全角の文字と絵文字は2文字、URLは{ADDRESS_WEIGHT}文字と数えます。")


def _counting(most: int) -> Limit:
    return Limit(most, length_of, "絵文字は2文字と数えます。")


LIMITS = {
    "x": _weighing(280),
    "line": _counting(500),
    "instagram": _counting(2200),
    "facebook": _counting(63206),
    "youtube": _counting(5000),
    "tiktok": _counting(2200),
}
"""By the service's code in the registry."""
UNKNOWN = _weighing(280)
"""Of a service whose length nobody has entered here: the strictest that is known."""


@dataclass(frozen=True)
class Post:
    """The text of a post on the account, its length as the service counts, its limit, and whether all is said in it."""

    text: str
    length: int
    limit: Limit
    is_whole: bool

    @property
    def leads(self) -> bool:
        """Tell whether its last line is the address of a page."""
        return self.text.rpartition("\n")[2].startswith("http")

    @property
    def fits(self) -> bool:
        """Tell whether the service takes it."""
        return self.length <= self.limit.most


def fitting(code: str, texts: Iterable[str]) -> Post:
    """Return the first of some texts, the whole one first, that a service takes; the last where it takes none.

    Args:
        code: of the service.
    """
    limit = LIMITS.get(code, UNKNOWN)
    posts = [Post(text, limit.count(text), limit, place == 0) for place, text in enumerate(texts)]
    return next((one for one in posts if one.fits), posts[-1])

"""How services count the letters of a post, and the longest text of a notice that one takes.

How long a post may be stands with the service in the registry (ADR 0041); how it counts is a rule. X weighs what is
written: a Japanese letter or a pictograph is two of its length, and an address always 23, as its own open counting
rules say. The others count letters; here UTF-16 units, of which no service counts more.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from accounts.models import Platform
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
    """The most that a service takes in a post, how it counts, that in words, and whether anybody entered it."""

    most: int
    count: Callable[[str], int]
    words: str
    is_known: bool = True


WEIGHING = frozenset({"x"})
"""By their codes the services that weigh what is written."""
WEIGHED = f"全角の文字と絵文字は2文字、URLは{ADDRESS_WEIGHT}文字と数えます。"
UNKNOWN = Limit(280, weighed, WEIGHED, is_known=False)
"""Of a service whose length nobody has entered: the strictest that is in use."""


def limit_of(service: Platform) -> Limit:
    """Return how long a post on a service may be, as it counts; the strictest where that is not known."""
    if service.post_limit is None:
        return UNKNOWN
    if service.code in WEIGHING:
        return Limit(service.post_limit, weighed, WEIGHED)
    return Limit(service.post_limit, length_of, "絵文字は2文字と数えます。")


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


def fitting(service: Platform, texts: Iterable[str]) -> Post:
    """Return the first of some texts, the whole one first, that a service takes; the last where it takes none."""
    limit = limit_of(service)
    posts = [Post(text, limit.count(text), limit, place == 0) for place, text in enumerate(texts)]
    return next((one for one in posts if one.fits), posts[-1])

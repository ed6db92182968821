"""What accounts' pages look like on the best-known services: whose handle an address carries, and what is no account.

Commonly known facts, by host, so that they hold under whatever name a service is registered. Paths are compared as
`accounts.rules.url_key` writes them: lower case, decoded, without a slash at the end.
"""

import re
from dataclasses import dataclass

ANY_SITE = ("about", "explore", "help", "home", "login", "logout", "search", "settings", "share", "signup", "terms")
"""First parts of addresses that services keep for themselves."""


@dataclass(frozen=True)
class Shape:
    """The addresses of one service's account pages."""

    hosts: frozenset[str]
    example: str
    """The page of an account, as refusals show it."""
    page: re.Pattern[str]
    """A path that carries a handle."""
    others: re.Pattern[str]
    """A path that is an account's and carries no handle."""
    numbered: re.Pattern[str]
    """A path with the parameter that names the account by a number."""
    reserved: frozenset[str]
    """First parts that are no account's."""
    ignored: str = ""
    """Signs that make no difference in a handle."""

    def handle_of(self, path: str) -> str:
        """Return the handle that a path carries, or an empty text."""
        found = self.page.fullmatch(path)
        return "" if found is None or self._is_reserved(path) else self.same(found["handle"])

    def is_account(self, path: str, parameters: str = "") -> bool:
        """Tell whether a path is an account's page; `parameters` is empty or begins with `?`."""
        named = not self._is_reserved(path) and bool(self.page.fullmatch(path) or self.others.fullmatch(path))
        return named or self.numbered.fullmatch(path + parameters) is not None

    def path_of(self, handle: str) -> str:
        """Return the one path under which an account with a handle is found."""
        return f"/{'@' if '@' in self.example else ''}{handle}"

    def same(self, handle: str) -> str:
        """Return a handle without what makes no difference on this service."""
        return handle.replace(self.ignored, "") if self.ignored else handle

    def _is_reserved(self, path: str) -> bool:
        first = path.split("/")[1] if "/" in path else ""
        return path.count("/") == 1 and (first in self.reserved or first.endswith(".php"))


NEVER = "(?!)"


def _shape(
    hosts: str,
    example: str,
    page: str,
    others: str = NEVER,
    *,
    numbered: str = NEVER,
    reserved: str = "",
    ignored: str = "",
) -> Shape:
    kept = frozenset({*ANY_SITE, *reserved.split()})
    patterns = (re.compile(page), re.compile(others), re.compile(numbered))
    return Shape(frozenset(hosts.split()), example, *patterns, kept, ignored)


SHAPES = (
    _shape(
        "x.com twitter.com",
        "https://x.com/アカウントID",
        r"/@?(?P<handle>[^/@]+)",
        reserved="i intent notifications messages compose hashtag tos privacy download jobs account oauth status "
        "statuses bookmarks lists communities following followers who_to_follow widgets search-advanced",
    ),
    _shape(
        "instagram.com",
        "https://www.instagram.com/アカウントID",
        r"/(?P<handle>[^/@]+)",
        reserved="p reel reels stories accounts direct developer legal tv web graphql api _u tags",
    ),
    _shape(
        "facebook.com fb.com",
        "https://www.facebook.com/アカウントID",
        r"/(?:pg/)?(?P<handle>[a-z0-9.]*[a-z.][a-z0-9.]*)",
        r"/(?:pages|people|groups|p)/.+|/[^/@]+",
        numbered=r"/profile\.php\?id=\d+",
        reserved="pages people groups p pg watch events marketplace gaming photo photos videos story sharer policies "
        "privacy notifications messages hashtag reel reels stories dialog plugins ads business friends bookmarks",
        ignored=".",
    ),
    _shape(
        "tiktok.com",
        "https://www.tiktok.com/@アカウントID",
        r"/@(?P<handle>[^/@]+)",
    ),
    _shape(
        "youtube.com",
        "https://www.youtube.com/@アカウントID",
        r"/@(?P<handle>[^/@]+)",
        r"/(?:channel|c|user)/[^/]+|/[^/@]+",
        reserved="watch shorts playlist feed results hashtag live embed gaming premium channel channels c user account "
        "post clip ads t upload trending",
    ),
    _shape(
        "note.com",
        "https://note.com/アカウントID",
        r"/(?P<handle>[^/@]+)",
        reserved="n m notes topic topics hashtag magazines membership recommend dashboard sitesettings contests",
    ),
)


def shape_of(host: str) -> Shape | None:
    """Return the shape of a service's addresses by its host, without `www.` and the like; None when unknown."""
    return next((shape for shape in SHAPES if host in shape.hosts), None)


def shape_above(host: str) -> Shape | None:
    """Return the shape of the service a host lies under (`help.x.com`), or None."""
    return next((shape for shape in SHAPES if any(host.endswith(f".{known}") for known in shape.hosts)), None)

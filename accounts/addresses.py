"""What accounts' pages look like on the best-known services: whose handle an address carries, and what is no account.

Commonly known facts, by host, so that they hold under whatever name a service is registered. Paths are compared as
`accounts.rules.url_key` writes them: lower case, decoded, without a slash at the end.
"""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

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
    alphabet: re.Pattern[str] = re.compile(r"\S+")
    """What a handle is made of on this service, without a leading `@`."""
    letters: str = ""
    """The same in words."""
    tabs: re.Pattern[str] = re.compile("(?!)")
    """The end of a path that is a part of an account's page, such as its videos."""
    key_host: str = ""
    """The host that stands for this one in keys, where a service has two kinds of pages for one account."""

    def handle_of(self, path: str) -> str:
        """Return the handle that a path carries, or an empty text."""
        found = self.page.fullmatch(path)
        return "" if found is None or self._is_reserved(path) else self.same(found["handle"])

    def is_account(self, path: str, parameters: str = "") -> bool:
        """Tell whether a path is an account's page; `parameters` is empty or begins with `?`."""
        named = not self._is_reserved(path) and bool(self.page.fullmatch(path) or self.others.fullmatch(path))
        return named or self.numbered.fullmatch(path + parameters) is not None

    def number_of(self, path: str, parameters: str = "") -> str:
        """Return the number that names the account instead of a handle, or an empty text."""
        found = self.numbered.fullmatch(path + parameters)
        return next(filter(None, found.groups()), "") if found else ""

    def path_of(self, handle: str) -> str:
        """Return the one path under which an account with a handle is found."""
        return urlsplit(self.address_of(handle).lower()).path

    def address_of(self, handle: str) -> str:
        """Return the address of the account with a handle, as the service writes it."""
        return self.example.replace(PLACEHOLDER, handle)

    def same(self, handle: str) -> str:
        """Return a handle without what makes no difference on this service."""
        return handle.replace(self.ignored, "") if self.ignored else handle

    def _is_reserved(self, path: str) -> bool:
        first = path.split("/")[1] if "/" in path else ""
        return path.count("/") == 1 and (first in self.reserved or first.endswith(".php"))


NEVER = "(?!)"
PLACEHOLDER = "アカウントID"
"""Stands for the handle in an example."""


def _shape(
    hosts: str,
    example: str,
    page: str,
    others: str = NEVER,
    *,
    alphabet: str,
    letters: str,
    numbered: str = NEVER,
    reserved: str = "",
    ignored: str = "",
    tabs: str = NEVER,
    key_host: str = "",
) -> Shape:
    kept = frozenset({*ANY_SITE, *reserved.split()})
    carrying, other, number = (re.compile(pattern, re.IGNORECASE) for pattern in (page, others, numbered))
    end = re.compile(rf"(?<=[^/])/(?:{tabs})/*\Z", re.IGNORECASE)
    known = re.compile(alphabet, re.IGNORECASE)
    names = frozenset(hosts.split())
    return Shape(names, example, carrying, other, number, kept, ignored, known, letters, end, key_host)


SHAPES = (
    _shape(
        "x.com twitter.com",
        "https://x.com/アカウントID",
        r"/@?(?P<handle>[^/@]+)",
        alphabet=r"[a-z0-9_]{1,15}",
        letters="半角の英数字と「_」で15文字まで",
        tabs="with_replies|media|likes|highlights|articles|followers|following|lists|superfollows",
        reserved="i intent notifications messages compose hashtag tos privacy download jobs account oauth status "
        "statuses bookmarks lists communities following followers who_to_follow widgets search-advanced",
    ),
    _shape(
        "instagram.com",
        "https://www.instagram.com/アカウントID",
        r"/(?P<handle>[^/@]+)",
        alphabet=r"[a-z0-9_.]{1,30}",
        letters="半角の英数字と「_」「.」で30文字まで",
        tabs="reels|tagged|channel|feed",
        reserved="p reel reels stories accounts direct developer legal tv web graphql api _u tags",
    ),
    _shape(
        "facebook.com fb.com",
        "https://www.facebook.com/アカウントID",
        r"/(?:pg/)?(?P<handle>[a-z0-9.]*[a-z.][a-z0-9.]*)",
        r"/groups/[^/]+",
        alphabet=r"[a-z0-9.]{5,50}",
        letters="半角の英数字と「.」で5文字以上",
        tabs="about|about_details|community|events|live|photos|posts|reviews|services|timeline|videos|reels",
        numbered=r"/profile\.php\?id=(\d+)|/people/[^/]+/(\d+)|/pages/(?:category/[^/]+/)?[^/]+/(\d{5,})"
        r"|/(?:pages/(?:category/)?(?:[^/]+/)?|p/)?[^/]+-(\d{5,})|/(\d{5,})",
        reserved="pages people groups p pg watch events marketplace gaming photo photos videos story sharer policies "
        "privacy notifications messages hashtag reel reels stories dialog plugins ads business friends bookmarks",
        ignored=".",
    ),
    _shape(
        "tiktok.com",
        "https://www.tiktok.com/@アカウントID",
        r"/@(?P<handle>[^/@]+)",
        alphabet=r"[a-z0-9_.]{2,24}",
        letters="半角の英数字と「_」「.」で2文字から24文字まで",
    ),
    _shape(
        "youtube.com",
        "https://www.youtube.com/@アカウントID",
        r"/@(?P<handle>[^/@]+)",
        r"/channel/uc[\w-]{22}|/(?:c|user)/[^/]+|/[^/@]+",
        alphabet=r"[\w.·-]{3,30}",
        letters="文字、数字と「_」「-」「.」で3文字から30文字まで",
        tabs="featured|videos|shorts|streams|live|playlists|community|posts|channels|about|search|releases|podcasts|store",
        reserved="watch shorts playlist feed results hashtag live embed gaming premium channel channels c user account "
        "post clip ads t upload trending",
    ),
    _shape(
        "line.me",
        "https://line.me/R/ti/p/@アカウントID",
        r"/(?:r/)?ti/p/@(?P<handle>[^/@]+)",
        alphabet=r"[a-z0-9._-]{1,30}",
        letters="半角の英数字と「.」「_」「-」",
    ),
    _shape(
        "page.line.me",
        "https://line.me/R/ti/p/@アカウントID",
        r"/@?(?P<handle>[^/@]+)",
        alphabet=r"[a-z0-9._-]{1,30}",
        letters="半角の英数字と「.」「_」「-」",
        key_host="line.me",
    ),
    _shape(
        "note.com",
        "https://note.com/アカウントID",
        r"/(?P<handle>[^/@]+)",
        alphabet=r"[a-z0-9_-]{1,32}",
        letters="半角の英数字と「_」「-」",
        tabs="all|magazines|info|likes|followings|followers",
        reserved="n m notes topic topics hashtag magazines membership recommend dashboard sitesettings contests",
    ),
)


def shape_of(host: str) -> Shape | None:
    """Return the shape of a service's addresses by its host, without `www.` and the like; None when unknown."""
    return next((shape for shape in SHAPES if host in shape.hosts), None)


def shape_above(host: str) -> Shape | None:
    """Return the shape of the service a host lies under (`help.x.com`), or None."""
    return next((shape for shape in SHAPES if any(host.endswith(f".{known}") for known in shape.hosts)), None)

"""Recognising an account by its address or handle, and telling a shortener from an address (4-4-(4))."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from urllib.parse import SplitResult, parse_qs, unquote, urlencode, urlsplit

from accounts.addresses import shape_above, shape_of

SHORTENERS = frozenset(
    {
        "bit.ly", "j.mp", "t.co", "tinyurl.com", "ow.ly", "is.gd", "v.gd", "buff.ly", "goo.gl", "lnkd.in", "x.gd",
        "ux.nu", "qr.paps.jp", "00m.in", "onl.sc", "onl.la", "onl.tw", "onl.bz", "cutt.ly", "rebrand.ly", "t.ly",
        "amzn.to", "amzn.asia", "dlvr.it", "ift.tt", "s.id", "rb.gy", "shorturl.at", "urx.space", "urx2.nu", "urx3.nu",
        "p.tl", "nav.cx", "tiny.cc", "bl.ink", "short.gy", "g.co", "lnk.to", "linktr.ee", "lit.link",
    }
)  # fmt: skip
"""Hosts that forward to another address, as does all below them; a service's own are allowed for that service."""

MOBILE = re.compile(r"^(?:(?:www|m|mobile|[a-z]{2}-[a-z]{2}|touch|mbasic)\.)+(?=[^.]+\.)")
"""Prefixes of one and the same address; at least two labels stay, so that `m.me` is itself."""
HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+")
"""Browsers read a backslash in a host as a slash, so anything else than labels and dots may lead elsewhere."""
KEPT_PARAMETERS = ("id", "list", "channel")
LONGEST = 300
LONGEST_HANDLE = 80
SHAPE = "URLの形を確かめてください。https:// から始まる形で入力してください。"


def problem_with_url(text: str, hosts: Iterable[str], short_hosts: Iterable[str]) -> str:
    """Return why an address can not be an account's, as a sentence with the way on; empty when it can.

    Args:
        text: the address as typed.
        hosts: the service's host names; none means that any host will do.
        short_hosts: the service's own short hosts, which are allowed.
    """
    try:
        parts = urlsplit(text.strip())
        host, port = _bare_host(parts.hostname or ""), parts.port
    except ValueError:
        return SHAPE
    if parts.scheme not in {"http", "https"} or "." not in host or len(text) > LONGEST:
        return "https:// から始まるURLを入力してください。"
    if parts.username is not None or port not in {None, 80, 443}:
        return "URLに「@」の付いた宛先や番号を含めず、アカウントのページのURLをそのまま入力してください。"
    if not HOST.fullmatch(host):
        return SHAPE
    own, short = frozenset(hosts), frozenset(short_hosts)
    return _problem_with_host(host, own, short) or _problem_with_page(host, parts, own, short)


def _problem_with_host(host: str, hosts: frozenset[str], short_hosts: frozenset[str]) -> str:
    if host in short_hosts or belongs(host, hosts):
        return ""
    if belongs(host, SHORTENERS):
        return "短縮URLは使えません。転送先の長いURLをそのまま入力してください。"
    if hosts:
        return f"このサービスのURLではありません。{'、'.join(sorted(hosts))} のURLを入力してください。"
    return ""


def _problem_with_page(host: str, parts: SplitResult, hosts: frozenset[str], short_hosts: frozenset[str]) -> str:
    """Refuse what belongs to the service and is no account's: its front page, a search, a post, its help."""
    path, listed = _path_of(parts), host in hosts | short_hosts
    if listed and not path.strip("/"):
        return f"アカウントを示す部分がありません。{host}/ の後ろも省略せずに入力してください。"
    shape = shape_of(host) or (None if listed else shape_above(host))
    if shape is None or (host in shape.hosts and shape.is_account(path, _kept_of(parts))):
        return ""
    return f"アカウントのページのURLではありません。{shape.example} の形で入力してください。"


def problem_with_handle(handle: str, url: str) -> str:
    """Return why a handle can not be that of the account at an address, as a sentence; empty when it can.

    Only what the address itself shows is compared, on services whose addresses carry the handle.
    """
    carried, shape = handle_in(url), shape_of(host_of(url))
    given = shape.same(handle_key(handle)) if shape else ""
    if not carried or not given or carried == given:
        return ""
    return f"URLにあるアカウントID「{carried}」と違います。取得したとおりになるように、どちらかを直してください。"


def handle_in(url: str) -> str:
    """Return the key of the handle that an address carries; empty where it carries none."""
    shape = shape_of(host_of(url))
    return handle_key(shape.handle_of(_path_of(urlsplit(url.strip())))) if shape else ""


def belongs(host: str, hosts: Iterable[str]) -> bool:
    """Tell whether a host is one of some hosts or lies below one of them."""
    return any(host == known or host.endswith(f".{known}") for known in hosts)


def host_of(text: str) -> str:
    """Return the host of an address without `www.` and the like; empty when there is none."""
    try:
        return _bare_host(urlsplit(text.strip()).hostname or "")
    except ValueError:
        return ""


def _bare_host(host: str) -> str:
    """Return a host, small as `urlsplit` gives it, without the prefixes and the dot of the root."""
    return MOBILE.sub("", host.rstrip("."))


def url_key(text: str, aliases: dict[str, str] | None = None) -> str:
    """Return the key under which one account's address is always found: no scheme, mobile host, query or slash.

    Where the address carries the handle, the key has it in the one form the service uses. At most 300 characters; of
    a text that is no address, the text itself in one writing.

    Args:
        text: an address that `problem_with_url` accepts; an empty text gives an empty key.
        aliases: other host names of a service, to its first one (twitter.com to x.com).
    """
    try:
        parts = urlsplit(text.strip())
        host = _bare_host(parts.hostname or "")
    except ValueError:
        return _settled(_fold_path, text)[:LONGEST]
    return f"{_key_host(host, aliases or {})}{_place_of(host, parts)}"[:LONGEST]


def _key_host(host: str, aliases: dict[str, str]) -> str:
    shape = shape_of(host)
    known = shape.key_host if shape and shape.key_host else host
    return aliases.get(known, known)


def _place_of(host: str, parts: SplitResult) -> str:
    """Return the path that stands for one account: by its handle, by its number, or as it is."""
    path, kept, shape = _path_of(parts), _kept_of(parts), shape_of(host)
    if shape and (handle := shape.handle_of(path)):
        return shape.path_of(handle)
    if shape and (number := shape.number_of(path, kept)):
        return f"/profile.php?id={number}"
    return path + kept


def _path_of(parts: SplitResult) -> str:
    return _settled(_fold_path, parts.path)


def _kept_of(parts: SplitResult) -> str:
    """Return the parameters that tell accounts apart, with the `?` before them."""
    query = parse_qs(parts.query)
    kept = urlencode([(name, query[name][0]) for name in KEPT_PARAMETERS if name in query])
    return f"?{kept}" if kept else ""


def handle_key(text: str) -> str:
    """Return the key of a handle: half width, lower case, no leading `@`; at most 80 characters."""
    return _settled(_fold_handle, text)


def _fold_path(path: str) -> str:
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", unquote(path))).lower()
    return plain.rstrip("/").replace("?", "%3f").replace("#", "%23")


def _fold_handle(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().lstrip("@").strip().lower()[:LONGEST_HANDLE]


def _settled(fold: Callable[[str], str], text: str) -> str:
    """Fold until nothing changes: one folding can bring about what another one folds."""
    while (folded := fold(text)) != text:
        text = folded
    return text

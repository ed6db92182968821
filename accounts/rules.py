"""Recognising an account by its address or handle, and telling a shortener from an address (4-4-(4))."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

SHORTENERS = frozenset(
    {
        "bit.ly", "j.mp", "t.co", "tinyurl.com", "ow.ly", "is.gd", "v.gd", "buff.ly", "goo.gl", "lnkd.in", "x.gd",
        "ux.nu", "qr.paps.jp", "00m.in", "onl.sc", "onl.la", "onl.tw", "onl.bz", "cutt.ly", "rebrand.ly", "t.ly",
        "amzn.to", "amzn.asia", "dlvr.it", "ift.tt", "s.id", "rb.gy", "shorturl.at", "urx.space", "urx2.nu", "urx3.nu",
        "p.tl", "nav.cx", "tiny.cc", "bl.ink", "short.gy", "g.co", "lnk.to", "linktr.ee", "lit.link",
    }
)  # fmt: skip
"""Hosts that forward to another address; a service's own short hosts are allowed for that service."""

MOBILE = re.compile(r"^(?:(?:www|m|mobile|ja-jp|touch)\.)+(?=[^.]+\.)")
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
    if parts.username is not None or parts.password is not None or port not in {None, 80, 443}:
        return "URLに「@」の付いた宛先や番号を含めず、アカウントのページのURLをそのまま入力してください。"
    if not HOST.fullmatch(host):
        return SHAPE
    return _problem_with_host(host, frozenset(hosts), frozenset(short_hosts))


def _problem_with_host(host: str, hosts: frozenset[str], short_hosts: frozenset[str]) -> str:
    if host in short_hosts or (hosts and _belongs(host, hosts)):
        return ""
    if host in SHORTENERS:
        return "短縮URLは使えません。転送先の長いURLをそのまま入力してください。"
    if hosts:
        return f"このサービスのURLではありません。{'、'.join(sorted(hosts))} のURLを入力してください。"
    return ""


def _belongs(host: str, hosts: frozenset[str]) -> bool:
    return host in hosts or any(host.endswith(f".{known}") for known in hosts)


def _bare_host(host: str) -> str:
    return MOBILE.sub("", host.lower().rstrip("."), count=1)


def url_key(text: str, aliases: dict[str, str] | None = None) -> str:
    """Return the key under which one account's address is always found: no scheme, mobile host, query or slash.

    At most 300 characters; of a text that is no address, the text itself in one writing.

    Args:
        text: an address that `problem_with_url` accepts; an empty text gives an empty key.
        aliases: other host names of a service, to its first one (twitter.com to x.com).
    """
    try:
        parts = urlsplit(text.strip())
        host = _bare_host(parts.hostname or "")
    except ValueError:
        return _settled(_fold_path, text)[:LONGEST]
    query = parse_qs(parts.query)
    kept = urlencode([(name, query[name][0]) for name in KEPT_PARAMETERS if name in query])
    path = _settled(_fold_path, parts.path)
    return f"{(aliases or {}).get(host, host)}{path}{'?' if kept else ''}{kept}"[:LONGEST]


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

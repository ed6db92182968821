"""Reading what a citizen pasted, strictly: what could be anything but the one plain writing is no yes. Pure.

The registry's own recognition is lenient, because it corrects those who enter an account. Here the person may hold a
forgery, and every repair would turn one into a yes: full-width letters, look-alikes, a host inside another one. So an
address is read by one expression, and everything else is named as unreadable. The script of the exported site
(`static/public/genuine.js`) does the same in the same order; a test compares the two.
"""

import re
import unicodedata
from dataclasses import dataclass, replace
from enum import StrEnum
from urllib.parse import unquote

from accounts.recognition.hosts import LOOKALIKES
from accounts.rules import SHORTENERS, belongs
from publications.public.services import Host, Services

LONGEST = 300
BLANKS = " \t\r\n\u3000"
JAPANESE = "\u3005-\u3007\u3041-\u3096\u309d\u309e\u30a1-\u30fa\u30fc-\u30fe\u3400-\u4dbf\u4e00-\u9fff"
PLAIN = re.compile(rf"[!-~{JAPANESE}]*")
NAME = re.compile(rf"[A-Za-z0-9._\-{JAPANESE}]{{1,80}}")
HANDLE = re.compile(rf"@?({NAME.pattern})")
ADDRESS = re.compile(
    r"(?:https?://)?([a-z0-9-]+(?:\.[a-z0-9-]+)+)((?:/@?[^/?#\\@:;]*)*)(?:\?([^#\\]*))?", re.IGNORECASE
)
"""Scheme, host, path, query: no user, no port, no root's dot, no backslash, no place inside the page."""
PREFIXES = ("www.", "m.", "mobile.")
"""Hosts below a service's own that lead to the same page; all but the first on services whose addresses are known
alone, for elsewhere `m.` may be somebody's own site below the service's."""
DOORS = re.compile(r"^(?:(?:www|m|mobile|touch|mbasic|[a-z]{2}-[a-z]{2})\.)+")
"""Hosts below a service's own under which it shows the same accounts, where a handle tells which one."""
ESCAPED_ASCII = re.compile(r"%(?![89a-f][0-9a-f])", re.IGNORECASE)
TRACKING = re.compile(
    r"(?:utm_[a-z]+|fbclid|gclid|igsh|igshid|hl|lang|locale|s|t|si|ref|ref_src|mibextid|feature)(?:=[\w.~%-]*)?"
)
"""Parameters that only say where a visitor came from."""


class Reading(StrEnum):
    """How a text was taken."""

    ADDRESS = "address"
    HANDLE = "handle"
    SHORT = "short"
    STRANGE = "strange"
    """Characters that look like others, or can not be seen."""
    FORM = "form"
    """Neither a plain address nor a handle: another host behind `@`, a port, escapes, a place inside a page."""
    NOTHING = "nothing"


@dataclass(frozen=True)
class Asked:
    """What a text asks for; the key of an address is that of `key_of_handle` or one of its host and path."""

    reading: Reading
    text: str
    handle: str = ""
    service: str = ""
    """Code of the service an address belongs to, empty where it is nobody's."""
    key: str = ""
    address: str = ""
    """The address with its scheme."""


def read(text: str, services: Services) -> Asked:
    """Read what was pasted; never repairs anything."""
    bare = text.strip(BLANKS)
    if not bare or len(bare) > LONGEST:
        return Asked(Reading.FORM if bare else Reading.NOTHING, bare[:LONGEST])
    if not _is_plain(bare):
        return Asked(Reading.STRANGE, bare)
    found = HANDLE.fullmatch(bare)
    if found is None:
        return _read_address(bare, services)
    return _read_host(bare, services) if may_be_host(bare) else Asked(Reading.HANDLE, bare, handle=found[1])


def may_be_host(bare: str) -> bool:
    """Tell whether a name without its sign may as well be a site: `iwaki.city` is a handle and somebody's domain."""
    _, dot, last = bare.rpartition(".")
    return bool(dot) and not bare.startswith("@") and not last.isdigit()


def _read_host(bare: str, services: Services) -> Asked:
    """Read a name that may be a site as one; the handle is kept to say where the account of that name is."""
    asked = _read_address(bare, services)
    return replace(asked, handle=bare) if asked.reading == Reading.ADDRESS else asked


def _is_plain(text: str) -> bool:
    return PLAIN.fullmatch(text) is not None and unicodedata.normalize("NFKC", text) == text


def _read_address(bare: str, services: Services) -> Asked:
    found = ADDRESS.fullmatch(bare)
    path = _decoded(found[2]) if found else None
    if found is None or path is None:
        return Asked(Reading.FORM, bare)
    name = _known_name(found[1].lower(), services)
    if name in services.short or belongs(name, SHORTENERS):
        return Asked(Reading.SHORT, bare)
    host = services.hosts.get(name, Host("", name))
    rest = _rest(found[3] or "", host)
    handle = "" if rest else _handle_in(path, host)
    place = f"u:{host.chief}{path}{'?' if rest else ''}{rest}"
    key = key_of_handle(host.service, handle, services) if handle else place
    address = bare if bare.lower().startswith("http") and "://" in bare else f"https://{bare}"
    return Asked(Reading.ADDRESS, bare, handle, host.service, key, address)


def _decoded(path: str) -> str | None:
    """Return a path without its one slash at the end; None where an escape hides what could be written plainly."""
    path = path.replace("/%40", "/@", 1)
    if ESCAPED_ASCII.search(path):
        return None
    try:
        path = unquote(path, errors="strict")
    except UnicodeDecodeError:
        return None
    return path.removesuffix("/") if _is_plain(path) else None


def _rest(query: str, host: Host) -> str:
    """Return a query without what only tells where a visitor came from, on services where that is known."""
    parts = [part for part in query.split("&") if part and not (host.forms and TRACKING.fullmatch(part))]
    return "&".join(parts)


def _known_name(host: str, services: Services) -> str:
    """Return the registered host that a host is another door of, or itself."""
    prefix = next((prefix for prefix in PREFIXES if host.startswith(prefix)), "")
    inner = services.hosts.get(host.removeprefix(prefix))
    return host.removeprefix(prefix) if inner and (inner.forms or prefix == PREFIXES[0]) else host


def _handle_in(path: str, host: Host) -> str:
    for form in host.forms:
        if path.lower().startswith(form) and NAME.fullmatch(path[len(form) :]):
            return path[len(form) :]
    return ""


def key_of_handle(service: str, handle: str, services: Services) -> str:
    """Return the key of a handle on a service; capital letters count only where addresses carry no handle."""
    return f"h:{service}:{handle.lower() if service in services.with_forms else handle}"


def keys_of(service: str, handle: str, url: str, services: Services) -> list[str]:
    """Return every key under which an account of the registry is found."""
    own = [key_of_handle(service, handle, services)] if NAME.fullmatch(handle) else []
    asked = read(url, services)
    return list(dict.fromkeys([*own, *([asked.key] if asked.key else [])]))


def repaired(text: str) -> str:
    """Return a text as people read it: half width, nothing invisible, look-alikes as the letters they imitate.

    Only to say what may be meant; an answer is never given for it.
    """
    wide = unicodedata.normalize("NFKC", text)
    seen = "".join(char for char in wide if unicodedata.category(char) not in {"Cf", "Cc"})
    return seen.lower().translate(LOOKALIKES)


def loose_key(text: str) -> str:
    """Return the key by which a known imitation is found in whatever writing; never that of an official account."""
    return _loose(text).partition("?")[0].rstrip("/.")


def loose_keys(text: str) -> list[str]:
    """Return the loose keys of a text: with its query, where that is more than tracking, and without.

    Of addresses that differ by their query alone (`profile.php?id=1`) each is a place of its own; so a warning is kept
    under the first of them, and a question asks for all.
    """
    path, _, query = _loose(text).partition("?")
    own = "&".join(part for part in query.split("&") if part and not TRACKING.fullmatch(part))
    bare = path.rstrip("/.")
    return [f"{bare}?{own}", bare] if own else [bare]


def named_in(text: str, services: Services) -> tuple[str, str]:
    """Return the service of an address and the loose handle it carries, with its sign, in whatever writing.

    Only to find a known imitation by: capitals, full width, other hosts of the service, a sign too many and what stands
    behind `?` or `#` make no other account of it. Two empty texts where the address carries none.
    """
    name, slash, rest = loose_key(text).partition("/")
    host = services.hosts.get(name) or services.hosts.get(DOORS.sub("", name), Host("", name))
    path = f"{slash}{rest}".replace("/%40", "/@", 1)
    for form in host.forms or services.hosts.get(host.chief, host).forms:
        handle = path.removeprefix(form).removeprefix("@" if form.endswith("/") else "")
        if path.startswith(form) and NAME.fullmatch(handle):
            return host.service, f"@{handle}"
    return "", ""


def _loose(text: str) -> str:
    seen = unicodedata.normalize("NFKC", text)
    seen = "".join(char for char in seen if unicodedata.category(char) not in {"Cf", "Cc"}).lower()
    seen = re.sub(r"^[a-z]+:/*|^//", "", seen.strip(BLANKS))
    return re.sub(r"^(?:www\.|m\.|mobile\.)", "", seen.partition("#")[0])

"""Hosts: another service's, a typing error, one that only looks like a service's, an address in numbers."""

import ipaddress
import re
import unicodedata
from collections.abc import Iterable, Sequence

from accounts.addresses import SHAPES
from accounts.recognition.nearness import distance
from accounts.recognition.services import Service, owner_of
from accounts.rules import SHORTENERS, belongs

LOOKALIKES = str.maketrans("аеорсухіјѕԁһӏԛԝѵзкмнтвгпαορνεικτυχωβγηςσ", "aeopcyxijsdhlqwv3kmhtbrnaopveiktuxwbynss")
"""Cyrillic and Greek letters to the Latin ones that they look like."""
JAPANESE = re.compile(r"[\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]")
NUMBER = re.compile(r"(?:0x[0-9a-f]*|\d+)", re.IGNORECASE)
LONG_ENOUGH = 6
"""A name this long may be known in spite of a typing error; shorter ones are near to everything."""
OPEN = "アカウントのページを開き、そのURLを入力してください。"
SHORT = "短縮URLは使えません。転送先の長いURLをそのまま入力してください。"


def unicode_host(host: str) -> str:
    """Return a host with its labels in Punycode decoded, as people read it; the host itself when that fails."""
    try:
        return ".".join(_decoded(label) for label in host.split("."))
    except UnicodeError:
        return host


def _decoded(label: str) -> str:
    return label[4:].encode("ascii").decode("punycode") if label.startswith("xn--") else label


def problem_with_host(host: str, services: Sequence[Service], service: Service | None) -> tuple[str, str]:
    """Return why a host can not be an account's, and the host that may be meant; nothing when it can.

    Args:
        host: without `www.` and the like, in small letters.
        services: all that are registered.
        service: the one that was named, None when none was.
    """
    shown = unicode_host(host)
    if _is_number(host):
        return "URLに数字のアドレス(IPアドレス)は使えません。アカウントのページを開き、そのURLを入力してください。", ""
    if strange := _strange(shown):
        return strange, _meant(_skeleton(shown), services)
    owner = owner_of(host, services)
    if owner is None:
        return _problem_with_foreign(host, services, service)
    if service is None or owner.code == service.code:
        return "", ""
    return (
        f"これは「{owner.name}」のURLです。「{service.name}」のURLにするか、サービスを「{owner.name}」にしてください。",
        "",
    )


def _problem_with_foreign(host: str, services: Sequence[Service], service: Service | None) -> tuple[str, str]:
    if belongs(host, SHORTENERS):
        return SHORT, ""
    if inside := _inside(host, services):
        return (
            f"「{inside}」のURLのように見えますが、別のサイト「{host}」のURLです。アカウントのページを開き、そのURLを入力してください。",
            "",
        )
    if meant := _near(host, services):
        return (
            f"「{host}」は、登録されているサービスのホスト名ではありません。打ち間違いではないか確かめてください。",
            meant,
        )
    if service is None:
        return f"「{host}」は、登録されているサービスのホスト名ではありません。サービスの名称を入力してください。", ""
    if service.hosts:
        named = "、".join(service.hosts)
        return f"「{host}」は「{service.name}」のホスト名ではありません。{named} のURLを入力してください。", ""
    return "", ""


def _is_number(host: str) -> bool:
    if all(NUMBER.fullmatch(label) for label in host.split(".")):
        return True
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


def _strange(host: str) -> str:
    odd = sorted({char for char in host if not char.isascii() and not JAPANESE.match(char)})
    if not odd:
        return ""
    return (
        f"ホスト名「{host}」に、英字とよく似た別の文字「{odd[0]}」が入っています。半角の英数字で入力し直してください。"
    )


def _skeleton(host: str) -> str:
    plain = unicodedata.normalize("NFKD", host.lower().translate(LOOKALIKES))
    return "".join(char for char in plain if not unicodedata.combining(char))


def _meant(host: str, services: Sequence[Service]) -> str:
    return host if owner_of(host, services) else _near(host, services)


def _inside(host: str, services: Iterable[Service]) -> str:
    """Return the host of a service that another site's host only contains, such as `x.com.evil.example`."""
    known = [known for one in services for known in one.hosts]
    return next((one for one in known if re.search(rf"(?<![a-z0-9]){re.escape(one)}(?![a-z0-9])", host)), "")


def _near(host: str, services: Iterable[Service]) -> str:
    """Return the host of a service that a host differs from by a slip, or by its ending alone."""
    own = [known for one in services for known in one.hosts]
    shaped = [known for shape in SHAPES for known in shape.hosts if owner_of(known, services)]
    near = [(distance(host, name), name) for name in dict.fromkeys([*own, *shaped]) if _is_slip(host, name)]
    return min(near, default=(0, ""))[1]


def _is_slip(host: str, name: str) -> bool:
    """Tell whether a host is a mistyped other one; short names are near to everything, so their label must be right."""
    label, same = name.partition(".")[0], host.partition(".")[0] == name.partition(".")[0]
    if len(label) < LONG_ENOUGH:
        return same and distance(host, name) == 1
    return same or distance(host, name) <= 2

"""Services as recognition needs them, and the ways people write their names."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Protocol

from accounts.addresses import Shape, shape_of
from accounts.rules import belongs


class Service(Protocol):
    """A registered service; `accounts.models.Platform` is one."""

    @property
    def code(self) -> str:
        """Return its sign."""

    @property
    def name(self) -> str:
        """Return its name."""

    @property
    def hosts(self) -> Sequence[str]:
        """Return its host names; none when any host will do."""

    @property
    def short_hosts(self) -> Sequence[str]:
        """Return its own short host names."""


NAMES: dict[str, str] = {
    "x.com": "x twitter ツイッター エックス 旧twitter 旧ツイッター",
    "facebook.com": "facebook フェイスブック fb",
    "instagram.com": "instagram インスタグラム インスタ insta ig",
    "youtube.com": "youtube ユーチューブ yt",
    "line.me": "line ライン line公式アカウント",
    "tiktok.com": "tiktok ティックトック",
    "note.com": "note ノート",
}
"""Writings of a service's name, folded, by its host."""
MOVED = {
    "twitter.com": "x.com",
    "fb.com": "facebook.com",
    "web.facebook.com": "facebook.com",
    "instagr.am": "instagram.com",
    "note.mu": "note.com",
}
"""Former and further hosts of services, whose account pages stand under the same path today."""
OTHERS = frozenset({"other", "その他", "そのほか"})
PARTS = re.compile(r"[/／・,、()（）\[\]【】:：|\s]+")
SUFFIXES = re.compile(r"(?:公式)?(?:アカウント|チャンネル|ページ)$")


def service_named(text: str, services: Iterable[Service]) -> Service | None:
    """Return the one service that a text names, in any of the ways people write it; None when none or several."""
    known = list(services)
    whole = _fold(text)
    exact = [service for service in known if whole in {_fold(service.code), _fold(service.name)}]
    if exact:
        return exact[0]
    parts = [part for part in (SUFFIXES.sub("", part) for part in PARTS.split(_spaced(text))) if part]
    found = [service for service in known if any(part in _writings(service) for part in parts)]
    if not found:
        found = [service for service in known if parts and parts[0] in OTHERS and _fold(service.name) in OTHERS]
    return found[0] if len(found) == 1 else None


def shape_for(service: Service | None) -> Shape | None:
    """Return the shape of a service's addresses, None where it is not known."""
    hosts = service.hosts if service else ()
    return next((shape for shape in map(shape_of, hosts) if shape), None)


def owner_of(host: str, services: Iterable[Service]) -> Service | None:
    """Return the service a host belongs to, by its former name as well, the closest first; None when it is nobody's."""
    host = MOVED.get(host, host)
    owners = [one for one in services if host and belongs(host, [*one.hosts, *one.short_hosts])]
    return min(owners, key=lambda one: host not in [*one.hosts, *one.short_hosts], default=None)


def _writings(service: Service) -> set[str]:
    named = {word for host in service.hosts for word in NAMES.get(host, "").split()}
    return {_fold(service.code), _fold(service.name), *named}


def _spaced(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower().strip()


def _fold(text: str) -> str:
    return re.sub(r"\s+", "", _spaced(text))

"""Services as the answer "is this genuine?" needs them: hosts, and where a handle stands in their addresses. Pure.

Plain data on purpose: the exported site hands the same table to a script, which reads addresses by it (ADR 0034).
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from accounts.addresses import shape_of

FORMS: Mapping[str, tuple[str, ...]] = {
    "x.com": ("/",),
    "twitter.com": ("/",),
    "instagram.com": ("/",),
    "facebook.com": ("/",),
    "tiktok.com": ("/@",),
    "youtube.com": ("/@",),
    "line.me": ("/r/ti/p/@", "/ti/p/@"),
    "page.line.me": ("/",),
    "note.com": ("/",),
}
"""What stands before the handle in the address of an account, in small letters; nothing stands behind it."""


@dataclass(frozen=True)
class Host:
    """One host: the service it belongs to, the host that stands for it in keys, and where it has handles."""

    service: str
    chief: str
    forms: tuple[str, ...] = ()


@dataclass(frozen=True)
class Services:
    """Every registered service by code, every host, and the short hosts, which tell nothing."""

    names: Mapping[str, str] = field(default_factory=dict)
    hosts: Mapping[str, Host] = field(default_factory=dict)
    short: frozenset[str] = frozenset()
    with_forms: frozenset[str] = frozenset()
    """Codes of the services whose addresses carry handles: there small and capital letters are one."""

    def plain(self) -> dict[str, Any]:
        """Return the table as JSON holds it."""
        hosts = {name: asdict(host) for name, host in sorted(self.hosts.items())}
        return {
            "names": dict(self.names),
            "hosts": hosts,
            "short": sorted(self.short),
            "withForms": sorted(self.with_forms),
        }


def services_of(rows: Iterable[Mapping[str, Any]]) -> Services:
    """Return the table of services from their rows (`code`, `name`, `hosts`, `short_hosts`), in order."""
    names: dict[str, str] = {}
    hosts: dict[str, Host] = {}
    short: set[str] = set()
    for row in rows:
        names[row["code"]] = row["name"]
        short |= set(row["short_hosts"])
        for host in row["hosts"]:
            hosts.setdefault(host, Host(row["code"], _chief(host, row["hosts"]), FORMS.get(host, ())))
        for host in _second_doors(row["hosts"]):
            hosts.setdefault(host, Host(row["code"], host, FORMS[host]))
    return Services(names, hosts, frozenset(short), frozenset(host.service for host in hosts.values() if host.forms))


def _second_doors(hosts: Collection[str]) -> list[str]:
    """Return the hosts on which a service shows the same accounts a second time (page.line.me beside line.me)."""
    return [host for host in FORMS if (shape := shape_of(host)) is not None and shape.key_host in hosts]


def _chief(host: str, hosts: Iterable[str]) -> str:
    """Return the first host of a service with the same kind of pages (twitter.com is x.com, page.line.me is not)."""
    return next(one for one in hosts if shape_of(one) is shape_of(host))

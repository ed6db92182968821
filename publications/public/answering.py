"""The answer to "is this account genuine?": official, was official until, known imitation, or not registered.

A yes needs the exact key of an official account (`asking`); a warning is found in any writing. Where a bare handle is
official on one service and an imitation on another, the warning is told, and where the official one is.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import CharField, Q, QuerySet

from accounts.finding import Finding
from accounts.models import Account, Platform
from accounts.rules import handle_key, url_key
from accounts.states import AccountState
from core.statements import Among, Given, Statement
from publications.imitations.models import Imitation
from publications.public.asking import (
    BLANKS,
    HANDLE,
    Asked,
    Reading,
    key_of_handle,
    keys_of,
    loose_key,
    loose_keys,
    may_be_host,
    named_in,
    read,
    repaired,
)
from publications.public.services import Services, services_of
from publications.public.showing import Entry, Standings, entry_of, shown, with_columns


class Verdict(StrEnum):
    """What is answered."""

    OFFICIAL = "official"
    WAS_OFFICIAL = "was_official"
    IMITATION = "imitation"
    UNREGISTERED = "unregistered"
    UNTOLD = "untold"
    """A shortened address: nobody can tell where it leads."""


@dataclass(frozen=True)
class Answer:
    """A verdict with what it rests on."""

    verdict: Verdict
    asked: Asked
    entry: Entry | None = None
    """The official account, or the one that an imitation resembles."""
    words: str = ""
    """The public words of a warning."""
    others: Sequence[Entry] = field(default=())
    """Official accounts with the same handle, on services it is not asked for."""
    meant: Entry | None = None
    """The official account that may be meant, where the text only looks like it."""
    service_name: str = ""
    """The service that an address belongs to."""


class Warned(NamedTuple):
    """A known imitation that a text may be: the account that it resembles, and what the public is told."""

    resembles: int | None
    words: str


def services() -> Services:
    """Return the registered services; one query."""
    return _table(_SERVICES.rows())


def services_among(platforms: Iterable[Platform]) -> Services:
    """Return what `services` returns, of services that were read already."""
    return _table([getattr(one, name) for name in SERVICE] for one in platforms)


def _table(found: Iterable[Sequence[Any]]) -> Services:
    return _services_of(tuple((code, name, tuple(hosts), tuple(short)) for code, name, hosts, short in found))


SERVICE = ("code", "name", "hosts", "short_hosts")
_SERVICES = Statement(
    "services", lambda: Platform.objects.order_by("position", "pk").values_list(*SERVICE), planned_once=True
)


@lru_cache(maxsize=4)
def _services_of(rows: tuple[tuple[Any, ...], ...]) -> Services:
    """Return the table of what was read; of the very same rows the very same table."""
    return services_of(dict(zip(SERVICE, row, strict=True)) for row in rows)


def answer_to(text: str, service: str = "", standings: Standings | None = None) -> Answer:
    """Answer for what a citizen pasted.

    Args:
        text: an address or a handle.
        service: code of the service on which a bare handle was seen; empty asks on all.
        standings: which states are public; see `showing`.
    """
    known = services()
    text = _with_sign(text, service)
    asked = read(text, known)
    if asked.reading == Reading.SHORT:
        return Answer(Verdict.UNTOLD, asked)
    found, warning = Candidates.of(asked, known, standings), _warning(text, asked, service, known)
    if official := found.official(asked, service):
        return _known(asked, official, warning)
    if warning:
        return Answer(Verdict.IMITATION, asked, _entry(warning.resembles, standings), warning.words)
    others = _elsewhere(asked, found)
    meant, name = _meant(text, asked, known, standings), known.names.get(asked.service, "")
    return Answer(Verdict.UNREGISTERED, asked, others=others, meant=meant, service_name=name)


def _with_sign(text: str, service: str) -> str:
    """Return a name with its sign where a service says that it is a handle and no site."""
    bare = text.strip(BLANKS)
    return f"@{bare}" if service and HANDLE.fullmatch(bare) and may_be_host(bare) else text


def official_under(text: str, service: str = "", standings: Standings | None = None) -> list[Entry]:
    """Return the official accounts, ended ones included, that a text names exactly."""
    known = services()
    asked = read(_with_sign(text, service), known)
    return Candidates.of(asked, known, standings).official(asked, service)


def _known(asked: Asked, official: list[Entry], warning: Warned | None) -> Answer:
    """Answer for an official account; of a bare handle with a warning the warning comes first."""
    if warning is not None and asked.reading == Reading.HANDLE:
        return Answer(Verdict.IMITATION, asked, words=warning.words, others=official)
    entry, *more = sorted(official, key=lambda one: (one.is_over, one.pk))
    verdict = Verdict.WAS_OFFICIAL if entry.is_over else Verdict.OFFICIAL
    return Answer(verdict, asked, entry, others=more)


@dataclass(frozen=True)
class Candidates:
    """The accounts that the registry's lenient keys find for a text, on any service: a few, by index."""

    known: Services
    entries: Sequence[Entry]

    @classmethod
    def of(cls, asked: Asked, known: Services, standings: Standings | None) -> "Candidates":
        """Read them; one query."""
        if not asked.handle and not asked.key:
            return cls(known, [])
        question = _CANDIDATES if standings is None else Statement("candidates", lambda: _candidates(standings))
        rows = question.rows(
            services=list(known.names), handle=handle_key(asked.handle), addresses=_addresses(asked, known)
        )
        return cls(known, [entry_of(row, standings) for row in rows])

    def official(self, asked: Asked, service: str) -> list[Entry]:
        """Return those whose keys a text has exactly; of a handle on one service only, where one is given."""
        if asked.key:
            return [one for one in self.entries if asked.key in _keys(one, self.known)]
        wanted = [one for one in self.entries if asked.handle and service in {"", one.service}]
        return [one for one in wanted if key_of_handle(one.service, asked.handle, self.known) in _keys(one, self.known)]


def _candidates(standings: Standings | None = None) -> "QuerySet[Finding, Any]":
    """Return the accounts under a handle or an address; the conditions are those of the indexes."""
    registered = Account.objects.exclude(state=AccountState.ABANDONED)
    handle: Any = Given("handle", CharField())
    on_services = Q(Among("platform__code", "services", "text"))
    by_handle = registered.exclude(handle_key="").filter(on_services, handle_key=handle).order_by().values_list("pk")
    by_address = registered.exclude(url_key="").filter(Among("url_key", "addresses", "text"))
    keys = by_handle.union(by_address.order_by().values_list("pk"))
    return with_columns(shown(standings, answering=True).filter(pk__in=keys), standings).order_by("pk")


_CANDIDATES = Statement("candidates", _candidates, planned_once=True)


def _addresses(asked: Asked, known: Services) -> list[str]:
    """Return the keys of addresses that are asked for, and of those that would carry the handle."""
    keys = set()
    if asked.handle:
        keys = {f"{one.chief}{form}{asked.handle.lower()}" for one in known.hosts.values() for form in one.forms}
    if asked.address:
        keys.add(url_key(asked.address, {name: host.chief for name, host in known.hosts.items()}))
    return sorted(keys)


def _keys(entry: Entry, known: Services) -> list[str]:
    return keys_of(entry.service, entry.handle, entry.url, known)


def _warning(text: str, asked: Asked, service: str, known: Services) -> Warned | None:
    """Return a known imitation that the text may be, in whatever writing."""
    carried_on, carried = named_in(text, known)
    given = {
        "keys": [key for key in (asked.key, *loose_keys(text)) if key],
        "named": "" if "/" in text else f"@{loose_key(text).lstrip('@')}",
        "carried": carried,
        "carried_on": carried_on,
        "service": service,
    }
    on_one = bool(service and asked.reading != Reading.ADDRESS)
    return next((Warned(*row) for row in _WARNINGS[on_one].rows(**given)), None)


def _warnings(*, on_one: bool) -> "QuerySet[Imitation, Any]":
    under = Q(Among("key", "keys", "text")) | Q(Among("loose_key", "keys", "text"))
    named: Any = Given("named", CharField())
    carried: Any = Given("carried", CharField())
    in_an_address = Q(~Q(named=""), named=carried, platform__code=Given("carried_on", CharField()))
    found = Imitation.objects.warned().filter(under | Q(~Q(named=""), named=named) | in_an_address)
    if on_one:
        found = found.filter(Q(platform__code=Given("service", CharField())) | Q(platform=None))
    return found.values_list("resembles", "words")[:1]


_WARNINGS = {
    True: Statement("warned_on_one", lambda: _warnings(on_one=True), planned_once=True),
    False: Statement("warned", lambda: _warnings(on_one=False), planned_once=True),
}


def _entry(pk: int | None, standings: Standings | None) -> Entry | None:
    rows = with_columns(shown(standings).filter(pk=pk), standings) if pk else ()
    return next((entry_of(row, standings) for row in rows), None)


def _elsewhere(asked: Asked, found: Candidates) -> list[Entry]:
    """Return official accounts with the same handle on other services than the one asked for."""
    return found.official(Asked(Reading.HANDLE, asked.text, asked.handle), "")


def _meant(text: str, asked: Asked, known: Services, standings: Standings | None) -> Entry | None:
    """Return the official account that a text with look-alike characters only seems to name."""
    mended = repaired(text)
    if asked.reading != Reading.STRANGE or mended == text:
        return None
    meant = read(mended, known)
    return next(iter(Candidates.of(meant, known, standings).official(meant, "")), None)

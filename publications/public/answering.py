"""The answer to "is this account genuine?": official, was official until, known imitation, or not registered.

A yes needs the exact key of an official account (`asking`); a warning is found in any writing. Where a bare handle is
official on one service and an imitation on another, the warning is told, and where the official one is.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from django.db.models import Q, QuerySet

from accounts.models import Account, Platform
from accounts.rules import handle_key, url_key
from accounts.states import AccountState
from publications.imitations.models import Imitation
from publications.public.asking import (
    BLANKS,
    HANDLE,
    Asked,
    Reading,
    key_of_handle,
    keys_of,
    loose_key,
    may_be_host,
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


def services() -> Services:
    """Return the registered services; one query."""
    rows = Platform.objects.order_by("position", "pk").values("code", "name", "hosts", "short_hosts")
    return services_of(rows)


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
    if official := _official(asked, service, known, standings):
        return _known(asked, official, _warning(text, asked, service, known))
    if warning := _warning(text, asked, service, known):
        return Answer(Verdict.IMITATION, asked, _entry(warning.resembles_id, standings), warning.words)
    others = _elsewhere(asked, known, standings)
    meant, name = _meant(text, asked, known, standings), known.names.get(asked.service, "")
    return Answer(Verdict.UNREGISTERED, asked, others=others, meant=meant, service_name=name)


def _with_sign(text: str, service: str) -> str:
    """Return a name with its sign where a service says that it is a handle and no site."""
    bare = text.strip(BLANKS)
    return f"@{bare}" if service and HANDLE.fullmatch(bare) and may_be_host(bare) else text


def official_under(text: str, service: str = "", standings: Standings | None = None) -> list[Entry]:
    """Return the official accounts, ended ones included, that a text names exactly."""
    known = services()
    return _official(read(_with_sign(text, service), known), service, known, standings)


def _known(asked: Asked, official: list[Entry], warning: Imitation | None) -> Answer:
    """Answer for an official account; of a bare handle with a warning the warning comes first."""
    if warning is not None and asked.reading == Reading.HANDLE:
        return Answer(Verdict.IMITATION, asked, words=warning.words, others=official)
    entry, *more = sorted(official, key=lambda one: (one.is_over, one.pk))
    verdict = Verdict.WAS_OFFICIAL if entry.is_over else Verdict.OFFICIAL
    return Answer(verdict, asked, entry, others=more)


def _official(asked: Asked, service: str, known: Services, standings: Standings | None) -> list[Entry]:
    """Return the official accounts whose keys the text has exactly."""
    if not asked.handle and not asked.key:
        return []
    found = _candidates(asked, known, standings)
    if asked.key:
        return [one for one in found if asked.key in _keys(one, known)]
    wanted = [one for one in found if not service or one.service == service]
    return [one for one in wanted if key_of_handle(one.service, asked.handle, known) in _keys(one, known)]


def _candidates(asked: Asked, known: Services, standings: Standings | None) -> Iterable[Entry]:
    """Return the accounts that the registry's lenient keys find: a few, by index; one query."""
    keys = _by_handle(asked, known).union(_by_address(asked, known))
    rows = with_columns(shown(standings, answering=True).filter(pk__in=keys), standings)
    return [entry_of(row, standings) for row in rows.order_by("pk")]


def _by_handle(asked: Asked, known: Services) -> QuerySet[Account, tuple[int]]:
    """Return the keys of accounts by their handles; the conditions are those of the index, which serves no other."""
    wanted = [asked.service] if asked.key else list(known.names)
    found = Account.objects.exclude(state=AccountState.ABANDONED).exclude(handle_key="")
    named = found.filter(platform__code__in=wanted, handle_key=handle_key(asked.handle))
    return named.order_by().values_list("pk")


def _by_address(asked: Asked, known: Services) -> QuerySet[Account, tuple[int]]:
    """Return the keys of accounts by their addresses, and by those that would carry the handle."""
    keys = set()
    if asked.handle:
        hosts = [one for one in known.hosts.values() if not asked.key or one.service == asked.service]
        keys = {f"{one.chief}{form}{asked.handle.lower()}" for one in hosts for form in one.forms}
    if asked.address:
        keys.add(url_key(asked.address, {name: host.chief for name, host in known.hosts.items()}))
    found = Account.objects.exclude(state=AccountState.ABANDONED).exclude(url_key="")
    return found.filter(url_key__in=sorted(keys)).order_by().values_list("pk")


def _keys(entry: Entry, known: Services) -> list[str]:
    return keys_of(entry.service, entry.handle, entry.url, known)


def _warning(text: str, asked: Asked, service: str, known: Services) -> Imitation | None:
    """Return a known imitation that the text may be, in whatever writing."""
    keys = [key for key in (asked.key, loose_key(text)) if key]
    named = "" if "/" in text else f"@{loose_key(text).lstrip('@')}"
    found = Imitation.objects.warned().matching(keys, named)
    if service and asked.reading != Reading.ADDRESS:
        found = found.filter(Q(platform__code=service) | Q(platform=None))
    return found.first()


def _entry(pk: int | None, standings: Standings | None) -> Entry | None:
    rows = with_columns(shown(standings).filter(pk=pk), standings) if pk else ()
    return next((entry_of(row, standings) for row in rows), None)


def _elsewhere(asked: Asked, known: Services, standings: Standings | None) -> list[Entry]:
    """Return official accounts with the same handle on other services than the one asked for."""
    if not asked.handle:
        return []
    return _official(Asked(Reading.HANDLE, asked.text, asked.handle), "", known, standings)


def _meant(text: str, asked: Asked, known: Services, standings: Standings | None) -> Entry | None:
    """Return the official account that a text with look-alike characters only seems to name."""
    mended = repaired(text)
    if asked.reading != Reading.STRANGE or mended == text:
        return None
    return next(iter(_official(read(mended, known), "", known, standings)), None)

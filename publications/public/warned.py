"""What the public is told of known imitations: place, words, whom they resemble, since when. Nothing else is read."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from core.gathering import Gathering, Part
from core.lifecycle.cursors import page_of
from publications.imitations.models import Imitation, ImitationQuerySet
from publications.imitations.states import ImitationState
from publications.public.showing import STANDINGS
from publications.public.site import Site

NEWEST = 3


@dataclass(frozen=True)
class Warned:
    """One warning as the public sees it."""

    pk: int
    title: str
    service: str
    handle: str
    address: str
    words: str
    first_seen_on: date
    resembles_pk: int | None
    resembles: str
    url: str = ""
    """Where the account that it resembles is shown."""


def _warned(one: Imitation, site: Site) -> Warned:
    """Take what is public of an imitation; an account that is none in public is not named."""
    known = one.resembles if one.resembles is not None and one.resembles.state in STANDINGS else None
    return Warned(
        pk=one.pk,
        title=one.title,
        service=one.platform.name if one.platform is not None else "",
        handle=one.handle,
        address=one.url,
        words=one.words,
        first_seen_on=one.first_seen_on,
        resembles_pk=known.pk if known else None,
        resembles=known.name if known else "",
        url=site.entry(known.pk) if known else "",
    )


READ = (
    *("platform", "platform__name", "handle", "url", "words", "first_seen_on"),
    *("resembles", "resembles__state", "resembles__name", "state"),
)


_NEWEST = Gathering(
    "warnings",
    planned_once=True,
    warnings=Part(
        lambda: Imitation.objects.filter(pk__in=Imitation.objects.warned().values("pk")[:NEWEST]),
        only=("platform", "handle", "url", "words", "first_seen_on", "resembles", "state"),
        related={"platform": ("name",), "resembles": ("state", "name")},
    ),
)


def newest(site: Site) -> list[Warned]:
    """Return the newest warnings."""
    found = _NEWEST.ask()["warnings"]
    return [_warned(one, site) for one in sorted(found, key=lambda one: -one.pk)]


def newest_of(site: Site, keys: Collection[int]) -> dict[int, list[Warned]]:
    """Return the newest warnings about each of some accounts, by its key; one query."""
    found: dict[int, list[Warned]] = {}
    for one in _read().filter(resembles__in=keys).iterator():
        told = found.setdefault(one.resembles_id or 0, [])
        if len(told) < NEWEST:
            told.append(_warned(one, site))
    return found


def _read() -> ImitationQuerySet:
    return Imitation.objects.warned().select_related("platform", "resembles").only(*READ)


def page(cursor: str | None, site: Site, size: int) -> tuple[list[Warned], str | None]:
    """Return one page of all warnings, the newest first, and the cursor of the next one."""
    found = Imitation.objects.filter(state=ImitationState.WARNED).select_related("platform", "resembles").only(*READ)
    shown = page_of(found, cursor, order="-pk", size=size)
    return [_warned(one, site) for one in shown.rows], shown.next

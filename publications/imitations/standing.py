"""Which places of accounts the public is warned of: the other direction of what `actions` refuses (7-3).

A warning of an account of the city is refused; so is making an account the city's while a warning of it stands, or the
public would read both. The same readings decide in both directions.
"""

from collections.abc import Iterator, Sequence

from django.db.models import Q

from accounts.doubts import Place
from accounts.queries import all_services
from publications.imitations.models import Imitation
from publications.public.answering import services_among
from publications.public.asking import key_of_handle, keys_of, loose_key, loose_keys, named_in, read
from publications.public.services import Services

CLAUSE = "第7-3"
WARNED = (
    "このURL・アカウントIDには、「にせのアカウント」の警告が出ています。"
    "市のアカウントに間違いなければ、先に警告を終えるよう、ふるさと発信課に依頼してください。"
)
CHUNK = 300


def doubted(places: Sequence[Place]) -> list[str]:
    """Return for each place the refusal while a warning of it stands; empty otherwise. For `accounts.doubts`."""
    known = services_among(all_services())
    own = [set(keys_of(one.service.code, one.handle, one.url, known)) for one in places]
    pairs = list(zip(places, own, strict=True))
    parts = (pairs[start : start + CHUNK] for start in range(0, len(pairs), CHUNK))
    warned = {key for part in parts for key in _warned(part, known)}
    return [WARNED if keys & warned else "" for keys in own]


def _warned(part: Sequence[tuple[Place, set[str]]], known: Services) -> Iterator[str]:
    """Yield the keys of official accounts under which warnings read that may be about some places; one query."""
    keys = {key for _, own in part for key in own}
    loose = {key for place, _ in part if place.url for key in loose_keys(place.url)}
    named = {f"@{loose_key(place.handle)}" for place, _ in part if place.handle}
    found = Imitation.objects.warned().filter(Q(key__in=keys) | Q(loose_key__in=loose) | Q(named__in=named))
    for imitation in found.select_related("platform"):
        yield from _read_as(imitation, known)


def _read_as(imitation: Imitation, known: Services) -> Iterator[str]:
    """Yield the keys that the writings of a warning are read as: as it stands, and without its capitals and marks."""
    yield from (read(text, known).key for text in (imitation.url, *loose_keys(imitation.url)) if text)
    carried_on, carried = named_in(imitation.url, known)
    yield key_of_handle(carried_on, carried.lstrip("@"), known)
    if imitation.platform is not None and imitation.handle:
        yield key_of_handle(imitation.platform.code, imitation.handle, known)
        yield key_of_handle(imitation.platform.code, loose_key(imitation.handle), known)

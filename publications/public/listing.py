"""The public list: narrowed by service, section and words, by name, one keyset page at a time.

Without words a page is one query. Words are found through the registry's index, which holds document numbers as well;
so every hit is compared again with what is public of it, and a number finds nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from operator import itemgetter
from typing import Any
from urllib.parse import urlencode

from django.db.models import BigIntegerField, Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.lookups import GreaterThan, LessThan

from accounts.finding import Finding
from accounts.folding import fold
from accounts.permissions import Sight
from accounts.search import listed_page
from accounts.search.filters import ServiceKey
from accounts.search.words import is_enough, sought
from core.lifecycle.cursors import SIZE, cut, place_of, row
from core.staff.authority import keys_answered_by
from core.staff.tree import tree
from core.statements import Among, Given, Statement
from policies.models import MediaPolicy
from publications.public.showing import STANDINGS, Entry, entry_of, in_force, shown, with_columns

LONGEST_WORDS = 80
MOST_READ = 5
"""Pages of the index that one page of a search reads at the most."""
CHUNK = 500
LARGEST_KEY = 2**63 - 1
"""No database holds a larger one, and SQLite fails when it is asked."""
BY_NAME = "name_key"
ALL = Sight(0, everything=True, sections=())
"""The words are looked for in the index, of public states; what of the hits is public is asked for each of them."""


@dataclass(frozen=True)
class Wanted:
    """What the list is narrowed by, as an address gives it; what can not be understood keeps everything."""

    service: str = ""
    section: int | None = None
    words: str = ""
    about: str = ""
    """A word of the policy's purpose or topics."""

    @classmethod
    def of(cls, given: Any) -> "Wanted":
        """Read a query string."""
        section = str(given.get("section", ""))
        return cls(
            service=str(given.get("service", ""))[:20],
            section=int(section) if section.isascii() and section.isdigit() and len(section) < 10 else None,
            words=str(given.get("q", ""))[:LONGEST_WORDS].strip(),
            about=str(given.get("about", ""))[:LONGEST_WORDS].strip(),
        )

    @property
    def query(self) -> str:
        """Return it as a query string."""
        given = {"service": self.service, "section": self.section, "q": self.words, "about": self.about}
        return urlencode({name: value for name, value in given.items() if value})

    @property
    def is_all(self) -> bool:
        """Tell whether nothing is narrowed."""
        return not self.query


@dataclass(frozen=True)
class Listed:
    """One page: its entries, and the cursors of its neighbours."""

    entries: Sequence[Entry]
    previous: str | None
    next: str | None


@dataclass(frozen=True)
class Shape:
    """All that the text of a page's question depends on; values are given when it is asked."""

    of_service: bool
    of_section: bool
    backward: bool | None
    """Which way from the place of a cursor; None from the beginning."""
    size: int


@lru_cache(maxsize=64)
def _asking(shape: Shape) -> Statement:
    """Return the question of a page; one plan fits it where no section, of which some are large, is asked for."""
    fixed = not shape.of_section
    return Statement("public", lambda: _page(_of_shape(shape), shape), planned_once=fixed, never_planned_anew=fixed)


def _of_shape(shape: Shape) -> QuerySet[Finding]:
    found = shown()
    if shape.of_service:
        found = found.filter(platform=ServiceKey())
    return found.filter(Among("section_id", "sections")) if shape.of_section else found


def _page(found: QuerySet[Finding], shape: Shape) -> QuerySet[Finding, Any]:
    """Return the rows of a page; their keys are found first, by the order's index, and all else joined to these."""
    if shape.backward is not None:
        column: Any = Finding._meta.get_field(BY_NAME)
        place = (Given("place", column), Given("key", BigIntegerField()))
        beyond = LessThan if shape.backward else GreaterThan
        found = found.filter(beyond(row(F(BY_NAME), F("pk")), row(*place)))
    ordering = [f"{'-' if shape.backward else ''}{column}" for column in (BY_NAME, "pk")]
    keys = found.order_by(*ordering).values("pk")[: shape.size + 1]
    return with_columns(Finding.objects.filter(pk__in=keys), more=(BY_NAME,)).order_by(*ordering)


def _sections(wanted: Wanted, on: date) -> list[int]:
    """Return the units a section answers for; none where there is no such section."""
    known = wanted.section is not None and wanted.section in tree().nodes
    return keys_answered_by(wanted.section, on) if known and wanted.section is not None else []


def narrowed(wanted: Wanted, on: date) -> QuerySet[Finding]:
    """Return the public accounts that service, section and purpose leave."""
    found = shown()
    if wanted.service:
        found = found.filter(platform__code=wanted.service)
    if wanted.section is not None:
        found = found.filter(section__in=_sections(wanted, on))
    if wanted.about:
        said = Q(purpose__icontains=wanted.about) | Q(topics__icontains=wanted.about)
        counts = Subquery(in_force(OuterRef(OuterRef("account_id"))).values("pk")[:1])
        found = found.filter(Exists(MediaPolicy.objects.filter(said, pk=counts)))  # what is not out yet is not searched
    return found


def listed(wanted: Wanted, cursor: str | None, on: date, size: int = SIZE) -> Listed:
    """Cut one page of the list, by name."""
    if wanted.words and is_enough(wanted.words):
        return _searched(narrowed(wanted, on), wanted, cursor, on, size)
    place = place_of(cursor, Finding._meta.get_field(BY_NAME), BY_NAME)
    shape = Shape(bool(wanted.service), wanted.section is not None, place.backward if place else None, size)
    asked = _asking(shape) if not wanted.about else Statement("public", lambda: _page(narrowed(wanted, on), shape))
    given = {"service": wanted.service, "sections": _sections(wanted, on)}
    rows = asked.rows(**given, **({"place": place.value, "key": place.key} if place else {}))
    page = cut(rows, place, size=size, order=BY_NAME, of=itemgetter(-1, 0))
    return Listed(under_current_names([entry_of(one) for one in page.rows], on), page.previous, page.next)


def _searched(found: QuerySet[Finding], wanted: Wanted, cursor: str | None, on: date, size: int) -> Listed:
    """Read the index until a page is filled, keeping what the words find in public text.

    Only rows in public states are read: the places of the pages, which anybody can decode, name one of them.
    """
    entries: list[Entry] = []
    previous: str | None = None
    following: str | None = cursor or ""
    for number in range(MOST_READ):
        asked = {"q": wanted.words, "order": "name", "states": [state.value for state in STANDINGS]}
        page = listed_page(ALL, asked, on, following, size)
        read = _entries(found, [one.pk for one in page.rows], on)
        entries += [one for one in read if is_found(one, wanted.words)]
        previous, following = page.previous if number == 0 else previous, page.next
        if following is None or len(entries) >= size:
            break
    return Listed(entries, previous, following)


def _entries(found: QuerySet[Finding], keys: Sequence[int], on: date) -> list[Entry]:
    known = {row[0]: entry_of(row) for row in with_columns(found.filter(pk__in=keys))}
    return under_current_names([known[pk] for pk in keys if pk in known], on)


def is_found(entry: Entry, words: str) -> bool:
    """Tell whether every word stands in what is public of an account."""
    handle = f"@{entry.handle}" if entry.handle else ""
    key = entry.url.partition("://")[2].removeprefix("www.")
    texts = [entry.name, entry.common_name, handle, entry.url, key, entry.section, entry.service_name]
    text = "\n".join(map(fold, texts))
    return all(word in text for word in sought(words))


def under_current_names(entries: list[Entry], on: date) -> list[Entry]:
    """Return entries under the section that answers for each today: a reorganisation keeps no old name in public."""
    if all(one.section_ends_on is None or one.section_ends_on >= on for one in entries):
        return entries
    units = tree()
    now = [units.nodes[units.current(one.section_pk, on)] for one in entries]
    return [replace(one, section_pk=unit.pk, section=unit.name) for one, unit in zip(entries, now, strict=True)]


def every(wanted: Wanted, on: date) -> Iterator[Entry]:
    """Yield all accounts that filters and words leave, chunk by chunk, so that memory stays flat."""
    cursor: str | None = ""
    while cursor is not None:
        page = listed(wanted, cursor, on, CHUNK)
        yield from page.entries
        cursor = page.next


def sections(on: date) -> list[tuple[int, str, int]]:
    """Return key, name and number of accounts of each section that has any, in the order of the tree."""
    units, counts = tree(), dict[int, int]()
    for pk, number in shown().order_by().values_list("section").annotate(number=Count("pk")):
        current = units.current(pk, on)
        counts[current] = counts.get(current, 0) + number
    return [(pk, units.nodes[pk].name, number) for pk, number in sorted(counts.items())]


def entry(pk: int, on: date) -> Entry | None:
    """Return one public account, None where it is none."""
    found = [entry_of(row) for row in with_columns(shown().filter(pk=pk))] if pk <= LARGEST_KEY else []
    return next(iter(under_current_names(found, on)), None)

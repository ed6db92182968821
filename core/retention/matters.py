"""Which matters may be disposed of on a day, and what hangs together in one."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import count, islice
from typing import Any

from django.db.models import Case, CharField, QuerySet, Value, When

from core.deadlines.models import Obligation
from core.gathering import Found, Gathering, Part, Tuples, gathered
from core.keeping import ForYears
from core.memo import once, tell
from core.periods.clock import japan_date, japan_midnight
from core.periods.retention import concluded_before, retention_ends
from core.records import Record, digest_of
from core.retention.dossiers import DossierKind, key_of, kind_of, kinds
from core.retention.models import DisposalItem, Hold
from core.retention.terms import Terms, adopted, label_of

MOST = 50
"""How many matters one list shows and one disposal takes."""


@dataclass(frozen=True)
class Matter:
    """One concluded matter: its first record, everything that belongs to it, and how long it is kept."""

    kind: DossierKind
    root: Any
    term: str
    concluded_on: date
    years: int
    members: list[Record]

    @property
    def stream(self) -> str:
        """Return the name of the first record."""
        return str(self.root.stream)

    @property
    def title(self) -> str:
        """Return the title that list and register show."""
        return self.kind.title_of(self.root)

    @property
    def essentials(self) -> list[tuple[str, str]]:
        """Return name and value of what those who destroy the matter must know of it."""
        return self.kind.essentials(self.root, self.members)

    @property
    def document_number(self) -> str:
        """Return the document number, empty where none was given."""
        return str(getattr(self.root, "document_number", ""))

    @property
    def kind_label(self) -> str:
        """Return the class in words."""
        return label_of(self.term)

    @property
    def ends_on(self) -> date:
        """Return the last day of the period, a 31 March."""
        return retention_ends(self.concluded_on, self.years)

    @property
    def waits(self) -> bool:
        """Tell whether something about the matter still waits for somebody."""
        return any(isinstance(one, Obligation) and one.state == "open" for one in self.members)

    @cached_property
    def digest(self) -> str:
        """Return what a permission binds: every record of the matter by its version."""
        return digest_of({one.stream: one.version for one in self.members})


def due_matters(on: date, most: int = MOST) -> list[Matter]:
    """Return the matters that may be disposed of on a day, those concluded first at the top.

    Left out are matters under a hold, listed in another disposal, or about which something still waits.
    """
    terms = _terms_and_kept_back(on)
    found = [matter for kind in kinds() for term in terms_of(kind) for matter in _due(kind, term, terms, most)]
    return sorted(found, key=lambda matter: (matter.concluded_on, matter.stream))[:most]


def terms_of(kind: DossierKind) -> tuple[str, ...]:
    """Return the terms that the kind's first record declares."""
    declared = kind.model.retention
    assert isinstance(declared, ForYears)
    return declared.terms


def _due(kind: DossierKind, term: str, terms: Terms, most: int) -> list[Matter]:
    """Ask the database by today's years, the shortest that can count, and then look at each one's own.

    It goes on in batches until `most` are found: those that wait or are kept longer hide none behind them.
    """
    before = japan_midnight(concluded_before(terms.on, terms.years(term, terms.on)))
    found = kind.concluded().filter(kind.term(term), concluded_at__lt=before)
    kept_back = once("kept_back", _kept_back, of=("retention.disposalitem", "retention.hold"))
    left_out = {key_of(stream) for stream in kept_back if kind_of(stream) is kind}
    ordered = found.exclude(pk__in=left_out).order_by("concluded_at", "pk")
    matters = (one for roots in _batches(ordered, most * 2) for one in _matters(kind, term, roots, terms))
    return list(islice((one for one in matters if one.ends_on < terms.on and not one.waits), most))


def _batches(found: QuerySet[Any], size: int) -> Iterator[list[Any]]:
    """Yield rows of an ordered query, `size` at a time, as far as they are asked for."""
    for start in count(0, size):
        rows = list(found[start : start + size])
        yield rows
        if len(rows) < size:
            return


LISTED = Tuples(lambda: DisposalItem.objects.filter(is_listed=True, disposed_on=None), ("about",))
HELD = Tuples(Hold.objects.standing, ("about",))
OF_DUE = Gathering("due_matters", versions=Part(adopted), listed=LISTED, held=HELD)


def _kept_back() -> list[str]:
    return _abouts(gathered(listed=LISTED, held=HELD))


def _terms_and_kept_back(on: date) -> Terms:
    """Return the years as they ruled, and remember which matters are kept back; one query."""
    found = OF_DUE.ask()
    tell("kept_back", _abouts(found), of=("retention.disposalitem", "retention.hold"))
    return Terms(on, found["versions"])


def _abouts(found: Found) -> list[str]:
    return list({about for name in ("listed", "held") for (about,) in found[name]})


def matters_of(streams: Iterable[str], on: date) -> dict[str, Matter]:
    """Return the concluded matters among some streams of first records as they stand now, due or not."""
    terms, by_kind = Terms(on), defaultdict(list)
    for stream in streams:
        by_kind[kind_of(stream)].append(key_of(stream))
    found: list[Matter] = []
    for kind, keys in by_kind.items():
        known = terms_of(kind)
        counting = Case(*(When(kind.term(term), then=Value(term)) for term in known), output_field=CharField())
        roots = list(kind.concluded().filter(pk__in=keys).annotate(kept_term=counting).order_by("pk"))
        for term in known:
            found += _matters(kind, term, [root for root in roots if root.kept_term == term], terms)
    return {matter.stream: matter for matter in found}


def _matters(kind: DossierKind, term: str, roots: Sequence[Any], terms: Terms) -> Iterator[Matter]:
    members = with_obligations(kind.members(roots)) if roots else {}
    for root in roots:
        concluded_on = japan_date(root.concluded_at)
        yield Matter(kind, root, term, concluded_on, terms.years(term, concluded_on), members[root.pk])


def with_obligations(members: dict[int, list[Record]]) -> dict[int, list[Record]]:
    """Add the obligations that the records of some matters caused; one query."""
    owner = {one.stream: key for key, records in members.items() for one in records}
    for obligation in Obligation.objects.about(*owner).order_by("pk"):
        members[owner[obligation.about]].append(obligation)
    return members

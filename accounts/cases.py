"""What higher chapters hang on an account, found by the names of their reverse relations alone.

The registry shows open duties and history of requests and filings without importing their app: a
chain of relations from `Account` leads to the records, and their streams to obligations and events.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.db.models import CharField, Min, OuterRef, Q, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Concat, Least

from accounts.models import Account
from core.deadlines.models import Obligation

NEVER = date(9999, 12, 31)
"""Stands for no date where one is compared."""


@dataclass(frozen=True)
class Relation:
    """A chain of relations from the account to records, and which of them can still owe something."""

    path: str
    owing: Mapping[str, str]

    @property
    def model(self) -> type[models.Model]:
        """Return the model at the end of the chain."""
        found: Any = Account
        for name in self.path.split("__"):
            found = found._meta.get_field(name).related_model
        return found  # type: ignore[no-any-return]

    def pairs(self, accounts: Iterable[int], *, only_owing: bool) -> Iterable[tuple[int, str]]:
        """Yield the key of an account and the stream of a record, for some accounts."""
        narrow = {f"{self.path}__{name}": value for name, value in self.owing.items()} if only_owing else {}
        rows = Account.objects.filter(pk__in=accounts, **{f"{self.path}__isnull": False}, **narrow)
        label = self.model._meta.label_lower
        return ((account, f"{label}:{pk}") for account, pk in rows.values_list("pk", self.path))


RELATIONS = (
    Relation("requests", {}),
    Relation("requests__steps", {"state": "pending"}),
    Relation("requests__steps__review", {"state": "awaiting"}),
    Relation("filings", {}),
)
"""Records that obligations are opened about; the account itself comes first of all."""
PAPERS = (Relation("policies", {}), Relation("operators", {}), Relation("password_changes", {}))
"""Further records whose history belongs to the account's."""


def streams_of(accounts: Iterable[int], relations: Iterable[Relation], *, only_owing: bool = False) -> dict[str, int]:
    """Map the streams of accounts and of what hangs on them to the account; one query for each relation."""
    keys = list(accounts)
    found = {f"{Account._meta.label_lower}:{pk}": pk for pk in keys}
    for relation in relations:
        found |= {stream: pk for pk, stream in relation.pairs(keys, only_owing=only_owing)}
    return found


@dataclass(frozen=True)
class Load:
    """How many duties are open about an account, and the nearest date."""

    count: int = 0
    due_on: date | None = None


def loads(accounts: Iterable[int]) -> defaultdict[int, Load]:
    """Return the open duties of some accounts as counts and nearest dates; constant queries."""
    streams = streams_of(accounts, RELATIONS, only_owing=True)
    found: defaultdict[int, Load] = defaultdict(Load)
    for about, due_on in Obligation.objects.open().about(*streams).values_list("about", "due_on"):
        known = found[streams[about]]
        dates = [day for day in (known.due_on, due_on) if day is not None]
        found[streams[about]] = Load(known.count + 1, min(dates, default=None))
    return found


def nearest_duty() -> Least:
    """Return the expression of an account's nearest open due date, `NEVER` where there is none."""
    own = Concat(Value(f"{Account._meta.label_lower}:"), Cast(OuterRef("pk"), CharField()))
    parts = [_nearest(Q(about=own)), *(_nearest(_about(relation)) for relation in RELATIONS)]
    return Least(*(Coalesce(part, Value(NEVER)) for part in parts))


def _nearest(about: Q) -> Subquery:
    dated = Obligation.objects.open().filter(about, due_on__isnull=False).order_by()
    return Subquery(dated.values("state").annotate(nearest=Min("due_on")).values("nearest"))


def _about(relation: Relation) -> Q:
    label = relation.model._meta.label_lower
    rows = Account.objects.filter(pk=OuterRef(OuterRef("pk")), **{f"{relation.path}__isnull": False})
    stream = Concat(Value(f"{label}:"), Cast(relation.path, CharField()))
    return Q(about__in=rows.order_by().values_list(stream))

"""What higher chapters hang on an account, found by the names of their reverse relations alone.

The registry shows open duties and history of requests and filings without importing their app: a
chain of relations from `Account` leads to the records, and their streams to obligations and events.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from django.db import models
from django.db.models import CharField, Q, Value
from django.db.models.functions import Cast, Concat

from accounts.models import Account
from core.deadlines.states import ObligationState
from core.statements import KEPT, Among, Statement


@dataclass(frozen=True)
class Relation:
    """A chain of relations from the account to records, and which of them can still owe something."""

    path: str
    owing: Mapping[str, str] = field(default_factory=dict)

    @property
    def model(self) -> type[models.Model]:
        """Return the model at the end of the chain."""
        return self.end_from(Account)

    def end_from(self, account: Any) -> type[models.Model]:
        """Return the model at the end of the chain, from the account of today or of a migration."""
        found: Any = account
        for name in self.path.split("__"):
            found = found._meta.get_field(name).related_model
        return found  # type: ignore[no-any-return]  # found by name

    def rows(self, accounts: "Among | Q", account: Any, *, only_owing: bool = False) -> models.QuerySet[Any, Any]:
        """Return the key of an account and the stream of a record, for some accounts."""
        narrow = {f"{self.path}__{name}": value for name, value in self.owing.items()} if only_owing else {}
        rows = account._base_manager.filter(accounts, **{f"{self.path}__isnull": False}, **narrow).order_by()
        label = Value(f"{self.end_from(account)._meta.label_lower}:")
        named = rows.annotate(stream=Concat(label, Cast(self.path, CharField())))
        return named.values_list("pk", "stream")  # type: ignore[no-any-return]  # the model may be a migration's


RELATIONS = (
    Relation("requests"),
    Relation("requests__steps", {"state": "pending"}),
    Relation("requests__steps__review", {"state": "awaiting"}),
    Relation("policies__reviews", {"state": "awaiting"}),
    Relation("filings"),
    Relation("publications"),
    Relation("notices"),
    Relation("notices__reviews", {"state": "awaiting"}),
    Relation("consultations"),
    Relation("hand_overs"),
    Relation("hand_overs__reviews", {"state": "awaiting"}),
)
"""Records that obligations are opened about; the account itself comes first of all."""
PAPERS = (Relation("policies"), Relation("operators"), Relation("password_changes"))
"""Further records whose history belongs to the account's."""


def relation_named(path: str) -> Relation:
    """Return the relation of a chain."""
    return next((relation for relation in RELATIONS if relation.path == path), Relation(path))


def streams_of(
    accounts: Iterable[int], relations: Iterable[Relation], *, only_owing: bool = False, model: Any = Account
) -> dict[str, int]:
    """Map the streams of accounts and of what hangs on them to the account; one query.

    Args:
        model: the account, of today or of a migration.
    """
    keys = list(accounts)
    found = {f"{Account._meta.label_lower}:{pk}": pk for pk in keys}
    parts = [relation.rows(Q(pk__in=keys), model, only_owing=only_owing) for relation in relations]
    rows = parts[0].union(*parts[1:], all=True) if keys and parts else ()
    return found | {stream: account for account, stream in rows}


@dataclass(frozen=True)
class Load:
    """How many duties are open about an account, and the nearest date."""

    count: int = 0
    due_on: date | None = None


OPEN_ABOUT = """
SELECT held.pk, (SELECT COUNT(*) {duties}), (SELECT MIN(duty.due_on) {duties}) FROM ({{asked}}) AS held
"""
DUTIES = """FROM "{obligations}" AS duty WHERE duty.about = held.stream AND duty.state = '{open}'"""
"""Asked of each stream by itself, so that a kept plan can not walk over all duties, whatever it guesses of them."""


def loads(accounts: Iterable[int], model: Any = Account) -> defaultdict[int, Load]:
    """Return the open duties of some accounts as counts and nearest dates; one query."""
    found: defaultdict[int, Load] = defaultdict(Load)
    keys = list(accounts)
    on = model._meta.apps.get_model("deadlines", "Obligation")._meta.get_field("due_on")
    for account, number, due_on in _owing_of(model).rows(accounts=keys) if keys else ():
        known = found[account]
        dates = [day for day in (known.due_on, on.to_python(due_on)) if day is not None]
        found[account] = Load(known.count + number, min(dates, default=None))
    return found


@lru_cache(maxsize=2)
def _owing_of(model: Any) -> Statement:
    """Read what is open about accounts and each record that can owe something for them: the account, how much, when."""

    def build() -> models.QuerySet[Any, Any]:
        own = Concat(Value(f"{Account._meta.label_lower}:"), Cast("pk", CharField()))
        parts = [relation.rows(Among("pk", "accounts"), model, only_owing=True) for relation in RELATIONS]
        itself = model._base_manager.filter(Among("pk", "accounts")).order_by().annotate(stream=own)
        return itself.values_list("pk", "stream").union(*parts, all=True)  # type: ignore[no-any-return]  # as above

    obligations = model._meta.apps.get_model("deadlines", "Obligation")._meta.db_table
    duties = DUTIES.format(obligations=obligations, open=ObligationState.OPEN.value)
    around = OPEN_ABOUT.format(duties=duties)
    return Statement("owing", build, **KEPT, around=around)

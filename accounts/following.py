"""Writes the rows of the index of the registry (`accounts.finding`) that an act concerned, at its end.

What is open about an account is not asked where what the act opened and ended itself gives it (ADR 0042).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from django.db import connection, models
from django.db.models import Q

from accounts.cases import RELATIONS, loads
from accounts.finding import NEVER, Finding
from accounts.folding import fold
from accounts.models import Account, Platform
from accounts.projection import NUMBER, Names, Work, batches, service_key, store
from core.deadlines.models import Obligation
from core.deadlines.states import ObligationState
from core.records import Record
from core.staff.models import Unit
from core.statements import KEPT, Among, Statement

NAMES = 100
"""Names sought at once: SQLite nests no more than a thousand conditions."""


OPEN = ObligationState.OPEN


@dataclass
class Touched:
    """The accounts that an act concerned, as far as the changed records say it themselves."""

    own: set[int] = field(default_factory=set)
    acted: set[int] = field(default_factory=set)
    rewritten: set[int] = field(default_factory=set)
    numbers: defaultdict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    """The document numbers that papers of the accounts bear now; a number is never taken away."""
    by_path: defaultdict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    acted_paths: set[str] = field(default_factory=set)
    duties: list[Obligation] = field(default_factory=list)
    """What is owed for accounts and was changed."""
    sole: int | None = None
    """The account that everything concerns; None where there are several, or something concerns none."""

    def add(self, record: Record) -> None:
        """Note the account of a record: itself, the one it names, or the one at the other end of a chain."""
        if isinstance(record, Obligation):
            self._add_duty(record)
        elif isinstance(record, Account):
            self._add_own(record.pk, acted=True, rewritten=True)
        elif key := getattr(record, "account_id", None):
            self._add_own(key, acted=True)
            self.numbers[key] |= {getattr(record, NUMBER, "")} - {""}
        elif path := paths().get(record._meta.label_lower):
            self.by_path[path].add(record.pk)
            self.acted_paths.add(path)

    def adds_to(self, row: Finding) -> bool:
        """Tell whether a paper bears a number that the row does not hold yet."""
        return not {fold(number) for number in self.numbers[row.pk]} <= set(row.text.split("\n"))

    def _add_duty(self, duty: Obligation) -> None:
        label, _, key = duty.about.partition(":")
        pk, path = int(key) if key.isdigit() else 0, paths().get(label)
        if label == Account._meta.label_lower:
            self._add_own(pk)
        elif path:
            self.by_path[path].add(pk)
        if path or label == Account._meta.label_lower:
            self.duties.append(duty)

    def _add_own(self, key: int, *, acted: bool = False, rewritten: bool = False) -> None:
        self.own.add(key)
        self.acted |= {key} if acted else set()
        self.rewritten |= {key} if rewritten else set()


@cache
def paths() -> dict[str, str]:
    """Return the chains from the account to records, by the labels of these."""
    return {relation.model._meta.label_lower: relation.path for relation in RELATIONS}


def follow(changed: Collection[Record], left: Mapping[str, str], on: date) -> None:
    """Write the rows of all accounts that an act concerned; `core.lifecycle` calls this at its end.

    Args:
        changed: the records, as they stand now.
        left: the states that some of them left, by their streams.
        on: the day of the act.
    """
    touched = Touched()
    for record in changed:
        touched.add(record)
    rows = _locked(touched)
    known = {row.pk: row for row in rows}
    fresh = touched.rewritten | (touched.own - set(known)) | {pk for pk, row in known.items() if touched.adds_to(row)}
    last = {pk: _later(known.get(pk), pk, touched, on) for pk in {*known, *fresh}}
    if fresh:
        store(Work(fresh, Names.read()).findings(last))
    _store_loads([row for row in rows if row.pk not in fresh], touched, left, last)
    _follow_masters(changed)


def _later(row: Finding | None, pk: int, touched: Touched, on: date) -> date:
    if row is None:
        return on
    acted = pk in touched.acted or (touched.acted_paths and pk not in touched.own)
    return max(row.last_act_on, on) if acted else row.last_act_on


def _locked(touched: Touched) -> list[Finding]:
    """Return the rows concerned, locked: two acts about one account write its row one after the other."""
    if not touched.own and len(touched.by_path) == 1:
        path, keys = next(iter(touched.by_path.items()))
        found = _rows_at(f"account__{path}").records(keys=sorted(keys))
        rows = list({row.pk: row for row in found}.values())
        touched.sole = rows[0].pk if len(rows) == 1 and len(found) == len(keys) else None
        return rows
    owners = list(_owners(touched))
    for owner, path in owners:
        touched.own.add(owner)
        touched.acted |= {owner} if path in touched.acted_paths else set()
    if len(touched.own) == 1 and len(owners) == sum(map(len, touched.by_path.values())):
        (touched.sole,) = touched.own
    return _rows_at("account").records(keys=sorted(touched.own)) if touched.own else []


@cache
def _rows_at(column: str) -> Statement:
    rows = Finding.objects.select_for_update(of=("self",), no_key=True).order_by("pk")
    return Statement("findings", lambda: rows.filter(Among(column, "keys")), **KEPT)


def _owners(touched: Touched) -> Iterable[tuple[int, str]]:
    """Return the accounts at the ends of the chains, each with its chain; one query for all chains."""
    chains = {path: sorted(keys) for path, keys in sorted(touched.by_path.items())}
    return _owners_by(tuple(chains)).rows(**chains) if chains else ()


@cache
def _owners_by(chains: tuple[str, ...]) -> Statement:
    def build() -> Any:
        first, *others = (
            Account.objects.filter(Among(path, path)).order_by().values_list("pk", models.Value(path))
            for path in chains
        )
        return first.union(*others, all=True) if others else first

    return Statement("owners", build, **KEPT)


def _store_loads(rows: list[Finding], touched: Touched, left: Mapping[str, str], last: dict[int, date]) -> None:
    """Write what is open about some accounts, where it differs."""
    known = {row.pk: _load_after(row, touched, left) for row in rows}
    asked = [pk for pk, load in known.items() if load is None]
    found = loads(asked) if asked else {}
    for row in rows:
        count, due_on = known[row.pk] or (found[row.pk].count, found[row.pk].due_on or NEVER)
        now = (count, due_on, last[row.pk])
        if now != (row.open_duties, row.due_on, row.last_act_on):
            _write_load(row.pk, *now)


def _load_after(row: Finding, touched: Touched, left: Mapping[str, str]) -> tuple[int, date] | None:
    """Return how much is open and the nearest day, from what the row held and the act opened and ended.

    None where that does not give it: a duty was changed in another way, or the nearest one ended among several.
    """
    opened = [one.due_on or NEVER for one in touched.duties if one.version == 1 and one.state == OPEN]
    ended = [one.due_on or NEVER for one in touched.duties if left.get(one.stream) == OPEN != one.state]
    if touched.sole != row.pk or not touched.duties or len(opened) + len(ended) != len(touched.duties):
        return None
    stay = row.open_duties - len(ended)
    if stay < 0 or (stay and ended and min(ended) <= row.due_on):
        return None
    return stay + len(opened), min([row.due_on if stay else NEVER, *opened])


def _write_load(account: int, count: int, *days: date) -> None:
    adapted = map(connection.ops.adapt_datefield_value, days)
    with connection.cursor() as cursor:
        cursor.execute(LOAD_NOW, [count, *adapted, account])


LOAD_NOW = "UPDATE accounts_finding SET open_duties = %s, due_on = %s, last_act_on = %s WHERE account_id = %s"


def _follow_masters(changed: Collection[Record]) -> None:
    """Carry a change of a service or a unit to all accounts it stands for."""
    for record in changed:
        if isinstance(record, Platform):
            Finding.objects.filter(platform=record).update(service_key=service_key(record))
    if units := [record for record in changed if isinstance(record, Unit)]:
        names = Names.read()
        for keys in (keys for found in _of_units(units, names) for keys in batches(found)):
            last = dict(Finding.objects.filter(pk__in=keys).values_list("pk", "last_act_on"))
            store(Work(keys, names).findings(last))


def _of_units(units: Collection[Unit], names: Names) -> Iterator[models.QuerySet[Account]]:
    """Yield the accounts below some units, then those found by their names: who carried their work on loses them."""
    yield Account.objects.filter(section__in=names.below([unit.pk for unit in units]))
    called = sorted({fold(unit.name) for unit in units} - {""})
    for start in range(0, len(called), NAMES):
        some = (("finding__text__contains", name) for name in called[start : start + NAMES])
        yield Account.objects.filter(Q(*some, _connector=Q.OR))

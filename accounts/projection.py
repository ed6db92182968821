"""Works out the index of the registry (`accounts.finding`) from the records it speaks of.

`rebuild` works everything out anew; `accounts.following` keeps it with every act. Both come to the same: the nightly
reconciliation compares them. What is read is read for many accounts at once.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models, transaction
from django.db.models import Max

from accounts.cases import RELATIONS, loads, relation_named, streams_of
from accounts.finding import LONGEST_KEY, NEVER, NO_YEAR, Finding
from accounts.folding import fold
from accounts.models import Account
from core.periods.clock import japan_date
from core.periods.fiscal import fiscal_year
from core.staff.models import Unit

BATCH = 500
"""Accounts worked out at once: memory stays flat however many there are."""
FIELDS = [f.name for f in Finding._meta.concrete_fields if not f.primary_key]
NUMBER = "document_number"


class Names:
    """The names under which a unit is looked for: its own, those above it, those of successors and of forerunners."""

    def __init__(self, units: Iterable[tuple[int, str, int | None, int | None]]) -> None:
        """Take key, name, parent and successor of every unit."""
        self._units = {pk: (name, parent, successor) for pk, name, parent, successor in units}
        self._forerunners: defaultdict[int, list[int]] = defaultdict(list)
        for pk, (_, _, successor) in self._units.items():
            if successor is not None:
                self._forerunners[successor].append(pk)
        self._chains: dict[int, list[int]] = {}

    @classmethod
    def read(cls, model: Any = Unit) -> "Names":
        """Read the whole tree: one narrow query."""
        return cls(model._base_manager.values_list("pk", "name", "parent", "successor"))

    def chain(self, unit: int) -> list[int]:
        """Return a unit, those above it and the successors of each, nearest first; then whose work they carry on."""
        if unit not in self._chains:
            upwards = _reached([unit], lambda pk: self._units[pk][1:])
            self._chains[unit] = _reached(upwards, lambda pk: self._forerunners.get(pk, ()))
        return self._chains[unit]

    def of(self, unit: int) -> list[str]:
        """Return the names of the chain."""
        return [self._units[pk][0] for pk in self.chain(unit)]

    def below(self, units: Collection[int]) -> list[int]:
        """Return the units in whose chain one of some units stands."""
        return [pk for pk in self._units if set(units) & set(self.chain(pk))]


def _reached(first: Iterable[int], further: Callable[[int], Iterable[int | None]]) -> list[int]:
    """Return some units and all that one comes to from them, those nearest first."""
    found: dict[int, None] = {}
    waiting: list[int | None] = list(first)
    while waiting:
        pk = waiting.pop(0)
        if pk is not None and pk not in found:
            found[pk] = None
            waiting += further(pk)
    return list(found)


def sources(account: Any, names: Iterable[str], numbers: Iterable[str]) -> list[str]:
    """Return the values an account is searched by, as they are written; a handle also with its sign."""
    handle = f"@{account.handle_key}" if account.handle_key else ""
    paper = getattr(account, "paper_number", "")  # the account of an older migration has none
    own = [account.name, account.common_name, account.handle, handle, account.url, account.url_key, paper]
    return [value for value in dict.fromkeys([*own, *names, *sorted(numbers)]) if value]


def text_of(values: Iterable[str]) -> str:
    """Return what stands in `Finding.text`: a line for each value, folded."""
    return "\n".join(dict.fromkeys(filter(None, map(fold, values))))


def service_key(platform: Any) -> str:
    """Return what services are sorted by: the position, then the name."""
    return f"{platform.position:05}{fold(platform.name)}"[:LONGEST_KEY]


@dataclass(frozen=True)
class Work:
    """What is read for some accounts; `account` is the model, of today or of a migration."""

    keys: Collection[int]
    names: Names
    account: Any = Account

    def findings(self, last: dict[int, date]) -> Iterator[Finding]:
        """Yield the rows of the accounts; `last` gives the day of the last act of each."""
        open_duties, numbers = loads(self.keys, self.account), self._numbers()
        for account in self.account._base_manager.filter(pk__in=self.keys).select_related("platform"):
            load, names = open_duties[account.pk], self.names.of(account.section_id)
            acquired = account.acquired_on or account.started_on  # what was registered has no day of acquisition
            yield Finding(
                account_id=account.pk,
                text=text_of(sources(account, names, numbers[account.pk])),
                platform_id=account.platform_id,
                section_id=account.section_id,
                state=account.state,
                suspended=getattr(account, "suspended_on", None) is not None,  # an older migration's has none
                year=fiscal_year(acquired) if acquired else NO_YEAR,
                name_key=fold(account.name)[:LONGEST_KEY],
                section_key=names[0][:LONGEST_KEY],
                service_key=service_key(account.platform),
                open_duties=load.count,
                due_on=load.due_on or NEVER,
                last_act_on=last[account.pk],
            )

    def _numbers(self) -> defaultdict[int, list[str]]:
        """Return the document numbers of the accounts' papers, by the names of the relations alone."""
        found: defaultdict[int, list[str]] = defaultdict(list)
        rows = self.account._base_manager.filter(pk__in=self.keys).order_by()
        parts = [rows.exclude(**{f"{name}__{NUMBER}": ""}) for name in numbered(self.account)]
        values = [
            part.filter(**{f"{name}__isnull": False}).values_list("pk", f"{name}__{NUMBER}")
            for name, part in zip(numbered(self.account), parts, strict=True)
        ]
        for pk, number in values[0].union(*values[1:]) if values else ():
            found[pk].append(number)
        return found

    def last_acts(self) -> dict[int, date]:
        """Return the day of the last act on each account or its papers, by the trail itself."""
        streams = streams_of(self.keys, history_of(self.account), model=self.account)
        event = self.account._meta.apps.get_model("audit", "Event")
        rows = event._base_manager.filter(stream__in=list(streams)).order_by().values_list("stream")
        found: dict[int, date] = {}
        for stream, at in rows.annotate(last=Max("at")):
            pk = streams[stream]
            found[pk] = max(found.get(pk, date.min), japan_date(at))
        return found


def numbered(account: Any) -> list[str]:
    """Return the names of the relations to papers that have a document number."""
    found = (relation for relation in account._meta.related_objects if relation.related_model is not None)
    return sorted(r.name for r in found if any(f.name == NUMBER for f in r.related_model._meta.concrete_fields))


def history_of(account: Any) -> list[Any]:
    """Return the relations whose events are acts on the account."""
    direct = sorted(r.name for r in account._meta.related_objects if hasattr(r.related_model, "version"))
    paths = {relation.path for relation in RELATIONS}
    return [relation_named(path) for path in sorted(paths | set(direct))]


def store(rows: Iterable[Finding]) -> None:
    """Write whole rows, new ones and those that are there."""
    Finding.objects.bulk_create(rows, update_conflicts=True, unique_fields=["account"], update_fields=FIELDS)


def batches(found: models.QuerySet[Any]) -> Iterator[list[int]]:
    """Yield the keys of some rows, `BATCH` at a time, in order."""
    last = 0
    while keys := list(found.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        yield keys
        last = keys[-1]


def rebuild(account: Any = Account) -> Iterator[int]:
    """Work the whole index out anew, each batch in its own transaction; yield how many accounts are done."""
    done = 0
    for keys in batches(account._base_manager.all()):
        with transaction.atomic():
            list(Finding.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk").values_list("pk"))
            store(worked_out(keys, account))
        done += len(keys)
        yield done


def worked_out(keys: Collection[int], account: Any = Account) -> list[Finding]:
    """Return the rows of some accounts as the records and the trail give them; nothing is written."""
    names = Names.read(account._meta.apps.get_model("staff", "Unit"))
    work = Work(keys, names, account)
    return list(work.findings(defaultdict(lambda: date.min, work.last_acts())))


def differing(found: Iterable[Finding]) -> list[int]:
    """Return the keys of accounts whose stored row is another one, or is missing."""
    right = {row.pk: row for row in found}
    stored = Finding.objects.in_bulk(right)
    same = {pk for pk, row in stored.items() if all(getattr(row, n) == getattr(right[pk], n) for n in ATTRIBUTES)}
    return sorted(set(right) - same)


ATTRIBUTES = [f.attname for f in Finding._meta.concrete_fields]

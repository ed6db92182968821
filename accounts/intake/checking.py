"""From a table to a plan: every row is read to its end, so that every problem is told at once.

Services, units and the accounts that stand already are read once for the file, whatever its length.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from accounts.doubts import Place, doubts_about
from accounts.intake.columns import BY_KEY, FIELDS
from accounts.intake.plan import Line, Plan, RowProblem
from accounts.intake.reading import Table
from accounts.intake.sections import Sections
from accounts.intake.values import problem_with_text, read_date
from accounts.models import Account, Platform
from accounts.queries import all_services
from accounts.recognition import Recognition, recognise, service_named
from accounts.rules import handle_key, host_of, url_key
from core.gathering import Part, gathered

CHUNK = 400
PLACED = ("service", "handle", "url")
"""Fields that say where an account is."""
LENGTHS = {"name": 80, "common_name": 80, "paper_number": 40}
Progress = Callable[[list[Any]], Any]
Key = tuple[Any, ...]


@dataclass
class Draft:
    """One row while it is read."""

    number: int
    cells: Mapping[str, str]
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[RowProblem] = field(default_factory=list)
    read: Recognition | None = None

    def refuse(self, key: str, sentence: str) -> None:
        """Tell a problem of one cell."""
        label = BY_KEY[key].label if key in BY_KEY else ""
        self.problems.append(RowProblem(self.number, label, self.cells.get(key, ""), sentence))

    @property
    def told_at(self) -> str:
        """Return the field at which it is told what is wrong with the account a row is about."""
        return "url" if self.cells.get("url") else "handle"

    @property
    def filled(self) -> set[str]:
        """Return the fields that were filled from another one: nothing was written there."""
        return {change.field for change in self.read.changes if change.fills} if self.read else set()


def plan_of(table: Table, columns: Mapping[str, int], on: date, progress: Progress = iter) -> Plan:
    """Read every row and compare it with what stands in the registry; writes nothing.

    Args:
        columns: the place of each field's column.
        on: the day of the import.
        progress: wraps the rows, to show how far the reading is.
    """
    services, sections = all_services(), Sections(on)
    rows = list(zip(table.numbers, table.rows, strict=True))
    drafts = [_read(number, _cells(row, columns), services, sections, on) for number, row in progress(rows)]
    keys = _Keys(services, drafts)
    found = [line for draft in drafts if (line := _line(draft, columns, keys, sections)) is not None]
    lines = _undoubted(found, {draft.number: draft for draft in drafts})
    return Plan(tuple(lines), tuple(problem for draft in drafts for problem in draft.problems))


def _cells(row: list[str], columns: Mapping[str, int]) -> dict[str, str]:
    return {key: row[place] if place < len(row) else "" for key, place in columns.items()}


def _read(number: int, cells: dict[str, str], services: list[Platform], sections: Sections, on: date) -> Draft:
    draft = Draft(number, cells)
    for one in FIELDS:
        text = cells.get(one.key, "")
        if one.required and not text:
            draft.refuse(one.key, f"「{one.label}」を入力してください。")
        elif text and (problem := problem_with_text(text, LENGTHS.get(one.key, 1000))):
            draft.refuse(one.key, problem)
    draft.values |= {key: cells.get(key, "") for key in LENGTHS}
    _read_place(draft, sections)
    _read_dates(draft, on)
    _read_address(draft, services)
    return draft


def _read_place(draft: Draft, sections: Sections) -> None:
    if text := draft.cells.get("section"):
        draft.values["section"], problem = sections.find(text)
        if problem:
            draft.refuse("section", problem)


def _read_dates(draft: Draft, on: date) -> None:
    for key in ("started_on", "paper_on"):
        text = draft.cells.get(key, "")
        day = draft.values[key] = read_date(text)
        if text and day is None:
            draft.refuse(key, "実在する年月日を書いてください。例:2014/8/1、平成26年8月1日、H26.8.1")
        elif day is not None and day > on:
            draft.refuse(key, "きょう以前の日を書いてください。")


def _read_address(draft: Draft, services: list[Platform]) -> None:
    """Recognise the account, as far as its service is known."""
    named = draft.cells.get("service", "")
    service = service_named(named, services) if named else None
    if named and service is None:
        offered = "、".join(one.name for one in services)
        draft.refuse("service", f"サービスの一覧にない名称です。{offered} のどれかを書いてください。")
    read = recognise(draft.cells.get("url", ""), services, service=service, handle=draft.cells.get("handle", ""))
    draft.read = read
    for problem in read.problems:
        if service is not None or named == "" or draft.cells.get("url"):
            draft.refuse(problem.field, problem.words)
    draft.values |= {"service": service, "url": read.url, "handle": read.handle}


class _Keys:
    """Which rows and which accounts stand under which keys of address and handle."""

    def __init__(self, services: list[Platform], drafts: list[Draft]) -> None:
        self._aliases = {service.pk: service.aliases() for service in services}
        self._first: dict[Key, int] = {}
        own = {draft.number: self._of(draft.values) for draft in drafts if draft.values.get("service")}
        for number, keys in own.items():
            for key in keys:
                self._first.setdefault(key, number)
        self._own = own
        self._standing = _standing({key for keys in own.values() for key in keys})

    def _of(self, values: Mapping[str, Any]) -> list[Key]:
        service = values["service"]
        address = url_key(values["url"], self._aliases[service.pk]) if values["url"] and host_of(values["url"]) else ""
        handle = handle_key(values["handle"])
        found: list[Key] = [("url", address)] if address else []
        return [*found, ("handle", service.pk, handle)] if handle else found

    def earlier(self, number: int) -> int | None:
        """Return the number of an earlier row about the same account."""
        firsts = [self._first[key] for key in self._own.get(number, [])]
        return min((first for first in firsts if first < number), default=None)

    def accounts(self, number: int) -> list[Account]:
        """Return the accounts that stand under the keys of a row, each once."""
        found = (self._standing.get(key) for key in self._own.get(number, []))
        return list({account.pk: account for account in found if account is not None}.values())


def _standing(keys: set[Key]) -> dict[Key, Account]:
    """Read the accounts under some keys; one query for each `CHUNK` addresses and handles."""
    found: dict[Key, Account] = {}
    texts = {name: sorted({key[-1] for key in keys if key[0] == name}) for name in ("url", "handle")}
    for start in range(0, max(map(len, texts.values())), CHUNK):
        parts = {name: _under(name, known[start : start + CHUNK]) for name, known in texts.items()}
        for account in (account for part in gathered(**parts).values() for account in part):
            found["url", account.url_key] = account
            found["handle", account.platform_id, account.handle_key] = account
    return found


def _under(name: str, texts: list[str]) -> Part:
    """Return the accounts under some addresses or some handles as part of a question."""
    found = Account.objects.standing().filter(**{f"{name}_key__in": texts})
    return Part(lambda: found, related={"platform": (), "section": ()})


def _line(draft: Draft, columns: Mapping[str, int], keys: _Keys, sections: Sections) -> Line | None:
    """Return what becomes of a row; None when something is wrong with it."""
    if (earlier := keys.earlier(draft.number)) is not None:
        draft.refuse(draft.told_at, f"{earlier}行目と同じアカウントです。1行にしてください。")
    accounts = keys.accounts(draft.number)
    for sentence in _problems_with(accounts):
        draft.refuse(draft.told_at, sentence)
    if draft.problems:
        return None
    put_right = "".join(change.words for change in draft.read.changes) if draft.read else ""
    if not accounts:
        return Line(draft.number, draft.values, put_right=put_right)
    changes = dict(_changes(draft, accounts[0], columns, sections))
    return Line(draft.number, draft.values, accounts[0], changes, put_right)


def _undoubted(lines: list[Line], drafts: Mapping[int, Draft]) -> list[Line]:
    """Keep the rows that bring no account to a place of which something else is known; the others are told."""
    moved = [line for line in lines if line.account is None or not line.changes.keys().isdisjoint(PLACED)]
    places = [Place(line.values["service"], line.values["handle"], line.values["url"]) for line in moved]
    refused = {line.number: told for line, told in zip(moved, doubts_about(places), strict=True) if told}
    for number, sentence in refused.items():
        drafts[number].refuse(drafts[number].told_at, sentence)
    return [line for line in lines if line.number not in refused]


def _problems_with(accounts: list[Account]) -> Iterator[str]:
    if len(accounts) > 1:
        names = "、".join(f"「{account.name}」" for account in accounts)
        yield f"URLとアカウントIDが、台帳の別々のアカウント({names})のものです。どちらかを直してください。"
    for account in accounts:
        if not account.is_registered:
            where = f"{account.section.name}、{account.get_state_display()}"
            what = f"起案により台帳にあるアカウントです({account.name}、{where})。"
            yield f"{what}取込みでは変えません。この行を除いてください。"


def _changes(
    draft: Draft, account: Account, columns: Mapping[str, int], sections: Sections
) -> Iterator[tuple[str, tuple[Any, Any]]]:
    """Yield what a row says otherwise than the account; what the file has no column for stays."""
    for one in FIELDS:
        key, new = one.key, draft.values[one.key]
        old = account.platform if key == "service" else getattr(account, key)
        if key in draft.filled or key not in columns or _is_same(key, old, new, sections):
            continue
        yield key, (old, new)


def _is_same(key: str, old: Any, new: Any, sections: Sections) -> bool:
    same: bool = sections.current(old.pk) == new.pk if key == "section" else old == new
    return same

"""The import itself: planned again under its own transaction, then carried out as one act, all or nothing."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import IntegrityError

from accounts.doubts import keep_undoubted
from accounts.intake.checking import Progress, plan_of
from accounts.intake.plan import Line, Plan
from accounts.intake.reading import Table
from accounts.models import Account
from accounts.registration import register_accounts
from core.lifecycle.act import Act, acting
from core.lifecycle.actor import Actor
from core.lifecycle.duplicates import is_duplicate
from core.lifecycle.errors import Conflict, Denied
from core.notifications.telling import Tell
from core.staff.authority import people_answering
from core.staff.models import Unit
from core.staff.offices import Office

REGISTRY = "accounts:registry"
NAMED = 20
"""Accounts that a message names; the rest is a number."""
OTHERWISE = "確かめた後に、台帳かファイルが変わりました。取り込んでいません。下の結果を確かめ直してください。"


def carry_out(
    table: Table,
    columns: Mapping[str, int],
    *,
    by: Actor,
    at: datetime,
    source: str,
    seen: str | None = None,
    progress: Progress = iter,
) -> Plan:
    """Import a table as one act and return what was done.

    Args:
        source: the name of the file, for the trail.
        seen: the digest of the plan that was looked at; None when nobody looked (a command).
        progress: wraps the rows to write, to show how far the act is.

    Raises:
        Conflict: the plan is another one by now.
        Denied: rows are wrong, or the office is not the one that registers.
    """
    try:
        with acting(by=by, at=at) as act:
            keep_undoubted()
            plan = plan_of(table, columns, act.on)
            if seen is not None and seen != plan.digest:
                raise Conflict(OTHERWISE)
            if plan.problems:
                raise Denied(f"{plan.wrong_rows}行に誤りがあります。取り込んでいません。")
            _write(act, plan, source, progress)
            return plan
    except IntegrityError as error:
        if is_duplicate(error):
            raise Conflict(OTHERWISE) from error
        raise


def _write(act: Act, plan: Plan, source: str, progress: Progress) -> None:
    lines = iter(progress([*plan.new, *plan.changed]))
    entries = (_entry(line, source) for line in islice(lines, len(plan.new)))
    registered = list(zip(plan.new, register_accounts(act, entries), strict=True))
    for line in lines:
        assert line.account is not None
        _correct(act, line, line.account, _place(line, source))
    act.tell(*_tells(act, registered))


def _place(line: Line, source: str) -> str:
    return f"{source} {line.number}行目"


def _entry(line: Line, source: str) -> dict[str, Any]:
    values = {("platform" if key == "service" else key): value for key, value in line.values.items()}
    return values | {"source": _place(line, source)}


def _correct(act: Act, line: Line, account: Account, source: str) -> None:
    """Write what differs; the version looked at is compared under the lock."""
    changed: dict[str, Any] = {key: new for key, (_, new) in line.changes.items()}
    act.edit(account, seen=account.fingerprint(), why={"source": source}, **changed)


def _tells(act: Act, registered: list[tuple[Line, Account]]) -> Iterator[Tell]:
    """Tell the heads of the sections what stands under them now, and a deputy's principal."""
    by_section: defaultdict[Unit, list[tuple[Line, Account]]] = defaultdict(list)
    for line, account in registered:
        by_section[line.values["section"]].append((line, account))
    for section, own in by_section.items():
        title = f"アカウントが台帳に登録されました:{section.name}({len(own)}件)"
        people = [one for one in people_answering(Office.SECTION_HEAD, section, act.on) if one != act.by.person]
        streams = [account.stream for _, account in own[:NAMED]]
        yield Tell(people, title, _letter([line for line, _ in own]), REGISTRY, topic=section.stream, mentions=streams)
    if act.by.on_behalf_of is not None and registered:
        title = f"代わってアカウントを登録しました({len(registered)}件)"
        yield Tell([act.by.on_behalf_of], title, f"{act.by.name}が代わって行いました。", REGISTRY, topic="principal")


def _letter(own: list[Line]) -> str:
    lines = [f"・{line.title}({line.values['paper_number']})" for line in own[:NAMED]]
    rest = [f"・ほか{len(own) - NAMED}件"] if len(own) > NAMED else []
    way = (
        "内容を確かめ、アカウントのページで運用担当を登録してください。第4-1-(3)\n"
        "最初のメディアポリシーの仕事が、受信箱にあります。第4-2-(1)"
    )
    return "\n".join([*lines, *rest, way])

"""Trying an act and undoing it, so that one set of records answers for many people and many moves."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, cast

from django.db import transaction

from accounts.models import Account
from approvals.actions import submit_request
from approvals.models import Request
from approvals.moves.request import SUBMIT
from core.lifecycle.act import perform
from core.lifecycle.actor import SYSTEM, Actor
from core.lifecycle.errors import Conflict, Denied
from core.lifecycle.moves import Move
from core.records import Record
from core.staff.offices import Office
from tests.factories import AT, ON
from tests.factories.approvals import OF_UNITS, OfficeWorld


def outcome(call: Callable[[], Any]) -> str:
    """Return `done`, `denied` or `conflict`; whatever the call wrote is undone."""
    with transaction.atomic():
        try:
            call()
        except Denied:
            return "denied"
        except Conflict:
            return "conflict"
        finally:
            transaction.set_rollback(True)
    return "done"


def attempt(record: Record, move: Move, by: Actor, when: datetime = AT) -> str:
    """Try one move with sound facts, having seen the record as it stands."""
    if move is SUBMIT:  # account, policy and number are made by the action
        return outcome(lambda: submit_request(cast("Request", record), by=by, at=when))
    facts = {
        name: value for name, value in sound_facts(record, by, when).items() if name in {*move.takes, "reason", "done"}
    }
    seen = record.fingerprint() if move.decides else None
    return outcome(lambda: perform(record, move, by=by, at=when, seen=seen, **facts))


def sound_facts(record: Record, by: Actor, when: datetime) -> dict[str, Any]:
    """Return facts that no move has anything to say against."""
    return {
        **dict.fromkeys(("decided_by", "filed_by", "received_by", "acquired_by", "confirmed_by"), by.person),
        **dict.fromkeys(("decided_at", "filed_at", "received_at", "submitted_at"), when),
        "decided_as": by.label,
        "on_behalf_of": by.on_behalf_of,
        "opinion": "理由を書きました。",
        "note": "意見を書きました。",
        "reason": "事情が変わりました。",
        "document_number": "8試第1号",
        "body": {},
        "started_on": ON,
        "ended_on": ON,
        "waive_reason": "上位の職が判断しました。",
        **(_of_account(record) if isinstance(record, Account) else {}),
    }


def _of_account(account: Account) -> dict[str, Any]:
    return {
        "url": f"https://x.com/{account.handle}",
        "handle": account.handle,
        "name": account.name,
        "acquired_on": ON,
    } | {
        "suspended_on": ON,
        "suspended_for": "覚えのない投稿があったため",
        "suspended_words": "ただいま使用を止めています。",
        "suspension_due_on": ON + timedelta(days=7),
        "done": "パスワードを変えました。",
    }


def everybody(world: OfficeWorld) -> dict[str, Actor]:
    """Return one actor of each office by name, those of a foreign unit where an office has units, and the clock."""
    foreign = {f"foreign {office.value}": world.foreign[office] for office in OF_UNITS}
    return {**{office.value: world.people[office] for office in Office}, **foreign, "system": SYSTEM}

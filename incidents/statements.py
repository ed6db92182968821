"""Writing, mending, deciding, releasing what the city says about an incident; each is one act (7-2)."""

from datetime import datetime
from typing import Any

from core.lifecycle.act import acting, perform
from core.lifecycle.actor import Actor
from core.lifecycle.errors import Denied
from incidents.models import Incident, Statement
from incidents.models.statement import CHANNEL_CHOICES
from incidents.moves.statement import APPROVE, CLAUSE, DROP_STATEMENT, RELEASE, ask_decision
from incidents.permissions import check_edit, check_part


def draft_statement(incident: Incident, *, by: Actor, at: datetime, channel: str, words: str) -> Statement:
    """Draft a statement; the account manager is asked to decide it.

    Raises:
        Denied: for who only reads the incident, once it is over, without words or channel.
    """
    with acting(by=by, at=at) as act:
        held = act.lock(incident)
        check_part(held, by, act.on)
        _examine(channel, words)
        written = {"channel": channel, "words": words.strip(), "drafted_by": by.person, "drafted_as": by.label}
        statement = act.create(Statement, incident=held, **written)
        ask_decision(act, statement)
        return statement


def edit_statement(statement: Statement, *, by: Actor, at: datetime, seen: str, channel: str, words: str) -> Statement:
    """Mend a draft; what is decided is not changed any more.

    Raises:
        Denied: for who only reads it, once it is decided, without words or channel.
        Conflict: somebody else mended it meanwhile.
    """
    with acting(by=by, at=at) as act:
        held = act.lock(statement)
        check_edit(held, by, act.on)
        _examine(channel, words)
        return act.edit(held, seen=seen, channel=channel, words=words.strip())


def _examine(channel: str, words: str) -> None:
    if channel not in dict(CHANNEL_CHOICES):
        raise Denied("出すところを選んでください。", CLAUSE, field="channel")
    if not words.strip():
        raise Denied("文を入力してください。", CLAUSE, field="words")


def approve_statement(statement: Statement, *, by: Actor, at: datetime, seen: str) -> Statement:
    """Decide that the statement that was seen may go out.

    Raises:
        Denied: for everybody but the account manager and the deputy.
        Conflict: it was mended meanwhile, decided or given up.
        ProofNeeded: the sign-in is too old.
    """
    decided: dict[str, Any] = {"decided_by": by.person, "decided_as": by.label, "decided_for": by.on_behalf_of}
    return perform(statement, APPROVE, by=by, at=at, seen=seen, decided_at=at, **decided)


def release_statement(statement: Statement, *, by: Actor, at: datetime, released_where: str) -> Statement:
    """Record where a decided statement went out."""
    where = released_where.strip()
    return perform(statement, RELEASE, by=by, at=at, released_where=where, released_at=at)


def drop_statement(statement: Statement, *, by: Actor, at: datetime, dropped_for: str) -> Statement:
    """Give a statement up, with the reason."""
    return perform(statement, DROP_STATEMENT, by=by, at=at, dropped_for=dropped_for.strip())

"""The history of an account and its papers, one line for each act, as people tell it.

It tells moves. What was written between them is the paper's own business: whoever may read an unsubmitted draft reads
it on the request's page. Values are told of operators alone, whom every reader of the account's page sees anyway.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.apps import apps

from core.audit.history import Entry, history
from core.lifecycle.trails import change_rows

MOST = 100
EVENTS = 8 * MOST
"""Events read of what is left of an account that was disposed of."""
QUIET = frozenset({"activate", "lapse", "create", "dispose"})
"""Moves that only accompany others: told when nothing else happened in the act."""
CHAPTERS = ("approvals", "accounts", "policies")
"""What a person did stands in the higher chapter; what followed from it comes after."""
TONES = {
    "ok": {"accepted", "answered", "approved", "authorised", "consented", "active", "received", "reviewed"},
    "warn": {"returned", "objected", "suspended"},
    "stop": {"declined", "denied"},
    "end": {"closed", "withdrawn", "abandoned"},
}
LONGEST = 60
TOLD_IN_FULL = frozenset({"accounts.operator"})
"""Records whose edits are told with values."""
SAID = ("who", "reason", "opinion", "difference", "withdrawn_for", "ended_for", "suspended_for", "done")
"""Facts that a line tells in words."""
WRITTEN = frozenset({"create", "edit"})
LEFT_OUT = frozenset(
    f"{model}.{written}"
    for model in ("approvals.request", "approvals.attachment")
    for written in ("create", "edit", "create+edit")
)
"""What is not told: drafting and editing are the section's."""
WORDS = {
    "accounts.operator.create": "運用担当に加えた",
    "accounts.operator.edit": "運用担当から外した",
    "approvals.passwordchange.create": "共用のパスワードの変更を記録した",
}


def chronicle(streams: Iterable[str]) -> list[dict[str, Any]]:
    """Return the newest acts on some records for `{% timeline %}`, newest first, `MOST` at most."""
    acts: dict[UUID, list[Entry]] = {}
    for entry in history(streams, EVENTS):
        acts.setdefault(entry.act_id, []).append(entry)
    return [line_of(entries[::-1]) for entries in list(acts.values())[:MOST]]


def line_of(entries: list[Entry]) -> dict[str, Any]:
    """Tell one act; entries in the order they were written."""
    told = sorted((entry for entry in entries if not _verbs(entry) <= QUIET), key=_rank) or entries[:1]
    words = list(dict.fromkeys(WORDS.get(entry.move, entry.label) for entry in told))
    notes = [f"{told[0].who} {told[0].code}", *dict.fromkeys(note for entry in told for note in _notes(entry))]
    return {"at": told[0].at, "what": "、".join(words), "note": "\n".join(notes), "tone": _tone(told)}


def _rank(entry: Entry) -> int:
    chapter = entry.move.partition(".")[0]
    return CHAPTERS.index(chapter) if chapter in CHAPTERS else len(CHAPTERS)


def _model(entry: Entry) -> str:
    return entry.move.rpartition(".")[0]


def _verbs(entry: Entry) -> set[str]:
    """Return what happened to the record in the act: `create`, `edit` or moves, several joined by `+`."""
    return set(entry.move.rpartition(".")[2].split("+"))


def _notes(entry: Entry) -> list[str]:
    reasons = [str(entry.facts[key]) for key in SAID if entry.facts.get(key)]
    changes = entry.facts.get("changes") if "edit" in _verbs(entry) and _model(entry) in TOLD_IN_FULL else None
    return [*reasons, *(_changed(entry, changes) if changes else [])]


def _changed(entry: Entry, changes: dict[str, list[Any]]) -> list[str]:
    """Name the columns an edit changed, with their values where these are short words."""
    model = apps.get_model(_model(entry))
    shown = []
    for label, before, after in change_rows(model, changes, naming={}):
        short = max(len(before), len(after)) <= LONGEST and "#" not in before + after
        shown.append(f"{label}:{before or 'なし'} → {after or 'なし'}" if short else f"{label}を直した")
    return shown


def _tone(told: list[Entry]) -> str:
    states = {entry.to_state for entry in told}
    if all(_verbs(entry) <= WRITTEN for entry in told):
        return "draft"
    return next((tone for tone, reached in reversed(TONES.items()) if states & reached), "run")

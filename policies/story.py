"""What happened to a version, as its page tells it: who did what, what they said, which items an edit touched."""

from collections.abc import Iterator
from typing import Any

from core.audit.history import Entry, history
from policies.models import MediaPolicy
from policies.moves import ANSWERS, SUPERSEDE
from policies.moves import MOVES as PEOPLES

MOVES = {move.name: move for move in (*PEOPLES, SUPERSEDE, *ANSWERS)}
SAID = ("opinion", "review_note", "note", "later_note", "given_up_for")
"""What people said; `later_note` is of answers from before each act of a deputy had a later review of its own."""
WRITTEN = "draft"


def story_of(policy: MediaPolicy) -> list[dict[str, Any]]:
    """Return what happened to a version for `{% timeline %}`, newest first; one query."""
    return [_line(entry) for entry in history([policy.stream, *(one.stream for one in policy.acted)])]


def _line(entry: Entry) -> dict[str, Any]:
    verb = entry.move.rpartition(".")[2]
    tone = MOVES[verb].tone if verb in MOVES else WRITTEN
    return {"at": entry.at, "what": entry.label, "note": "\n".join(_notes(entry, verb)), "tone": tone}


def _notes(entry: Entry, verb: str) -> Iterator[str]:
    yield f"{entry.who} {entry.code}"
    if entry.facts.get("self_decided"):
        yield "自己決定"
    yield from (str(entry.facts[name]) for name in SAID if entry.facts.get(name))
    if verb == "edit":
        labels = {field.attname: str(field.verbose_name) for field in MediaPolicy._meta.concrete_fields}
        yield "、".join(labels.get(name, name) for name in entry.facts.get("changes") or {})

"""The attacker who knows all rules: changes an export, makes every hash, seal and the last line new."""

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from verifier import verify_export as rules

Entry = dict[str, Any]


def parsed(lines: Iterable[bytes]) -> list[Entry]:
    """Return the entries of some lines."""
    return [json.loads(line) for line in lines]


def rebuilt(entries: Sequence[Entry], change: Callable[[Entry], None], at: int) -> list[bytes]:
    """Change one entry and make everything that follows from it new, so that the file is consistent in itself."""
    state, lines = rules.State(), []
    for place, entry in enumerate(entries):
        forged = dict(entry)
        if place == at:
            change(forged)
        bind(state, forged)
        lines.append(line_of(forged))
        rules.remember(state, lines[-1])
    return lines


def bind(state: rules.State, entry: Entry) -> None:
    """Make an entry follow from the lines before it."""
    sealed: Iterable[str] = ()
    if entry["kind"] == "event":
        number, previous = state.last_of.get(entry["stream"], (0, ""))
        entry["number"], entry["previous"], sealed = number + 1, previous, rules.SEALED_IN_EVENT
        if "body" in entry:
            entry["facts"] = rules.sha256(entry["salt"] + "\n" + entry["body"])
    elif entry["kind"] == "seal":
        number, previous = state.last_seal
        entry["number"], entry["previous"], sealed = number + 1, previous, rules.SEALED_IN_SEAL
        entry["count"], entry["root"] = state.leaves, rules.root(state.peaks)
    elif entry["kind"] == "end":
        entry["events"], entry["seals"], sealed = state.events, state.seals, rules.SEALED_IN_END
        entry["digest"] = state.digest.hexdigest()
    if sealed:
        entry["hash"] = rules.hash_of(entry, sealed)


def line_of(entry: Entry) -> bytes:
    """Return an entry as its canonical line."""
    return (json.dumps(entry, sort_keys=True, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def consistent(lines: Iterable[bytes]) -> bool:
    """Tell whether an export verifies when nothing from outside is known."""
    return next(rules.verify(lines), None) is None

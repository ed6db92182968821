"""The trail as a file that can be checked elsewhere: JSON lines, canonical and streamed (ADR 0015).

Events stand in the order of the seals, each seal after its events, then what has none; the last line counts and binds
all lines before it. No event is left out, whatever was done to the seals. `verifier/verify_export.py` checks it
without this system.
"""

from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from itertools import groupby
from typing import Any

from core.audit.models import Event, Seal, instant_text
from core.audit.verifier import Row, canonical_line, rows_of
from core.audit.whole import one_state
from core.records import digest_of

HEAD = {"format": "iwaki_sm audit export 1", "kind": "head"}

NO_GROUP: tuple[int | None, Iterator[Row]] = (None, iter(()))


def export_lines(at: datetime) -> Iterator[bytes]:
    """Yield the lines of an export made at an instant, each with its line feed."""
    digest, counts = sha256(), {"event": 0, "seal": 0, "head": 0}
    with one_state():
        for entry in _entries():
            line = _line(entry)
            digest.update(line)
            counts[entry["kind"]] += 1
            yield line
    bound = {
        "events": counts["event"],
        "seals": counts["seal"],
        "made_at": instant_text(at),
        "digest": digest.hexdigest(),
    }
    yield _line({**bound, "kind": "end", "hash": digest_of(bound)})


def _entries() -> Iterator[dict[str, Any]]:
    yield HEAD
    sealed = rows_of(Event.objects.filter(leaf__isnull=False).order_by("leaf__seal", "leaf__position"))
    groups = groupby(sealed, key=lambda row: row.leaf__seal)
    number, leaves = next(groups, NO_GROUP)
    for seal in Seal.objects.order_by("number").iterator():
        while number is not None and number <= seal.number:
            yield from map(_event, leaves)
            number, leaves = next(groups, NO_GROUP)
        yield _seal(seal)
    while number is not None:  # leaves of seals that are gone
        yield from map(_event, leaves)
        number, leaves = next(groups, NO_GROUP)
    yield from map(_event, rows_of(Event.objects.filter(leaf__isnull=True).order_by("pk")))


def _event(row: Row) -> dict[str, Any]:
    entry = {**row.content(), "kind": "event", "hash": row.hash}
    if row.facts__body is not None:
        return {**entry, "salt": row.facts__salt, "body": row.facts__body}
    at = instant_text(row.disposed__at) if row.disposed__at else ""
    act_id = str(row.disposed__act_id or "")
    return {**entry, "disposed": {"act_id": act_id, "at": at, "disposal": row.disposed__disposal or ""}}


def _seal(seal: Seal) -> dict[str, Any]:
    return {**seal.sealed_fields(), "kind": "seal", "hash": seal.hash}


def _line(entry: dict[str, Any]) -> bytes:
    return f"{canonical_line(entry)}\n".encode()

"""Recomputes the chains: every event must follow from the one before it, and its facts from its hash.

The rule stands on plain rows, so that the pages give it a record's events and `core.audit.whole` streams millions.
"""

import json
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from core.audit.hashing import facts_hash
from core.audit.models import Event, sealed_content

canonical_line = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode
"""The canonical JSON of plain values, as `core.records.canonical_json` but with one encoder for millions."""


class Row(NamedTuple):
    """An event with its facts, and what is said of their disposal and of its seal; named as the query names them."""

    stream: str
    number: int
    act_id: UUID
    move: str
    label: str
    from_state: str
    to_state: str
    person: int | None
    office: str
    unit: int | None
    capacity: str
    on_behalf_of: int | None
    at: datetime
    request_id: str
    facts_hash: str
    previous: str
    hash: str
    facts__salt: str | None
    facts__body: str | None
    disposed__act_id: UUID | None
    disposed__disposal: str | None
    disposed__at: datetime | None
    leaf__seal: int | None
    unsealed__event: int | None

    def name(self) -> str:
        """Name the event as sentences do."""
        return f"{self.stream} の{self.number}番目"

    def content(self) -> dict[str, Any]:
        """Return what the event's hash covers."""
        return sealed_content(self, self.person, self.unit, self.on_behalf_of)

    def computed_hash(self) -> str:
        """Return the hash that the content gives."""
        return sha256(canonical_line(self.content()).encode()).hexdigest()


def rows(events: QuerySet[Event] | None = None) -> Iterator[Row]:
    """Yield some events as rows, all of them by default, ordered by stream and number."""
    found = Event.objects.all() if events is None else events
    return rows_of(found.order_by("stream", "number"))


def rows_of(events: QuerySet[Event], chunk: int = 5000) -> Iterator[Row]:
    """Yield events as rows in their order, streamed."""
    return map(Row._make, events.values_list(*Row._fields).iterator(chunk_size=chunk))


def faults(events: QuerySet[Event] | None = None) -> Iterator[str]:
    """Yield a sentence for each event that does not follow from the trail; none when it is whole.

    Args:
        events: whole streams of events; all of them by default.
    """
    before: Row | None = None
    for row in rows(events):
        yield from chain_faults(row, before)
        before = row


def chain_faults(row: Row, before: Row | None) -> Iterator[str]:
    """Yield what is wrong with an event, given the one before it in the order of stream and number."""
    if before is not None and before.stream != row.stream:
        before = None
    number, previous = (0, "") if before is None else (before.number, before.hash)
    if row.number != number + 1:
        yield f"{row.name()}:{run_of(number + 1, row.number - 1, '番目')}のできごとがありません"
    if row.previous != previous:
        yield f"{row.name()}:前のできごととつながっていません"
    if row.computed_hash() != row.hash:
        yield f"{row.name()}:できごとが符号と合いません"
    yield from _facts_faults(row)


def run_of(first: int, last: int, unit: str, before: str = "") -> str:
    """Name one place, or several that follow one another, by their first and last."""
    one = f"{before}{first}{unit}"
    return one if last <= first else f"{one}から{before}{last}{unit}まで"


def _facts_faults(row: Row) -> Iterator[str]:
    if row.facts__salt is None or row.facts__body is None:
        if row.disposed__disposal is None:
            yield f"{row.name()}:内容が、廃棄の記録のないまま失われています"
    elif row.disposed__disposal is not None:
        yield f"{row.name()}:廃棄したはずの内容が残っています"
    elif facts_hash(row.facts__salt, row.facts__body) != row.facts_hash:
        yield f"{row.name()}:内容が符号と合いません"

"""Whether records are what their trail says, asked before an act that nothing undoes or that stands on others' acts.

The nightly verification finds a change by plain SQL too, but hours later: by then what it faked would have been used.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby

from core.audit.folding import Story, differences
from core.audit.models import Event
from core.audit.verifier import Row, chain_faults, rows
from core.lifecycle.errors import Denied
from core.lifecycle.streams import words_of_stream
from core.records import Record

AUDITORS = "監査担当に知らせてください。"


def require_whole(records: Sequence[Record], cannot: str, clause: str = "") -> None:
    """Refuse an act on records that do not match their trail; one query however many there are.

    Args:
        records: as the caller read them, locked or under a lock that whoever changes them takes.
        cannot: the act in words, such as 廃棄できません.
        clause: where the act is ruled.

    Raises:
        Denied: naming the first record that does not match.
    """
    broken = next(unlike_trail(records), None)
    if broken is not None:
        way = f"{AUDITORS}合わない記録:{words_of_stream(broken)}。"
        raise Denied(f"監査証跡に合わないところがあるため、{cannot}。", clause, way)


def unlike_trail(records: Sequence[Record]) -> Iterator[str]:
    """Yield the streams of the records whose chain is broken, whose row says something else, or that have no trail."""
    by_stream = {record.stream: record for record in records}
    events = rows(Event.objects.filter(stream__in=list(by_stream)))
    for stream, told in groupby(events, key=lambda row: row.stream):
        record, story = by_stream.pop(stream), Story(stream)
        before: Row | None = None
        faults: list[str] = []
        for row in told:
            faults += chain_faults(row, before)
            story.follow(row)
            before = row
        if faults or any(differences(story, record)):
            yield stream
    yield from by_stream

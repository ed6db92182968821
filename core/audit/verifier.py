"""Recomputes the chains: every event must follow from the one before it."""

from collections.abc import Iterable, Iterator

from core.audit.hashing import event_hash, facts_hash
from core.audit.models import Event


def faults(events: Iterable[Event] | None = None) -> Iterator[str]:
    """Yield a sentence for each event that does not follow from the trail; none when it is whole.

    Args:
        events: events with their facts, ordered by stream and number; all of them by default.
    """
    rows = Event.objects.select_related("facts").order_by("stream", "number").iterator() if events is None else events
    stream, number, previous = "", 0, ""
    for event in rows:
        if event.stream != stream:
            stream, number, previous = event.stream, 0, ""
        if event.number != number + 1:
            yield f"{_name(event)}:{number + 1}番目のできごとがありません"
        if event.previous != previous:
            yield f"{_name(event)}:前のできごととつながっていません"
        if event_hash(event) != event.hash:
            yield f"{_name(event)}:できごとが符号と合いません"
        facts = getattr(event, "facts", None)
        if facts is not None and facts_hash(facts.salt, facts.body) != event.facts_hash:
            yield f"{_name(event)}:内容が符号と合いません"
        number, previous = event.number, event.hash


def _name(event: Event) -> str:
    return f"{event.stream} の{event.number}番目"

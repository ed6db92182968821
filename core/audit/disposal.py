"""Removes the content of events after its retention period; called by `core.lifecycle` only (an import contract).

The event, its hash and its place in chain and seal stay; only the salted content goes. The act that removes it
says so in an event of its own (`Act.dispose`), which the verifier compares with what is gone.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from core.audit.models import DISPOSALS, Disposed, Event, Facts

BATCH = 500


def remove_facts(streams: Iterable[str], *, disposal: str, act_id: UUID, at: datetime) -> dict[str, int]:
    """Remove the content of all events of some streams and note it event by event.

    Args:
        streams: whose content goes; what was removed before is left alone.
        disposal: the stream of the record that decided it.
        act_id: the act that removes it.
        at: the instant of the act.

    Returns:
        For each stream that lost anything the number of the last event that did.

    Raises:
        ValueError: when a stream is itself the proof of a disposal.
    """
    wanted = sorted(set(streams))
    if any(stream.startswith(DISPOSALS) or stream == disposal for stream in wanted):
        raise ValueError("What proves a disposal is not disposed of.")
    removed: dict[str, int] = {}
    for start in range(0, len(wanted), BATCH):
        events = Event.objects.filter(stream__in=wanted[start : start + BATCH], facts__isnull=False)
        rows = list(events.order_by("stream", "number").values_list("pk", "stream", "number"))
        _remove([pk for pk, _, _ in rows], disposal, act_id, at)
        removed |= {stream: number for _, stream, number in rows}
    return removed


def _remove(events: list[int], disposal: str, act_id: UUID, at: datetime) -> None:
    """Say first that the facts go, then delete them: the database lets no others go."""
    for start in range(0, len(events), BATCH):
        part = events[start : start + BATCH]
        Disposed.objects.bulk_create(
            Disposed(event_id=event, act_id=act_id, disposal=disposal, at=at) for event in part
        )
        QuerySet(Facts).filter(pk__in=part).delete()

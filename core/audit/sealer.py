"""Seals the events that no seal covers yet (ADR 0013): Merkle root, bound to the seal before.

Which events wait is said by their `Unsealed` rows and never by their keys: those can commit out of order. A seal
takes a bounded batch in one transaction under a lock, so two sealers neither fork the chain nor share an event.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from core.advisory import Matter, hold_matter
from core.audit.hashing import seal_hash
from core.audit.merkle import root_of
from core.audit.models import Leaf, Seal, Unsealed

BATCH = 5000


def seal(at: datetime, batch: int = BATCH) -> list[Seal]:
    """Seal every event that waits, `batch` events a seal; return the seals made, none when nothing waits."""
    made: list[Seal] = []
    while sealed := _seal_batch(at, batch):
        made.append(sealed)
    return made


def _seal_batch(at: datetime, batch: int) -> Seal | None:
    with transaction.atomic():
        hold_matter(Matter.SEALS)
        waiting = Unsealed.objects.order_by("event_id").values_list("event_id", "event__hash")
        events = list(waiting[:batch])
        if not events:
            return None
        made = _next_seal(at, [event_hash for _, event_hash in events])
        made.save()
        Leaf.objects.bulk_create(
            Leaf(event_id=event, seal=made, position=place) for place, (event, _) in enumerate(events)
        )
        QuerySet(Unsealed).filter(event__leaf__seal=made).delete()
    return made


def _next_seal(at: datetime, hashes: list[str]) -> Seal:
    last = Seal.objects.order_by("-number").first()
    number, previous = (last.number + 1, last.hash) if last else (1, "")
    made = Seal(number=number, made_at=at, count=len(hashes), root=root_of(hashes), previous=previous)
    made.hash = seal_hash(made)
    return made

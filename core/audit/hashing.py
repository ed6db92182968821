"""How an event, its facts and a seal are hashed; shared by the writers and the verifier."""

import hashlib
from typing import TYPE_CHECKING

from core.records import digest_of

if TYPE_CHECKING:
    from core.audit.models import Event, Seal


def facts_hash(salt: str, body: str) -> str:
    """Return the SHA-256 of salt and canonical body, 64 hexadecimal digits."""
    return hashlib.sha256(f"{salt}\n{body}".encode()).hexdigest()


def event_hash(event: "Event") -> str:
    """Return the SHA-256 of what an event states, the previous event's hash included."""
    return digest_of(event.sealed_fields())


def seal_hash(seal: "Seal") -> str:
    """Return the SHA-256 of what a seal states, the previous seal's hash included."""
    return digest_of(seal.sealed_fields())

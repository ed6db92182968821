"""How an event and its facts are hashed; shared by the writer and the verifier."""

import hashlib
from typing import TYPE_CHECKING

from core.records import digest_of

if TYPE_CHECKING:
    from core.audit.models import Event


def facts_hash(salt: str, body: str) -> str:
    """Return the SHA-256 of salt and canonical body, 64 hexadecimal digits."""
    return hashlib.sha256(f"{salt}\n{body}".encode()).hexdigest()


def event_hash(event: "Event") -> str:
    """Return the SHA-256 of what an event states, the previous event's hash included."""
    return digest_of(event.sealed_fields())

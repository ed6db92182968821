"""States of a mail on its way out."""

from enum import StrEnum


class MailState(StrEnum):
    """A mail waits, is sent, or has used up its attempts (which administrators see)."""

    QUEUED = "queued"
    SENT = "sent"
    EXHAUSTED = "exhausted"

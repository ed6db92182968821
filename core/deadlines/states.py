"""States of an obligation, whose being overdue is derived from its date, and of a calendar feed."""

from enum import StrEnum


class ObligationState(StrEnum):
    """An obligation has one cause and at most one end."""

    OPEN = "open"
    FULFILLED = "fulfilled"
    WAIVED = "waived"
    VOID = "void"


class FeedState(StrEnum):
    """A calendar feed is live until its owner ends it or leaves."""

    LIVE = "live"
    REVOKED = "revoked"
    LAPSED = "lapsed"

"""States of a notice, what it is about, and where it is announced."""

from enum import StrEnum


class NoticeKind(StrEnum):
    """What a notice tells of: something that 4-4-(2) publishes changes, or the account ends."""

    CHANGE = "change"
    CLOSURE = "closure"


class NoticeState(StrEnum):
    """Where a notice stands between its first words and the day on which it may come down."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    SETTLED = "settled"
    FILED = "filed"
    ANNOUNCED = "announced"
    EFFECTED = "effected"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


class Channel(StrEnum):
    """Where a notice is announced (4-5-(2))."""

    ACCOUNT = "account"
    HOMEPAGE = "homepage"


S = NoticeState
WRITABLE = (S.DRAFT, S.SUBMITTED, S.RETURNED)
"""States in which the words can be written; who decides names the words that were seen."""
OPEN = (*WRITABLE, S.SETTLED, S.FILED, S.ANNOUNCED)
"""States before the effect: an account has one notice of a kind in them at a time."""
DECIDED = (S.SETTLED, S.FILED, S.ANNOUNCED)
"""States in which a notice is settled and its day can still be moved."""
TOLD = (S.ANNOUNCED, S.EFFECTED, S.COMPLETED)
"""States of a notice that the public knows of."""

"""States of an obligation; overdue is derived from its date."""

from enum import StrEnum


class ObligationState(StrEnum):
    """An obligation has one cause and at most one end."""

    OPEN = "open"
    FULFILLED = "fulfilled"
    WAIVED = "waived"
    VOID = "void"

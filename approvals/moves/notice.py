"""The moves of change and closure notices; they stand with their part (`approvals.notices`)."""

from approvals.notices.moves import (
    ANNOUNCE,
    CANCEL,
    COMPLETE,
    DEVIATE,
    EFFECT,
    FILED,
    LAPSE,
    PULL_BACK,
    REDATE,
    RESCHEDULE,
    RETURN,
    SETTLE,
    SUBMIT,
)

__all__ = [
    "ANNOUNCE",
    "CANCEL",
    "COMPLETE",
    "DEVIATE",
    "EFFECT",
    "FILED",
    "LAPSE",
    "PULL_BACK",
    "REDATE",
    "RESCHEDULE",
    "RETURN",
    "SETTLE",
    "SUBMIT",
]

"""The moves of change and closure notices; they stand with their part (`approvals.notices`)."""

from approvals.notices.later import CONFIRM, OBJECT
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
    "CONFIRM",
    "DEVIATE",
    "EFFECT",
    "FILED",
    "LAPSE",
    "OBJECT",
    "PULL_BACK",
    "REDATE",
    "RESCHEDULE",
    "RETURN",
    "SETTLE",
    "SUBMIT",
]

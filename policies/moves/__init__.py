"""The moves of this chapter: versions, the later review of what a deputy decided on them, the end of a call."""

from policies.moves.call import CALL_PAGE, END
from policies.moves.later import ANSWERS, CONFIRM, OBJECT
from policies.moves.version import (
    APPROVE,
    KEEP,
    PAGE,
    PROPOSE,
    PUBLISH,
    PULL_BACK,
    RETURN,
    SEND_BACK,
    SETTLE,
    SUBMIT,
    SUPERSEDE,
    WITHDRAW,
    others,
)

MOVES = (PROPOSE, PULL_BACK, WITHDRAW, SETTLE, RETURN, PUBLISH, KEEP)
"""What people do with versions, in the order of the page."""
__all__ = [
    "ANSWERS",
    "APPROVE",
    "CALL_PAGE",
    "CONFIRM",
    "END",
    "KEEP",
    "MOVES",
    "OBJECT",
    "PAGE",
    "PROPOSE",
    "PUBLISH",
    "PULL_BACK",
    "RETURN",
    "SEND_BACK",
    "SETTLE",
    "SUBMIT",
    "SUPERSEDE",
    "WITHDRAW",
    "others",
]

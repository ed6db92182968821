"""States of a hand-over."""

from enum import StrEnum


class HandOverState(StrEnum):
    """A sheet is written, settled by the section that gives, and taken over or not by the one that receives."""

    DRAFT = "draft"
    SETTLED = "settled"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


OPEN = (HandOverState.DRAFT, HandOverState.SETTLED)
"""States of a hand-over under way; an account has one at a time."""

"""States of a later review."""

from enum import StrEnum


class ReviewState(StrEnum):
    """The principal's later review (後閲) of what a deputy did."""

    AWAITING = "awaiting"
    REVIEWED = "reviewed"
    OBJECTED = "objected"

"""Where something must stand, the states of that, and what a check of a page found."""

from enum import StrEnum


class Kind(StrEnum):
    """The two places of 4-4."""

    HOMEPAGE = "homepage"
    PROFILE = "profile"


class PublicationState(StrEnum):
    """From "must stand" to "has come down"."""

    REQUIRED = "required"
    POSTED = "posted"
    MISSING = "missing"
    REMOVED_EARLY = "removed_early"
    REMOVED = "removed"


class Outcome(StrEnum):
    """What one check found; only the first is a confirmation."""

    CONFIRMED = "confirmed"
    LACKING = "lacking"
    UNREACHED = "unreached"


UP = (PublicationState.POSTED, PublicationState.MISSING)
"""States in which it stands according to its section."""

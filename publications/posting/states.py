"""Where something must stand, the states of that, and what a check of a page found."""

from enum import StrEnum


class Kind(StrEnum):
    """The two places of 4-4, and the two channels of a notice of a change or closure (4-5-(2))."""

    HOMEPAGE = "homepage"
    PROFILE = "profile"
    NOTICE_PAGE = "notice_hp"
    NOTICE_POST = "notice_sns"


PLACES = (Kind.HOMEPAGE, Kind.PROFILE)
"""What every account in operation shows, once each."""
NOTICES = (Kind.NOTICE_POST, Kind.NOTICE_PAGE)
"""What is shown of a change or closure, once for each notice: on the account, and on the city homepage."""
PAGES = (Kind.HOMEPAGE, Kind.NOTICE_PAGE)
"""What stands on the city homepage, where the check looks."""


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

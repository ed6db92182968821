"""States of a media policy, and the reply choice."""

from enum import StrEnum


class PolicyState(StrEnum):
    """Where a version stands between its first words and the version that takes its place (4-2)."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


OPEN = (PolicyState.DRAFT, PolicyState.SUBMITTED, PolicyState.RETURNED)
"""States of a version that is being made: an account has one of them at a time."""
SETTLED = (PolicyState.APPROVED, PolicyState.PUBLISHED)
"""States of a version that is decided and that no other has taken the place of."""


class Replies(StrEnum):
    """The reply choice of 4-2-(2): replies, in named cases, or none; there is no default."""

    ALL = "all"
    SOME = "some"
    NONE = "none"


class Cause(StrEnum):
    """Why all policies that something affects are to be reviewed (4-2-(3))."""

    GUIDELINE = "guideline"
    SERVICE = "service"
    SOCIETY = "society"


class CallState(StrEnum):
    """Whether a call for review stands."""

    STANDING = "standing"
    ENDED = "ended"

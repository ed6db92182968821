"""States of a media policy; publication comes with its chapter."""

from enum import StrEnum


class PolicyState(StrEnum):
    """A policy is decided together with the request that carries it."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"


class Replies(StrEnum):
    """The reply choice of 4-2-(2); there is no default."""

    NONE = "none"
    SOME = "some"

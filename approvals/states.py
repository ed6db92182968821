"""States of requests, their steps and filings."""

from enum import StrEnum


class RequestState(StrEnum):
    """A request (起案) between drafting and its end."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"
    DENIED = "denied"
    WITHDRAWN = "withdrawn"


class StepKind(StrEnum):
    """What a step asks of its office."""

    CONSENT = "consent"
    JOINT = "joint"
    PERMIT = "permit"
    CIRCULATE = "circulate"


class StepState(StrEnum):
    """A step waits for those before it, then for its office; lapsed when the round ends without it."""

    WAITING = "waiting"
    PENDING = "pending"
    CONSENTED = "consented"
    APPROVED = "approved"
    RETURNED = "returned"
    DENIED = "denied"
    READ = "read"
    LAPSED = "lapsed"


class FilingState(StrEnum):
    """A filing (届出) is never rejected and is no gate."""

    DUE = "due"
    FILED = "filed"
    RECEIVED = "received"

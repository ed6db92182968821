"""States of a disposal; what time alone changes (that a period is over) is derived from dates."""

from enum import StrEnum


class DisposalState(StrEnum):
    """A disposal is asked for by one office, permitted by another, and only then carried out."""

    REQUESTED = "requested"
    PERMITTED = "permitted"
    CARRIED_OUT = "carried_out"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"

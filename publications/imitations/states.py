"""States of a known imitation."""

from enum import StrEnum


class ImitationState(StrEnum):
    """Whether the public is warned (7-3)."""

    WARNED = "warned"
    ENDED = "ended"

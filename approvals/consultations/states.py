"""States of a consultation, and of the later review of an answer that a deputy gave."""

from enum import StrEnum


class ConsultationState(StrEnum):
    """A question waits for its answer, the answer for the section that reads it and goes on by it (第10)."""

    ASKED = "asked"
    ANSWERED = "answered"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


GIVEN = (ConsultationState.ANSWERED, ConsultationState.CLOSED)
"""States in which there is an answer that a decision may cite."""

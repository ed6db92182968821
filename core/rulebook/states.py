"""States of a guideline version."""

from enum import StrEnum


class VersionState(StrEnum):
    """A version rules from its date once it is adopted."""

    DRAFT = "draft"
    ADOPTED = "adopted"

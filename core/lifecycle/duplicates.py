"""Tells a duplicate, which a person can mend, from any other broken constraint, which is a programming error."""

from django.db import IntegrityError

UNIQUE_VIOLATION = "23505"


def is_duplicate(error: IntegrityError) -> bool:
    """Tell whether a unique constraint refused the row, on either engine."""
    code = getattr(error.__cause__, "pgcode", "")
    return code == UNIQUE_VIOLATION or "UNIQUE constraint failed" in str(error)

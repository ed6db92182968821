"""When a page counts as not confirmed any more."""

from collections.abc import Iterable
from datetime import date

DAYS_UNTIL_MISSING = 3
"""Different Japan days of failure in a row: one bad evening of a web server is no missing page."""


def is_missing(failed_on: Iterable[date]) -> bool:
    """Tell whether the days of the failures since the last confirmation are enough."""
    return len(set(failed_on)) >= DAYS_UNTIL_MISSING

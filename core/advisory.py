"""Locks that hang on no row: what two acts must not do side by side, where neither could lock what the other reads.

On PostgreSQL an advisory lock that lasts as long as the transaction; SQLite lets one write at a time anyway.
"""

from enum import IntEnum

from django.db import connection

ALONE, SHARED = "SELECT pg_advisory_xact_lock(%s)", "SELECT pg_advisory_xact_lock_shared(%s)"


class Matter(IntEnum):
    """What is locked; the number is the database's name for it."""

    SEALS = 0x5EA1
    """The chain of seals."""
    PLACES = 0x91AC
    """Which places are the city's and of which the public is warned."""


def hold_matter(matter: Matter, *, beside_others: bool = False) -> None:
    """Wait for the lock of a matter and hold it until the transaction ends; holding it twice changes nothing.

    Taken after the rows of people and before any other row (ADR 0022), so that who waits for it holds nothing that
    whoever has it may want.

    Args:
        beside_others: whether others who say so too may hold it at the same time; nobody else then does.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(SHARED if beside_others else ALONE, [int(matter)])

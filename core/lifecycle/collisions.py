"""Transactions that met: what the database gave up for another one's sake, a person may simply do again."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError, transaction

from core.lifecycle.errors import Conflict

GIVEN_UP = frozenset({"40001", "40P01"})
"""SQLSTATE of a serialisation failure and of a deadlock."""
BUSY = "SQLITE_BUSY"
MET = "ほかの操作と重なりました。今回の操作は記録していません。"


@contextmanager
def one_transaction() -> Iterator[None]:
    """Open a transaction, in which acts commit together or not at all.

    Raises:
        Conflict: the database undid it because it met another one (ADR 0022).
    """
    try:
        with transaction.atomic():
            yield
    except OperationalError as error:
        if not is_collision(error):
            raise
        raise Conflict(MET) from error


def is_collision(error: OperationalError) -> bool:
    """Tell whether the database undid a transaction in favour of another one, on either engine."""
    code = getattr(error.__cause__, "pgcode", "") or ""
    return code in GIVEN_UP or str(getattr(error.__cause__, "sqlite_errorname", "")).startswith(BUSY)

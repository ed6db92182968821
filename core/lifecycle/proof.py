"""How lately the person behind a web request has shown to be the one signed in (ADR 0020).

The edge says it once for the request; every act that decides asks here, so that no page can forget to.
Tasks, commands and the clock have nobody at a screen: for them there is nothing to show.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta

from core.lifecycle.errors import ProofNeeded
from core.rulebook.queries import parameter

PARAMETER = "reauthentication_minutes"
_proved_at: ContextVar[datetime | None] = ContextVar("proved_at", default=None)


@contextmanager
def proved(at: datetime | None) -> Iterator[None]:
    """Say for a web request when its person was last proved; None where nobody is signed in."""
    token = _proved_at.set(at)
    try:
        yield
    finally:
        _proved_at.reset(token)


def prove(at: datetime) -> None:
    """Say that the person was proved just now; holds until the end of the request."""
    _proved_at.set(at)


def require_proof(at: datetime, on: date) -> None:
    """Demand that the person at the screen was proved lately enough.

    Raises:
        ProofNeeded: the sign-in or the last proof is older than the rulebook's minutes.
    """
    shown_at = _proved_at.get()
    if shown_at is not None and at - shown_at > timedelta(minutes=parameter(PARAMETER, on)):
        raise ProofNeeded

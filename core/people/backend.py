"""Django's way to know who a session belongs to, with the person read together with the offices held.

A page asks for both, and one question answers both (ADR 0025). Everything else - which session is believed, who may
sign in - stays Django's.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from typing import Any

from django.contrib.auth.backends import ModelBackend

from core.staff.authority import holder

_on: ContextVar[date | None] = ContextVar("offices_on", default=None)


class PersonBackend(ModelBackend):
    """People by staff number and password, and by the key in their session."""

    def get_user(self, user_id: Any) -> Any:
        """Return the person with a key, None when he or she may not sign in."""
        on = _on.get()
        person = holder(user_id, on) if on is not None else None
        if person is None:
            return super().get_user(user_id)
        return person if self.user_can_authenticate(person) else None


@contextmanager
def with_offices(on: date) -> Iterator[None]:
    """Have people read with the offices they hold on a day, until the block ends."""
    token = _on.set(on)
    try:
        yield
    finally:
        _on.reset(token)

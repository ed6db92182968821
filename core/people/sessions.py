"""How long a session lives: its sign-in, the last thing done in it, and when its person was last proved.

Three ends: a working day after the sign-in, the rulebook's idle minutes after the last request (office machines are
shared), and, for what decides, the age of the last proof (ADR 0020). The server's clock judges; a page only shows it.
"""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase, UpdateError

from core.periods.clock import japan_date
from core.rulebook.queries import parameter

BEGAN, PROVED, ACTIVE, IDLE = "began", "proved", "active", "idle_minutes"
STEP = timedelta(seconds=20)
"""Activity is written this often at most: a page that sends ten requests writes once."""


def begin(session: SessionBase, at: datetime) -> None:
    """Start the three clocks."""
    session.update({BEGAN: _stamp(at), PROVED: _stamp(at), ACTIVE: _stamp(at), IDLE: _idle_minutes(at)})


def is_begun(session: SessionBase) -> bool:
    """Tell whether the clocks run; `Throttle` starts them at every sign-in."""
    return all(name in session for name in (BEGAN, PROVED, ACTIVE, IDLE))


def seconds_left(session: SessionBase, at: datetime) -> int:
    """Return how long the session lasts if nothing is done in it, 0 or less when it is over."""
    idle_end = _instant(session[ACTIVE]) + timedelta(minutes=session[IDLE])
    day_end = _instant(session[BEGAN]) + timedelta(seconds=settings.SESSION_COOKIE_AGE)
    return int((min(idle_end, day_end) - at).total_seconds())


def touch(session: SessionBase, at: datetime) -> None:
    """Note that something was done, and the limit that rules now.

    Written at once, because what another request of the session stores meanwhile would be lost at the end of this one.
    """
    if at - _instant(session[ACTIVE]) >= STEP:
        session.update({ACTIVE: _stamp(at), IDLE: _idle_minutes(at)})
        with suppress(UpdateError):  # signed out in another tab since this request read the session
            session.save()
        session.modified = False


def prove(session: SessionBase, at: datetime) -> None:
    """Note that the person has just shown who he is; the session goes on under a new key."""
    session[PROVED] = _stamp(at)
    session.cycle_key()


def proved_at(session: SessionBase) -> datetime:
    """Return when the person was last proved."""
    return _instant(session[PROVED])


def _idle_minutes(at: datetime) -> int:
    return parameter("idle_minutes", japan_date(at))


def _stamp(at: datetime) -> float:
    return at.timestamp()


def _instant(stamp: Any) -> datetime:
    return datetime.fromtimestamp(stamp, UTC)

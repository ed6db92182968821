"""Signs of life of the background, shown to administrators and on /healthz: what works, what fails and since when."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import transaction

from core.notifications.models import Heartbeat
from core.periods.clock import Clock

MAIL_SERVER = "mail_server"
"""The part that is no task of ours: whether the mail server answers, as the outbox last saw it."""

STARTED = "start"
"""When the demonstration was started: until a part was due since then, its silence says nothing."""

WORKER, BEAT = "worker:", "beat:"
"""How the names of single processes begin; the machine's follows. Of several one may be dead while the others work."""
FORGOTTEN = timedelta(days=1)
"""After so long a silence a process counts as taken away, not as dead."""


def beat(name: str, at: datetime) -> None:
    """Note that a part of the background is alive, and no longer failing."""
    alive = {"beaten_at": at, "failing_since": None, "failed_at": None, "failure": ""}
    Heartbeat.objects.update_or_create(name=name, defaults=alive)


def beat_process(kind: str, machine: str, at: datetime) -> None:
    """Note that one of several processes of a kind is alive, and forget those that were taken away."""
    beat(f"{kind}{machine}", at)
    Heartbeat.objects.filter(name__startswith=kind, beaten_at__lt=at - FORGOTTEN).delete()


def note_failure(name: str, at: datetime, failure: Exception) -> None:
    """Note why a part failed; since when it does stays as it was at the first failure after it last worked."""
    with transaction.atomic():
        row, _ = Heartbeat.objects.select_for_update().get_or_create(name=name)
        row.failing_since = row.failing_since or at
        row.failed_at = at
        row.failure = words_of(failure)
        row.save(update_fields=["failing_since", "failed_at", "failure"])


@contextmanager
def beating(name: str, clock: Clock) -> Iterator[datetime]:
    """Give a task its instant, and note how it ended; a failure is noted and goes on to the worker's log."""
    try:
        yield clock()
    except Exception as failure:
        note_failure(name, clock(), failure)
        raise
    beat(name, clock())


def words_of(failure: Exception) -> str:
    """Return a failure as it is kept and shown, at most 200 characters."""
    return f"{type(failure).__name__}: {failure}"[:200]

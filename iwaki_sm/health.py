"""Whether this installation works, for supervisors and monitors: web, database, migrations, worker and beat.

Never behind the sign-in, never cached, and it tells which part is missing but nothing of the domain.
"""

from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from core.notifications.models import Heartbeat
from core.periods.clock import now

OUTBOX_LIMIT, SWEEP_LIMIT = 180, 1800
"""Seconds after which a task that runs every 20 seconds (10 minutes) counts as failing."""
_complete: set[str] = set()


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return False
    return True


def _migrations_applied() -> bool:
    """Remember the good answer: applied migrations stay applied while this process lives."""
    if connection.alias not in _complete:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return False
        _complete.add(connection.alias)
    return True


def _worker_beats() -> bool:
    since = now() - timedelta(seconds=settings.HEARTBEAT_LIMIT_SECONDS)
    return Heartbeat.objects.filter(name="worker", beaten_at__gte=since).exists()


def _runs(name: str, seconds: int) -> Callable[[], bool]:
    """Return whether a task that has run at all ran lately: one that fails on every run goes stale."""

    def ran_lately() -> bool:
        last = Heartbeat.objects.filter(name=name).first()
        return last is None or (last.beaten_at is not None and last.beaten_at >= now() - timedelta(seconds=seconds))

    return ran_lately


CHECKS = (
    ("database", _database_answers),
    ("migrations", _migrations_applied),
    ("worker", _worker_beats),
    ("outbox", _runs("outbox", OUTBOX_LIMIT)),
    ("sweep", _runs("sweep", SWEEP_LIMIT)),
)


@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Answer 200 when every part is up, else 503 naming the first part that is missing."""
    missing = _missing()
    if missing:
        return JsonResponse({"status": "unavailable", "missing": missing}, status=503)
    return JsonResponse({"status": "ok"})


def _missing() -> str:
    """Name the first part that does not work; a database that ends between two checks is the one that is missing."""
    try:
        return next((part for part, works in CHECKS if not works()), "")
    except Error:
        return "database"

"""The worker's side of deadlines."""

from celery import shared_task

from core.deadlines.sweep import sweep as run_sweep
from core.deadlines.weekly import tell_weeks as run_weekly
from core.notifications.heartbeat import beating
from core.periods.clock import now


@shared_task(ignore_result=True)
def sweep() -> None:
    """Tell what is due today."""
    with beating("sweep", now) as at:
        run_sweep(at)


@shared_task(ignore_result=True)
def tell_weeks() -> None:
    """Tell what was decided in whose name, as far as nobody was told yet."""
    with beating("weekly", now) as at:
        run_weekly(at)

"""What the worker does for incidents; the task may run twice, late or be killed without harm."""

from celery import shared_task

from core.notifications.heartbeat import beating
from core.periods.clock import now
from incidents.watching import watch


@shared_task(ignore_result=True)
def watch_incidents() -> None:
    """Tell of reports that nobody acknowledged in time, and of looks at the situation that are due (第7)."""
    with beating("incidents", now) as at:
        watch(at)

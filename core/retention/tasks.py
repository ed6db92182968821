"""The worker's side of disposal."""

from celery import shared_task

from core.notifications.heartbeat import beating
from core.periods.clock import now
from core.retention.files import remove_pending


@shared_task(ignore_result=True)
def remove_files() -> None:
    """Remove the files of disposed records."""
    with beating("removals", now):
        remove_pending()

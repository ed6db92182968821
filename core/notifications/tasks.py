"""What the worker does for mail; each task may run twice or late without harm."""

from celery import shared_task
from django.conf import settings

from core.notifications import mail
from core.notifications.heartbeat import BEAT, WORKER, beat, beat_process, beating
from core.periods.clock import now


@shared_task(ignore_result=True)
def send_outbox() -> None:
    """Send the mails that are due."""
    with beating("outbox", now):
        mail.send_due(now)


@shared_task(ignore_result=True)
def heartbeat(scheduled_by: str = "") -> None:
    """Show that beat schedules and the worker works, and which of each.

    Args:
        scheduled_by: name of the machine whose beat asked; empty from a beat of an earlier release.
    """
    at = now()
    beat("worker", at)
    beat_process(WORKER, settings.PROCESS_NAME, at)
    if scheduled_by:
        beat_process(BEAT, scheduled_by, at)

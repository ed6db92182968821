"""What the worker does for mail; each task may run twice or late without harm."""

from celery import shared_task

from core.notifications import mail
from core.notifications.heartbeat import beat, beating
from core.periods.clock import now


@shared_task(ignore_result=True)
def send_outbox() -> None:
    """Send the mails that are due."""
    with beating("outbox", now):
        mail.send_due(now)


@shared_task(ignore_result=True)
def heartbeat() -> None:
    """Show that beat schedules and the worker works."""
    beat("worker", now())

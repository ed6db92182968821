"""What the worker does for publications; the task may run twice, late or be killed without harm."""

from celery import shared_task

from core.notifications.heartbeat import beating
from core.periods.clock import now
from publications.checking.daily import look_at_pages


@shared_task(ignore_result=True)
def check_pages() -> None:
    """Look at the pages of the city homepage that are due today or asked for (4-4-(2))."""
    with beating("pages", now):
        look_at_pages(now)

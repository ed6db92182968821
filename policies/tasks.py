"""What the worker does for policies; the task may run twice, late or be killed without harm."""

from celery import shared_task

from core.notifications.heartbeat import beating
from core.periods.clock import now
from policies.calls import carry_all


@shared_task(ignore_result=True)
def carry_reviews() -> None:
    """Open the reviews that are near their day, and those that an office called for (4-2-(3))."""
    with beating("reviews", now) as at:
        carry_all(at)

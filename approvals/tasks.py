"""What the worker does for this chapter; the task may run twice, late or be killed without harm."""

from celery import shared_task

from approvals.handovers.following import ask_successors
from core.notifications.heartbeat import beating
from core.periods.clock import now


@shared_task(ignore_result=True)
def follow_units() -> None:
    """Ask the successors of ended units for what a new section responsible owes (所管替え)."""
    with beating("successors", now) as at:
        ask_successors(at)

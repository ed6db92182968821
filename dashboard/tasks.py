"""What the worker does over all chapters; each task may run twice or late without harm."""

from celery import shared_task

from core.lifecycle.actor import SYSTEM
from core.notifications.heartbeat import beating
from core.periods.clock import now
from dashboard.evidence.run import run_check


@shared_task(ignore_result=True)
def check_evidence() -> None:
    """Compare the registry with the decisions behind it, and tell the auditors of what is new in what does not fit."""
    with beating("evidence", now) as at:
        run_check(by=SYSTEM, at=at)

"""What the worker does for the registry; each task may run twice or late without harm."""

from celery import shared_task

from accounts.reconciliation import report_drift
from core.notifications.heartbeat import beating
from core.periods.clock import now


@shared_task(ignore_result=True)
def reconcile_grants() -> None:
    """Compare the operators with the permissions to operate, and report what differs (4-3-(1))."""
    with beating("grants", now) as at:
        report_drift(at)

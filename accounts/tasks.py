"""What the worker does for the registry; each task may run twice or late without harm."""

from celery import shared_task

from accounts.reconciliation import report_drift, report_stale_index
from core.notifications.heartbeat import beating
from core.periods.clock import now


@shared_task(ignore_result=True)
def reconcile_grants() -> None:
    """Compare the operators with the permissions to operate, and report what differs (4-3-(1))."""
    with beating("grants", now) as at:
        report_drift(at)


@shared_task(ignore_result=True)
def check_index() -> None:
    """Compare the index of the registry with the records, and report what differs."""
    with beating("index", now) as at:
        report_stale_index(at)

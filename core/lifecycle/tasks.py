"""The worker's side of the audit trail."""

from celery import shared_task

from core.lifecycle.sealing import seal_and_tell
from core.lifecycle.verifying import verify_and_record
from core.periods.clock import now


@shared_task(ignore_result=True)
def seal_audit() -> None:
    """Seal the events that wait and send the day's last seal."""
    seal_and_tell(now())


@shared_task(ignore_result=True)
def verify_audit() -> None:
    """Verify the whole trail, record what was found, and tell the auditors of faults."""
    verify_and_record(now())

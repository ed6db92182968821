"""The worker's side of the audit trail."""

from celery import shared_task

from core.lifecycle.sealing import seal_and_tell
from core.lifecycle.verifying import verify_and_record
from core.notifications.heartbeat import beating
from core.periods.clock import now


@shared_task(ignore_result=True)
def seal_audit() -> None:
    """Seal the events that wait and send the day's last seal."""
    with beating("seal", now) as at:
        seal_and_tell(at)


@shared_task(ignore_result=True)
def verify_audit() -> None:
    """Verify the whole trail, record what was found, and tell the auditors of faults."""
    with beating("verify", now) as at:
        verify_and_record(at)

"""What the clock clears away about sign-ins: failures that no limit reads any more, sessions that are over."""

from celery import shared_task
from django.contrib.sessions.backends.db import SessionStore

from core.notifications.heartbeat import beating
from core.people.throttle import clear_old
from core.periods.clock import now


@shared_task(ignore_result=True)
def clear_sign_ins() -> None:
    """Delete what is past; doing it twice changes nothing."""
    with beating("signins", now) as at:
        clear_old(at)
        SessionStore.clear_expired()

"""What the worker does for this chapter; the task may run twice, late or be killed without harm."""

from celery import shared_task

from approvals.consultations.following import pass_on_questions
from approvals.handovers.following import ask_successors
from core.notifications.heartbeat import beating
from core.periods.clock import now


@shared_task(ignore_result=True)
def follow_units() -> None:
    """Let work follow what changed: units that ended (所管替え), who holds the office that answers (協議)."""
    with beating("successors", now) as at:
        ask_successors(at)
        pass_on_questions(at)

"""What administrators do about mail that could not be sent: put it back, as a recorded act."""

from datetime import datetime

from core.lifecycle.act import acting
from core.lifecycle.actor import Actor
from core.lifecycle.errors import Conflict
from core.notifications.models import OutboxMail
from core.notifications.states import MailState
from core.people.permissions import check_requeue_mail


def requeue_mail(mail: OutboxMail, *, by: Actor, at: datetime) -> None:
    """Put a mail that could not be sent back into the queue, to the address its person has today.

    The key stays, and with it the Message-ID: a mail that had arrived all the same is not shown twice.

    Raises:
        Denied: the actor is no administrator; the person has left, or has no address.
        Conflict: the mail is waiting again or was sent.
    """
    with acting(by=by, at=at) as act:
        fresh = OutboxMail.objects.select_related("person").select_for_update(of=("self",)).get(pk=mail.pk)
        check_requeue_mail(fresh, by)
        if fresh.state != MailState.EXHAUSTED:
            raise Conflict("このメールは、すでに送信待ちか送信済です。今回の操作は記録していません。")
        failed = {"to": fresh.to, "attempts": fresh.attempts, "failure": fresh.failure}
        fresh.state, fresh.attempts, fresh.next_attempt_at, fresh.to = MailState.QUEUED, 0, at, fresh.person.email
        fresh.save(update_fields=["state", "attempts", "next_attempt_at", "to"])
        # No subject: it can name a matter, and what a note says stays when the matter is disposed of.
        what = {"person": fresh.person, "mail": fresh.pk, "key": fresh.key, "sent_to": fresh.to}
        act.note("outbox.requeued", "送信できなかったメールを、送信待ちに戻した", **what, failed=failed)

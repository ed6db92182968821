"""Sends the outbox: the only module that sends mail.

A mail is claimed (its next attempt moved on, committed), sent with a stable Message-ID, and
marked. A crash between sending and marking sends it again under the same Message-ID, so that
mailboxes show it once; a crash after claiming loses nothing, the claim runs out.
"""

from datetime import datetime, timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection, transaction

from core.notifications.models import OutboxMail
from core.notifications.states import MailState
from core.records import digest_of

MOST_ATTEMPTS = 8
MOST_A_RUN = 200


def send_due(at: datetime) -> int:
    """Send what is due, a bounded number a run, and return how many mails left."""
    sent = 0
    for _ in range(MOST_A_RUN):
        mail = _claim(at)
        if mail is None:
            break
        sent += _deliver(mail, at)
    return sent


def _claim(at: datetime) -> OutboxMail | None:
    """Take one mail so that no other worker sends it meanwhile; the claim is the next attempt's time.

    One at a time: a claim lasts two minutes, longer than any single sending, whereas a slow server
    could take longer over a batch and have another worker send its end a second time.
    """
    with transaction.atomic():
        due = OutboxMail.objects.due(at)
        locked = due.select_for_update(skip_locked=connection.features.has_select_for_update_skip_locked)
        mail = locked.first()
        if mail is not None:
            mail.attempts += 1
            mail.next_attempt_at = at + timedelta(minutes=2**mail.attempts)
            mail.save(update_fields=["attempts", "next_attempt_at"])
    return mail


def _deliver(mail: OutboxMail, at: datetime) -> bool:
    try:
        _email(mail).send()
    except (OSError, SMTPException, ValueError) as failure:  # ValueError: a header or address that can not be spelt
        _note_failure(mail, failure)
        return False
    OutboxMail.objects.filter(pk=mail.pk, state=MailState.QUEUED).update(state=MailState.SENT, sent_at=at, failure="")
    return True


def _note_failure(mail: OutboxMail, failure: Exception) -> None:
    """Note why a mail stays; one that another worker sent after the claim ran out stays sent."""
    spent = mail.attempts >= MOST_ATTEMPTS
    OutboxMail.objects.filter(pk=mail.pk, state=MailState.QUEUED).update(
        state=MailState.EXHAUSTED if spent else MailState.QUEUED,
        failure=f"{type(failure).__name__}: {failure}"[:200],
    )


def _email(mail: OutboxMail) -> EmailMessage:
    return EmailMessage(
        subject=mail.subject,
        body=mail.body,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[mail.to],
        headers={"Message-ID": message_id(mail)},
    )


def message_id(mail: OutboxMail) -> str:
    """Return the Message-ID of a mail: the same at every attempt."""
    return f"<{digest_of({'key': mail.key})[:32]}@{settings.MAIL_DOMAIN}>"

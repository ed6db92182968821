"""Sends the outbox: the only module that sends mail.

A mail is claimed (committed), sent with a stable Message-ID, and marked. A crash between sending and marking sends it
again under the same Message-ID, so that mailboxes show it once; a crash after claiming loses nothing, the claim runs
out. What a refusal of this mail is and what a failure of the server, and why that matters: ADR 0018.
"""

from datetime import datetime, timedelta
from email.errors import MessageError
from smtplib import SMTPDataError, SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection, transaction

from core.notifications.heartbeat import MAIL_SERVER, beat, note_failure, words_of
from core.notifications.models import Heartbeat, OutboxMail, OutboxQuerySet
from core.notifications.states import MailState
from core.notifications.telling import Tell
from core.notifications.writer import write_notices
from core.periods.clock import Clock, japan_date
from core.records import digest_of
from core.staff.authority import people_answering
from core.staff.offices import Office

MOST_ATTEMPTS = 20
"""With the waits below a mail is tried for four days, longer than any mail server is away (RFC 5321, 4.5.4.1)."""
LONGEST_WAIT = timedelta(hours=8)
MOST_A_RUN = 200
LONGEST_RUN = timedelta(seconds=15)
"""Less than the beat of the outbox: behind a slow server the workers still get to everything else in time."""
CLAIM = timedelta(minutes=15)
"""Longer than one sending can take: about a dozen exchanges, each within `EMAIL_TIMEOUT`."""
PAUSE = timedelta(minutes=1)
"""How long nothing is tried after the server failed: a worker that waits for it does nothing else meanwhile."""
SHUTTING_DOWN, PERMANENT = 421, 500
FAILURES = (OSError, ValueError, MessageError)
"""What sending raises: smtplib's errors and the network's; a header or address that can not be spelt."""
OUTBOX_PAGE = "people:outbox"


class EndedWhileSendingError(OSError):
    """Stands for the failures of a mail at which the worker ended every time, so that nobody could note them."""


class NobodyToSendToError(ValueError):
    """A mail without an address: the backend leaves it out without a word."""


def send_due(clock: Clock) -> int:
    """Send what is due, for a bounded time and number a run, and return how many mails left.

    The clock is read for each mail: a claim counted from the beginning of a long run would be short of its time.
    """
    outcomes: list[Exception | None] = []
    began = clock()
    if not _server_is_away(began):
        while len(outcomes) < MOST_A_RUN and (at := clock()) < began + LONGEST_RUN:
            if (mail := _claim(at)) is None:
                break
            outcomes.append(_deliver(mail, clock))
            if _is_the_servers(outcomes[-1]):
                break
    if outcomes and not _is_the_servers(outcomes[-1]):
        beat(MAIL_SERVER, clock())
    return outcomes.count(None)


def _server_is_away(at: datetime) -> bool:
    return Heartbeat.objects.filter(name=MAIL_SERVER, failed_at__gt=at - PAUSE, failed_at__lte=at).exists()


def _claim(at: datetime) -> OutboxMail | None:
    """Take one mail so that no other worker sends it meanwhile; the claim is the next attempt's time.

    One at a time: a slow server could take longer over a batch than a claim lasts, and have another worker send its
    end a second time. A mail whose last claims all ran out is given up here.
    """
    with transaction.atomic():
        due = OutboxMail.objects.due(at)
        locked = due.select_for_update(skip_locked=connection.features.has_select_for_update_skip_locked)
        while (mail := locked.first()) is not None and mail.attempts >= MOST_ATTEMPTS:
            _give_up(mail, EndedWhileSendingError(f"{mail.attempts}"), at)
        if mail is not None:
            mail.attempts += 1
            mail.next_attempt_at = at + CLAIM
            mail.save(update_fields=["attempts", "next_attempt_at"])
    return mail


def _deliver(mail: OutboxMail, clock: Clock) -> Exception | None:
    """Send a mail and note how it went; return what failed."""
    try:
        _send(mail)
    except FAILURES as failure:
        if _is_the_servers(failure):
            note_failure(MAIL_SERVER, clock(), failure)
        _note_failure(mail, failure, clock())
        return failure
    _mark_sent(mail, clock())
    return None


def _send(mail: OutboxMail) -> None:
    if not _email(mail).send():
        raise NobodyToSendToError(f"{mail.to!r}")


def _mark_sent(mail: OutboxMail, at: datetime) -> None:
    """Note that a mail left, whatever another worker noted after this one's claim ran out."""
    unsent = OutboxMail.objects.filter(pk=mail.pk).exclude(state=MailState.SENT)
    unsent.update(state=MailState.SENT, sent_at=at, failure="")


def _note_failure(mail: OutboxMail, failure: Exception, at: datetime) -> None:
    """Note why a mail stays, and try again ever later; give up what is refused for good or was tried often enough."""
    if _is_final(failure) or mail.attempts >= MOST_ATTEMPTS:
        _give_up(mail, failure, at)
    else:
        wait = min(timedelta(minutes=2**mail.attempts), LONGEST_WAIT)
        _claimed(mail).update(failure=words_of(failure), next_attempt_at=at + wait)


def _give_up(mail: OutboxMail, failure: Exception, at: datetime) -> None:
    """Leave a mail to the administrators, and tell them; on their pages only, for mail is what fails."""
    with transaction.atomic():
        if _claimed(mail).update(state=MailState.EXHAUSTED, failure=words_of(failure)):
            title = f"{mail.person.name}さんへのメールを送れませんでした"
            body = "送信箱で失敗の理由を見て、宛先を直し、もう一度送ってください。"
            tell = Tell(people_answering(Office.ADMINISTRATOR, None, japan_date(at)), title, body, OUTBOX_PAGE)
            write_notices([tell], key=f"exhausted:{mail.pk}:{at.isoformat()}", at=at)


def _claimed(mail: OutboxMail) -> OutboxQuerySet:
    """Keep a mail while it is this claim's: sent or claimed by another worker meanwhile, it is that one's to note."""
    return OutboxMail.objects.filter(pk=mail.pk, state=MailState.QUEUED, attempts=mail.attempts)


def _is_final(failure: Exception) -> bool:
    """Tell whether the server refused this recipient or this text for good, or nothing can be made of them."""
    codes = _codes_of(failure)
    return min(codes) >= PERMANENT if codes else not isinstance(failure, OSError)


def _is_the_servers(failure: Exception | None) -> bool:
    """Tell whether the failure is no answer to this mail, so that the next one would fare no better."""
    codes = _codes_of(failure)
    return SHUTTING_DOWN in codes if codes else isinstance(failure, OSError)


def _codes_of(failure: Exception | None) -> list[int]:
    """Return the codes by which the server answered to this mail's recipient or text; none to anything else."""
    if isinstance(failure, SMTPRecipientsRefused):
        return [code for code, _ in failure.recipients.values()]
    return [failure.smtp_code] if isinstance(failure, SMTPDataError) else []


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

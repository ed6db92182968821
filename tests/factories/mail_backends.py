"""Mail servers that misbehave; tests name them in EMAIL_BACKEND. What gets through is in `mail.outbox`."""

import time
from collections.abc import Sequence
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

from django.core.mail import EmailMessage
from django.core.mail.backends.locmem import EmailBackend

from core.notifications.models import OutboxMail
from core.notifications.states import MailState
from tests.factories.core import AT


class Down(EmailBackend):
    """No server answers."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Fail as a refused connection does."""
        raise ConnectionRefusedError(111, "Connection refused")


class Choosy(EmailBackend):
    """Refuses addresses that begin with `bad`, and can not spell those that begin with `odd`."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Send, or fail as smtplib does."""
        to = email_messages[0].to[0]
        if to.startswith("bad"):
            raise SMTPRecipientsRefused({to: (550, b"no such user")})
        if to.startswith("odd"):
            "é".encode("ascii")
        return super().send_messages(email_messages)


class Breaking(EmailBackend):
    """Takes the mail and breaks the connection before it says so."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Send, then fail."""
        super().send_messages(email_messages)
        raise SMTPServerDisconnected("Connection unexpectedly closed")


class Overtaken(EmailBackend):
    """So slow that the claim ran out: meanwhile another worker sent the mail."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Mark everything as sent by the other worker, then fail."""
        OutboxMail.objects.update(state=MailState.SENT, sent_at=AT)
        raise TimeoutError("timed out")


class Slow(EmailBackend):
    """Takes its time, so that two workers meet."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Wait, then send."""
        time.sleep(0.01)
        return super().send_messages(email_messages)

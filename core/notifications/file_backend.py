"""Mail as files, for the embedded run: one file a Message-ID, so a repeated sending shows once."""

from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class FileBackend(BaseEmailBackend):
    """Write each mail to `EMAIL_FILE_PATH/<message id>.eml`."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write the mails and return how many."""
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            name = message.extra_headers["Message-ID"].strip("<>").split("@")[0]
            whole = folder / f"{name}.tmp"
            whole.write_bytes(message.message().as_bytes(linesep="\n"))  # type: ignore[call-arg]  # Django's own message
            whole.replace(folder / f"{name}.eml")
        return len(email_messages)

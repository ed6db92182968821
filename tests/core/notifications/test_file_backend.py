"""The embedded run's mail: a readable file for each Message-ID."""

from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest

from core.notifications.mail import message_id
from core.notifications.models import OutboxMail
from core.notifications.writer import mail, queue_mails
from tests.factories import AT, a_person
from tests.factories.mailing import send_due

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.EMAIL_BACKEND = "core.notifications.file_backend.FileBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "not-there-yet" / "mail"
    return tmp_path / "not-there-yet" / "mail"


def test_mail_becomes_a_file_that_reads_as_mail(folder: Path) -> None:
    person = a_person()
    queue_mails([mail("act:1", person, "起案が許可されました", "月岡 修 様\n本文です。", AT)])
    assert send_due(AT) == 1
    letter = OutboxMail.objects.get()
    files = list(folder.iterdir())
    assert [file.name for file in files] == [f"{message_id(letter)[1:33]}.eml"]
    parsed = message_from_bytes(files[0].read_bytes(), policy=policy.default)
    assert (parsed["Subject"], parsed["To"], parsed["Message-ID"]) == (letter.subject, person.email, message_id(letter))
    assert parsed.get_content() == "月岡 修 様\n本文です。"


def test_mail_sent_again_shows_once(folder: Path) -> None:
    queue_mails([mail("act:1", a_person(), "題", "本文", AT)])
    send_due(AT)
    OutboxMail.objects.update(state="queued", sent_at=None, next_attempt_at=AT)
    send_due(AT + timedelta(minutes=3))
    assert len(list(folder.iterdir())) == 1


def test_two_mails_are_two_files(folder: Path) -> None:
    queue_mails([mail(key, a_person(), "題", "本文", AT) for key in ("act:1", "act:2")])
    assert send_due(AT) == 2
    assert len(list(folder.glob("*.eml"))) == 2


def test_folder_that_can_not_be_written_is_a_failure_to_try_again(folder: Path) -> None:
    folder.parent.mkdir()
    folder.write_text("a file where the folder should be")
    queue_mails([mail("act:1", a_person(), "題", "本文", AT)])
    assert send_due(AT) == 0
    assert (OutboxMail.objects.get().state, OutboxMail.objects.get().failure[:15]) == ("queued", "FileExistsError")

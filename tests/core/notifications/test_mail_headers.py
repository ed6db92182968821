"""No text that people write becomes a header of a mail: parsed from the very bytes that leave."""

from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from core.notifications.mail import message_id, send_due
from core.notifications.models import OutboxMail
from core.periods.clock import now
from tests.approvals.pages import a_world, ago
from tests.factories.approvals import a_request
from tests.factories.core import a_person

pytestmark = pytest.mark.django_db
EVIL = "evil@example.com"
HEADERS = {
    *("Content-Type", "MIME-Version", "Content-Transfer-Encoding", "Subject", "From", "To", "Date", "Message-ID"),
}
TRICKS = [
    *(f"名称{end}Bcc: {EVIL}" for end in ("\r\n", "\n", "\r", "\r\n\r\n", "\x0b", "\x0c", "\x1c", "\x85", "\u2028")),
    *(f"名称{end} \t{end}To: {EVIL}{end}{end}<script>alert(1)</script>" for end in ("\r\n", "\n")),
    *(f"=?utf-8?q?=0D=0ABcc:_{EVIL}?=", f"=?utf-8?b?DQpCY2M6IGV2aWw=?= {EVIL}", f"=0D=0ABcc: {EVIL}"),
    *(f"%0d%0aBcc:{EVIL}", "..\r\n.\r\nMAIL FROM:<a@b>", f"<{EVIL}>", f'"{EVIL}", a@b', "."),
    *("\u202e\u2066名称", "あ" * 70, "a" * 78, " " * 20 + "x"),
]  # fmt: skip


def test_a_name_that_people_write_splits_no_header(settings: Any, tmp_path: Path) -> None:
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = "core.notifications.file_backend.FileBackend", tmp_path
    world = a_world()
    for text in TRICKS:
        a_request(world=world, decided=1, account_name=text[:80], when=ago(minutes=5))

    while send_due(now):
        pass

    contents = [file.read_bytes() for file in tmp_path.iterdir()]
    assert len(contents) == OutboxMail.objects.filter(state="sent").count() >= 2 * len(TRICKS)
    for content in contents:
        assert_whole(content)


def assert_whole(content: bytes) -> None:
    """Hold that a mail has its own headers once each, one recipient, and no line too long."""
    letter = message_from_bytes(content, policy=policy.default)
    assert sorted(letter.keys()) == sorted(HEADERS)
    assert [address.addr_spec for address in letter["To"].addresses] == [stored(letter["Message-ID"])]
    assert (letter.defects, letter["Subject"].defects) == ([], ())
    assert all(len(line) <= 998 for line in content.split(b"\n\n")[0].splitlines())


def stored(sent_id: str) -> str:
    """Return the address of the row that a mail was made from."""
    return next(row.to for row in OutboxMail.objects.all() if message_id(row) == sent_id)


@pytest.mark.parametrize("end", ["\r\nBcc: ", ",", "\n", " ", ";", "\x00"])
def test_an_address_that_is_two_is_refused(end: str) -> None:
    with pytest.raises(ValidationError):
        a_person(email=f"a@b.example{end}{EVIL}")

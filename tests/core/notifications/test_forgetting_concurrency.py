"""A disposal beside a sweep: whoever comes first, no mail keeps the words of what is disposed of."""

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction

from core.deadlines import sweep as sweeping
from core.deadlines.sweep import sweep
from core.notifications.forgetting import EMPTIED, forget
from core.notifications.models import DigestPart, Message, OutboxMail
from core.notifications.writer import open_parts
from core.staff.models import MailChoice, Person
from tests.factories import ON, a_person, at_nine, together

pytestmark = pytest.mark.usefixtures("committed_db")
TITLE = "浜の灯台"
LONG = 0.5
"""Seconds for which one of the two holds what it has done before it commits."""


def waiting_reminder(choice: MailChoice) -> Person:
    """Let a reminder about a record wait for its mail, as a sweep leaves it that ended before the mails."""
    person = a_person(mail_choice=choice)
    with transaction.atomic():
        part = open_parts([person.pk], at=at_nine(ON))[person.pk]
        Message.objects.create(
            key="due:1",
            person=person,
            title=TITLE,
            created_at=at_nine(ON),
            digest_part_id=part,
            link_name="things",
            link_pk=1,
        )
    return person


def words() -> list[str]:
    return [f"{subject} {body}" for subject, body in OutboxMail.objects.values_list("subject", "body")]


@pytest.mark.parametrize("choice", MailChoice)
def test_a_sweep_that_comes_while_a_disposal_empties_a_reminder(choice: MailChoice) -> None:
    waiting_reminder(choice)
    emptied = threading.Event()

    def dispose() -> int:
        with transaction.atomic():
            count = forget([("things", 1)], [])
            emptied.set()
            time.sleep(LONG)
        return count

    def tell() -> int:
        assert emptied.wait(10)
        return sweep(at_nine(ON))

    assert together([dispose, tell]) == [1, 0]
    passed_over = connection.vendor == "postgresql"
    assert DigestPart.objects.waiting().exists() is passed_over
    sweep(at_nine(ON))
    assert [TITLE in text for text in words()] == [False]
    assert EMPTIED in words()[0]


@pytest.mark.parametrize("choice", MailChoice)
def test_a_disposal_that_comes_while_a_sweep_mails_a_reminder(
    choice: MailChoice, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting_reminder(choice)
    read, own = threading.Event(), sweeping._carried

    def carried(*asked: Any) -> Any:
        found = own(*asked)
        read.set()
        time.sleep(LONG)
        return found

    def dispose() -> int:
        assert read.wait(10)
        with transaction.atomic():
            return forget([("things", 1)], [])

    monkeypatch.setattr(sweeping, "_carried", carried)
    calls: list[Callable[[], int]] = [lambda: sweep(at_nine(ON)), dispose]
    assert together(calls) == [0, 1]
    assert words() == [f"{EMPTIED} "]

"""Several workers at the outbox: every mail leaves once."""

from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.core import mail as django_mail
from django.db import transaction

from core.notifications.models import Message, OutboxMail
from core.notifications.telling import Tell
from core.notifications.writer import mail, queue_mails, write_messages, write_notices
from tests.factories import AT, a_person, together
from tests.factories.mailing import send_due

pytestmark = pytest.mark.usefixtures("committed_db")


@pytest.mark.parametrize("workers", [2, 6])
def test_workers_at_once_send_each_mail_once(settings: Any, workers: int) -> None:
    settings.EMAIL_BACKEND = "tests.factories.mail_backends.Slow"
    person = a_person()
    queue_mails([mail(f"act:{number}", person, f"題{number}", "", AT) for number in range(70)])
    outcomes = together([partial(send_due, AT)] * workers)
    send_due(AT)
    assert [outcome for outcome in outcomes if not isinstance(outcome, int)] == []
    assert Counter(message.subject for message in django_mail.outbox) == {f"題{number}": 1 for number in range(70)}
    assert set(OutboxMail.objects.values_list("state", "attempts")) == {("sent", 1)}


def test_writers_at_once_under_one_key_tell_once() -> None:
    tell = Tell([a_person()], "題")
    write = transaction.atomic(write_messages)
    assert together([partial(write, [tell], key="act:1", at=AT)] * 6) == [None] * 6
    assert (Message.objects.count(), OutboxMail.objects.count()) == (1, 1)


@pytest.mark.parametrize("write", [write_messages, write_notices])
def test_messages_outside_a_transaction_are_refused(write: Callable[..., None]) -> None:
    with pytest.raises(transaction.TransactionManagementError):
        write([Tell([a_person()], "題")], key="act:1", at=AT)
    assert Message.objects.count() == 0

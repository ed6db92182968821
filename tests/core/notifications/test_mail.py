"""The outbox: claimed, sent under one Message-ID, tried again ever later, given up visibly."""

from datetime import timedelta
from email import message_from_bytes, policy
from typing import Any

import pytest
from django.core import mail as django_mail
from django.db import IntegrityError, transaction

from core.notifications.mail import MOST_A_RUN, MOST_ATTEMPTS, message_id, send_due
from core.notifications.models import OutboxMail
from core.notifications.telling import Tell
from core.notifications.writer import mail, queue_mails, write_messages
from tests.factories import AT, a_person

pytestmark = pytest.mark.django_db
BACKENDS = "tests.factories.mail_backends"
MINUTE = timedelta(minutes=1)


def a_mail(key: str = "act:1", subject: str = "題", to: str = "") -> OutboxMail:
    """Queue one mail."""
    person = a_person(email=to) if to else a_person()
    queue_mails([mail(key, person, subject, "本文\nです。", AT)])
    return OutboxMail.objects.get(key=key)


def stored(letter: OutboxMail) -> OutboxMail:
    return OutboxMail.objects.get(pk=letter.pk)


def sent_ids() -> list[str]:
    return [message.extra_headers["Message-ID"] for message in django_mail.outbox]


def test_send_due_sends_and_marks() -> None:
    letter = a_mail()
    assert send_due(AT) == 1
    message = django_mail.outbox[0]
    assert (message.subject, message.body, message.to, message.from_email) == (
        "題",
        "本文\nです。",
        [letter.to],
        "sns@city.example.jp",
    )
    after = stored(letter)
    assert (after.state, after.sent_at, after.attempts, after.failure) == ("sent", AT, 1, "")


def test_send_due_twice_sends_once() -> None:
    a_mail()
    assert [send_due(AT), send_due(AT + timedelta(days=1))] == [1, 0]
    assert len(django_mail.outbox) == 1


def test_send_due_waits_for_the_next_attempts_time() -> None:
    letter = a_mail()
    OutboxMail.objects.update(next_attempt_at=AT + MINUTE)
    assert [send_due(AT), send_due(AT + MINUTE)] == [0, 1]
    assert stored(letter).state == "sent"


def test_send_due_takes_the_oldest_first_and_a_batch_at_a_time() -> None:
    letters = [a_mail(f"act:{number}", f"題{number}") for number in range(MOST_A_RUN + 2)]
    OutboxMail.objects.filter(pk=letters[-1].pk).update(next_attempt_at=AT - MINUTE)
    assert [send_due(AT), send_due(AT), send_due(AT)] == [MOST_A_RUN, 2, 0]
    assert [message.subject for message in django_mail.outbox][:2] == [f"題{MOST_A_RUN + 1}", "題0"]


def test_message_id_is_the_same_at_every_attempt_and_another_for_every_mail(settings: Any) -> None:
    letter, other = a_mail(), a_mail("act:2")
    settings.EMAIL_BACKEND = f"{BACKENDS}.Breaking"
    send_due(AT)
    send_due(AT + 5 * MINUTE)
    ids = sent_ids()
    assert ids == [message_id(letter), message_id(other)] * 2
    assert message_id(letter) != message_id(other)
    assert message_id(letter).endswith("@sns.city.example.jp>")


def test_failure_is_noted_and_tried_again_ever_later(settings: Any) -> None:
    settings.EMAIL_BACKEND = f"{BACKENDS}.Down"
    letter, at, waits = a_mail(), AT, []
    for _ in range(MOST_ATTEMPTS - 1):
        assert send_due(at) == 0
        after = stored(letter)
        assert (after.state, after.failure) == ("queued", "ConnectionRefusedError: [Errno 111] Connection refused")
        waits.append((after.next_attempt_at - at) / MINUTE)
        assert send_due(after.next_attempt_at - timedelta(seconds=1)) == 0
        assert stored(letter).attempts == after.attempts
        at = after.next_attempt_at
    assert waits == [2, 4, 8, 16, 32, 64, 128]


def test_mail_is_given_up_after_the_most_attempts(settings: Any) -> None:
    settings.EMAIL_BACKEND = f"{BACKENDS}.Down"
    letter = a_mail()
    for number in range(MOST_ATTEMPTS + 2):
        send_due(AT + timedelta(days=number))
    after = stored(letter)
    assert (after.state, after.attempts, after.sent_at) == ("exhausted", MOST_ATTEMPTS, None)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert send_due(AT + timedelta(days=99)) == 0


def test_failure_is_forgotten_once_the_mail_left(settings: Any) -> None:
    backend, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, f"{BACKENDS}.Down"
    letter = a_mail()
    send_due(AT)
    settings.EMAIL_BACKEND = backend
    assert send_due(AT + timedelta(hours=1)) == 1
    after = stored(letter)
    assert (after.state, after.failure, after.attempts) == ("sent", "", 2)


@pytest.mark.parametrize("to", ["bad@city.example.jp", "odd@city.example.jp"])
def test_one_mail_that_can_not_leave_stops_no_other(settings: Any, to: str) -> None:
    settings.EMAIL_BACKEND = f"{BACKENDS}.Choosy"
    poison, good = a_mail("act:1", to=to), a_mail("act:2")
    assert send_due(AT) == 1
    assert (stored(poison).state, stored(good).state) == ("queued", "sent")
    assert stored(poison).failure.partition(":")[0] in {"SMTPRecipientsRefused", "UnicodeEncodeError"}


def test_subject_that_was_stored_with_a_line_break_stops_no_other() -> None:
    poison, good = a_mail("act:1"), a_mail("act:2")
    OutboxMail.objects.filter(pk=poison.pk).update(subject="題\r\nBcc: all@example.jp")
    assert send_due(AT) == 1
    assert [message.to for message in django_mail.outbox] == [[good.to]]
    assert (stored(poison).state, stored(poison).failure[:14]) == ("queued", "BadHeaderError")


def test_failure_of_a_mail_another_worker_sent_meanwhile_leaves_it_sent(settings: Any) -> None:
    settings.EMAIL_BACKEND = f"{BACKENDS}.Overtaken"
    letter = a_mail()
    assert send_due(AT) == 0
    assert stored(letter).state == "sent"


def test_worker_that_died_after_claiming_loses_nothing() -> None:
    from core.notifications.mail import _claim

    letter = a_mail()
    claimed = _claim(AT)
    assert claimed == letter
    assert [send_due(AT), send_due(AT + 2 * MINUTE)] == [0, 1]


def test_title_with_a_header_inside_adds_no_recipient() -> None:
    write_messages([Tell([a_person()], "題\r\nBcc: all@example.jp\r\n\r\n<b>本文</b>")], key="act:1", at=AT)
    assert send_due(AT) == 1
    parsed = message_from_bytes(django_mail.outbox[0].message().as_bytes(), policy=policy.default)
    assert parsed["Subject"] == "題 Bcc: all@example.jp <b>本文</b>"
    assert (parsed["Bcc"], django_mail.outbox[0].recipients()) == (None, [OutboxMail.objects.get().to])


@pytest.mark.parametrize("values", [{"state": "sent"}, {"sent_at": AT}, {"state": "exhausted", "sent_at": AT}])
def test_database_refuses_sent_without_when(values: dict[str, Any]) -> None:
    letter = a_mail()
    with pytest.raises(IntegrityError, match="outbox_sent_when_sent"), transaction.atomic():
        OutboxMail.objects.filter(pk=letter.pk).update(**values)


def test_queue_mails_under_a_known_key_keeps_the_first() -> None:
    letter = a_mail(subject="先")
    queue_mails([mail("act:1", letter.person, "後", "", AT)])
    assert OutboxMail.objects.get().subject == "先"


def test_slow_server_never_has_a_mail_sent_twice() -> None:
    letters = [a_mail(f"act:{number}") for number in range(3)]
    from core.notifications.mail import _claim

    first = _claim(AT)

    later = AT + timedelta(seconds=90)
    others = [_claim(later), _claim(later), _claim(later)]

    assert [one and one.pk for one in (first, *others)] == [*(letter.pk for letter in letters), None]

"""The outbox: claimed, sent under one Message-ID, tried again ever later, given up visibly."""

from datetime import datetime, timedelta
from email import message_from_bytes, policy
from typing import Any

import pytest
from django.core import mail as django_mail
from django.db import IntegrityError, transaction

from core.notifications import mail as mail_side
from core.notifications.mail import CLAIM, LONGEST_WAIT, MOST_A_RUN, MOST_ATTEMPTS, PAUSE, message_id
from core.notifications.models import Heartbeat, Message, OutboxMail
from core.notifications.telling import Tell
from core.notifications.writer import mail, queue_mails, write_messages
from core.staff.offices import Office
from tests.factories import AT, a_person, an_appointment
from tests.factories.mailing import send_due

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
    for number in range(4):
        send_due(AT + number * PAUSE)
    assert sent_ids() == [message_id(letter), message_id(other), message_id(letter), message_id(other)]
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
    assert waits == [2, 4, 8, 16, 32, 64, 128, 256, *[LONGEST_WAIT / MINUTE] * 11]
    assert timedelta(minutes=sum(waits)) > timedelta(days=4) - timedelta(minutes=30)


def test_mail_is_given_up_after_the_most_attempts(settings: Any) -> None:
    settings.EMAIL_BACKEND = f"{BACKENDS}.Down"
    letter = a_mail()
    for number in range(MOST_ATTEMPTS + 2):
        send_due(AT + timedelta(days=number))
    after = stored(letter)
    assert (after.state, after.attempts, after.sent_at) == ("exhausted", MOST_ATTEMPTS, None)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert send_due(AT + timedelta(days=99)) == 0


def test_server_that_is_away_is_asked_once_a_minute_whatever_waits(settings: Any) -> None:
    settings.EMAIL_BACKEND = f"{BACKENDS}.Down"
    for number in range(5):
        a_mail(f"act:{number}")
    for seconds in (0, 1, 30, 59):
        send_due(AT + timedelta(seconds=seconds))
    assert sum(OutboxMail.objects.values_list("attempts", flat=True)) == 1
    send_due(AT + PAUSE)
    assert sum(OutboxMail.objects.values_list("attempts", flat=True)) == 2


def test_server_that_answers_again_is_no_longer_noted_as_away(settings: Any) -> None:
    backend, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, f"{BACKENDS}.Down"
    a_mail()
    for at in (AT, AT + 2 * MINUTE):
        send_due(at)
    server = Heartbeat.objects.get(name="mail_server")
    assert (server.failing_since, server.failed_at, server.beaten_at) == (AT, AT + 2 * MINUTE, None)
    settings.EMAIL_BACKEND = backend
    send_due(AT + timedelta(hours=1))
    server.refresh_from_db()
    assert (server.failing_since, server.failure, server.beaten_at) == (None, "", AT + timedelta(hours=1))


def test_run_behind_a_slow_server_ends_in_time_and_claims_from_the_moment_of_each_mail() -> None:
    letters = [a_mail(f"act:{number}") for number in range(3)]
    at = AT
    claims: list[tuple[int, timedelta]] = []

    def clock() -> datetime:
        nonlocal at
        under_way = OutboxMail.objects.filter(state="queued", attempts=1)
        claims.extend((mail.pk, mail.next_attempt_at - AT) for mail in under_way)
        at += timedelta(seconds=4)
        return at

    assert mail_side.send_due(clock) == 2
    assert claims == [
        (letters[0].pk, CLAIM + timedelta(seconds=8)),
        (letters[1].pk, CLAIM + timedelta(seconds=16)),
    ]
    assert [stored(letter).state for letter in letters] == ["sent", "sent", "queued"]


def test_mail_at_which_the_worker_ended_every_time_is_given_up() -> None:
    poison, good = a_mail("act:1"), a_mail("act:2")
    OutboxMail.objects.filter(pk=poison.pk).update(attempts=MOST_ATTEMPTS)
    assert send_due(AT) == 1
    assert (stored(poison).state, stored(poison).failure) == ("exhausted", "EndedWhileSendingError: 20")
    assert stored(good).state == "sent"


def test_mail_without_an_address_is_given_up_and_never_counts_as_sent() -> None:
    letter = a_mail()
    OutboxMail.objects.update(to="")
    assert send_due(AT) == 0
    assert (stored(letter).state, stored(letter).failure) == ("exhausted", "NobodyToSendToError: ''")


def test_administrators_are_told_of_a_mail_given_up_on_their_pages_only() -> None:
    keeper = an_appointment(office=Office.ADMINISTRATOR).person
    letter = a_mail(to="odd@city.example.jp")
    OutboxMail.objects.update(subject="題\r\nBcc: all@example.jp")
    for number in range(3):
        send_due(AT + timedelta(days=number))
    told = Message.objects.get(link_name="people:outbox")
    assert (told.person, told.title, told.digest_part) == (
        keeper,
        f"{letter.person.name}さんへのメールを送れませんでした",
        None,
    )
    assert OutboxMail.objects.count() == 1


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
    assert (stored(poison).state, stored(good).state) == ("exhausted", "sent")
    assert stored(poison).failure.partition(":")[0] in {"SMTPRecipientsRefused", "UnicodeEncodeError"}


def test_subject_that_was_stored_with_a_line_break_stops_no_other() -> None:
    poison, good = a_mail("act:1"), a_mail("act:2")
    OutboxMail.objects.filter(pk=poison.pk).update(subject="題\r\nBcc: all@example.jp")
    assert send_due(AT) == 1
    assert [message.to for message in django_mail.outbox] == [[good.to]]
    assert (stored(poison).state, stored(poison).failure[:14]) == ("exhausted", "BadHeaderError")


def test_failure_of_a_mail_another_worker_sent_meanwhile_leaves_it_sent(settings: Any) -> None:
    settings.EMAIL_BACKEND = f"{BACKENDS}.Overtaken"
    letter = a_mail()
    assert send_due(AT) == 0
    assert stored(letter).state == "sent"


def test_worker_that_died_after_claiming_loses_nothing() -> None:
    letter = a_mail()
    claimed = mail_side._claim(AT)
    assert claimed == letter
    assert [send_due(AT + CLAIM - MINUTE), send_due(AT + CLAIM)] == [0, 1]


def test_mail_given_up_by_another_worker_that_left_all_the_same_counts_as_sent() -> None:
    letter = a_mail()
    mail_side._give_up(letter, OSError(), AT)
    mail_side._mark_sent(letter, AT)
    assert (stored(letter).state, stored(letter).sent_at) == ("sent", AT)


def test_failure_of_a_claim_that_ran_out_leaves_the_next_claim_alone() -> None:
    first = a_mail()
    first = mail_side._claim(AT) or first
    second = mail_side._claim(AT + CLAIM)
    mail_side._note_failure(first, TimeoutError(), AT + CLAIM)
    assert second is not None
    assert (stored(first).next_attempt_at, stored(first).failure) == (AT + 2 * CLAIM, "")


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
    first = mail_side._claim(AT)

    later = AT + CLAIM - MINUTE
    others = [mail_side._claim(later), mail_side._claim(later), mail_side._claim(later)]

    assert [one and one.pk for one in (first, *others)] == [*(letter.pk for letter in letters), None]

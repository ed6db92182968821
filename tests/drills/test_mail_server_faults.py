"""A real mail server that refuses, delays, stalls and drops at every stage: what is noted, what the mailbox shows."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from core.notifications.mail import PAUSE, message_id
from core.notifications.models import Heartbeat, OutboxMail
from core.notifications.writer import mail, queue_mails
from tests.factories import AT, a_person
from tests.factories.mailing import send_due
from tests.services.drills import Report
from tests.services.smtp import Fault, MailServer, Stage, mail_server

pytestmark = [pytest.mark.drill, pytest.mark.django_db]
AREA = "Delivery"
LATER, NEVER, CLOSING = "451 4.3.0 later", "554 5.7.1 never", "421 4.3.2 closing"
SENT, WAITS, AWAY, GIVEN_UP = "sent", "this mail waits", "the server is away", "given up"

OUTCOMES = {
    (Stage.GREETING, LATER): AWAY,
    (Stage.GREETING, NEVER): AWAY,
    (Stage.GREETING, CLOSING): AWAY,
    (Stage.GREETING, "stall"): AWAY,
    (Stage.GREETING, "drop"): AWAY,
    (Stage.MAIL, LATER): AWAY,
    (Stage.MAIL, NEVER): AWAY,
    (Stage.MAIL, CLOSING): AWAY,
    (Stage.MAIL, "stall"): AWAY,
    (Stage.MAIL, "drop"): AWAY,
    (Stage.RCPT, LATER): WAITS,
    (Stage.RCPT, NEVER): GIVEN_UP,
    (Stage.RCPT, CLOSING): AWAY,
    (Stage.RCPT, "stall"): AWAY,
    (Stage.RCPT, "drop"): AWAY,
    (Stage.DATA, LATER): WAITS,
    (Stage.DATA, NEVER): GIVEN_UP,
    (Stage.DATA, CLOSING): AWAY,
    (Stage.DATA, "stall"): AWAY,
    (Stage.DATA, "drop"): AWAY,
    (Stage.TEXT, LATER): WAITS,
    (Stage.TEXT, NEVER): GIVEN_UP,
    (Stage.TEXT, CLOSING): AWAY,
    (Stage.TEXT, "stall"): AWAY,
    (Stage.TEXT, "drop"): AWAY,
    (Stage.ACCEPTED, "stall"): AWAY,
    (Stage.ACCEPTED, "drop"): AWAY,
    (Stage.ANSWERED, "stall"): SENT,
    (Stage.ANSWERED, "drop"): SENT,
}
"""What the outbox makes of each fault at its first attempt."""


@pytest.fixture
def server(settings: Any) -> Iterator[MailServer]:
    with mail_server() as running:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", running.port, 0.5
        yield running


def fault(stage: Stage, what: str) -> Fault:
    return Fault(stage, stall=what == "stall") if what in {"stall", "drop"} else Fault(stage, what)


def noted(letter: OutboxMail) -> str:
    """Return what the outbox noted of a mail and of the server."""
    letter.refresh_from_db()
    if letter.state != "queued":
        return SENT if letter.state == "sent" else GIVEN_UP
    away = Heartbeat.objects.filter(name="mail_server").exclude(failing_since=None).exists()
    return AWAY if away else WAITS


def test_every_fault_of_the_mail_server_is_noted_for_what_it_is_and_loses_nothing(
    server: MailServer, report: Report
) -> None:
    person, found, lost, at = a_person(), {}, 0, AT
    for number, (stage, what) in enumerate(OUTCOMES):
        queue_mails([mail(f"fault:{number}", person, f"題{number}", "本文", at)])
        letter = OutboxMail.objects.get(key=f"fault:{number}")
        server.plan.append(fault(stage, what))
        send_due(at)
        found[stage, what] = noted(letter)
        at += timedelta(hours=1)
        send_due(at)
        expected = found[stage, what] != GIVEN_UP
        lost += (message_id(letter) in server.shown()) != expected
    again = len(server.received) - len(server.shown())
    assert found == OUTCOMES
    assert again == 2
    outcome = "each noted for what it is; all but the refused shown once; 2 received twice under one Message-ID"
    report(AREA, "4xx, 5xx, 421, silence, dropped line at every stage", tried=len(found), outcome=outcome, lost=lost)


def test_stalling_server_costs_one_attempt_a_minute_whatever_waits(server: MailServer, report: Report) -> None:
    queue_mails([mail(f"stall:{number}", a_person(), "題", "本文", AT) for number in range(20)])
    server.plan.extend([Fault(Stage.GREETING, stall=True)] * 2)
    for seconds in range(0, 60, 10):
        send_due(AT + timedelta(seconds=seconds))
    assert server.connections == 1
    send_due(AT + PAUSE)
    assert server.connections == 2
    assert send_due(AT + timedelta(hours=1)) == 20
    report(AREA, "server that stalls while mails wait", tried=20, outcome="asked once a minute; all sent afterwards")

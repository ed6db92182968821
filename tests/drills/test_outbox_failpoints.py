"""The outbox killed at every point of claim, send and mark, and restarted: nothing lost, each mail shown once."""

from collections.abc import Iterator
from datetime import datetime

import pytest

from core.notifications.mail import CLAIM, message_id
from core.notifications.models import Message, OutboxMail
from core.notifications.writer import mail, queue_mails
from core.staff.models import Person
from core.staff.offices import Office
from tests.factories import AT, a_person, an_appointment
from tests.services.drills import Report, size
from tests.services.mortals import ENDED, Mortals, mortals
from tests.services.smtp import Fault, MailServer, Stage, mail_server

pytestmark = [pytest.mark.drill, pytest.mark.usefixtures("committed_db")]
AREA = "Delivery"
MOST_POINTS = 400
RESTARTS = 6


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as running:
        yield running


@pytest.fixture
def workers(committed_db: None, server: MailServer) -> Iterator[Mortals]:
    with mortals(server.port) as started:
        yield started


def queued(point: int, at: datetime, count: int, person: Person) -> list[OutboxMail]:
    """Queue mails of their own for one point."""
    letters = [mail(f"point:{point}:{number}", person, f"題{number}", "本文", at) for number in range(count)]
    queue_mails(letters)
    return list(OutboxMail.objects.filter(key__startswith=f"point:{point}:"))


def restart_until_empty(workers: Mortals, at: datetime) -> datetime:
    """Run the outbox again and again, as beat does, until nothing waits; return the last instant."""
    for _ in range(RESTARTS):
        at += CLAIM
        assert workers.run("outbox", at) == ENDED
        if not OutboxMail.objects.filter(state="queued").exists():
            break
    return at


@pytest.mark.parametrize(
    "fault",
    [
        None,
        Fault(Stage.RCPT, "450 4.2.0 later"),
        Fault(Stage.ACCEPTED),
        Fault(Stage.GREETING, "421 busy"),
        Fault(Stage.ANSWERED),
    ],
    ids=str,
)
def test_outbox_killed_at_every_point_loses_and_repeats_nothing(
    fault: Fault | None, server: MailServer, workers: Mortals, report: Report
) -> None:
    person, at, lost, died = a_person(), AT, 0, []
    count, step = size(1, 3), size(3, 1) if fault else 1
    for point in range(1, MOST_POINTS, step):
        letters = queued(point, at, count, person)
        server.plan.extend([fault] if fault else [])
        ended = workers.run("outbox", at, point=point)
        at = restart_until_empty(workers, at) + CLAIM
        lost += sum(message_id(letter) not in server.shown() for letter in letters)
        assert set(OutboxMail.objects.values_list("state", flat=True)) == {"sent"}
        if ended == ENDED:
            break
        died.append(ended)
    again = len(server.received) - len(server.shown())
    assert len(died) > 24 // step
    assert len(server.shown()) == OutboxMail.objects.count()
    outcome = f"each mail shown once; {again} sent again under the same Message-ID"
    report(
        AREA, f"outbox killed at every point, server: {fault or 'accepts'}", tried=len(died), outcome=outcome, lost=lost
    )


def test_giving_a_mail_up_killed_at_every_point_tells_administrators_once(
    server: MailServer, workers: Mortals, report: Report
) -> None:
    an_appointment(office=Office.ADMINISTRATOR)
    person, at, lost, died = a_person(), AT, 0, []
    for point in range(1, MOST_POINTS, size(2, 1)):
        letters = queued(point, at, 1, person)
        server.plan.extend([Fault(Stage.RCPT, "550 no such user")] * 3)
        ended = workers.run("outbox", at, point=point)
        at = restart_until_empty(workers, at) + CLAIM
        server.plan.clear()
        shown = OutboxMail.objects.get(pk=letters[0].pk)
        told = Message.objects.filter(link_name="people:outbox", key__startswith=f"exhausted:{shown.pk}:").count()
        lost += (shown.state, told) != ("exhausted", 1)
        if ended == ENDED:
            break
        died.append(ended)
    assert (len(died) > 12, server.received) == (True, [])
    outcome = "each given up with its reason, administrators told once"
    report(AREA, "a mail refused for good, killed at every point", tried=len(died), outcome=outcome, lost=lost)

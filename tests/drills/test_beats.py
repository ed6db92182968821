"""Two beats at once, and beat off for ten days: each item told once with its true date, one digest, each mail once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import datetime, timedelta

import pytest

from core.deadlines.duties import Debtor
from core.deadlines.models import Obligation, Telling
from core.deadlines.rules import next_telling
from core.notifications.models import Message, OutboxMail
from tests.factories import ON, a_person, a_unit, an_obligation, at_nine
from tests.services.drills import Report, size
from tests.services.mortals import ENDED, Mortals, mortals
from tests.services.smtp import MailServer, mail_server

pytestmark = [pytest.mark.drill, pytest.mark.usefixtures("committed_db")]
AREA = "Delivery"
BEATS, PEOPLE = 2, size(4, 40)
TEN_DAYS = timedelta(days=10)


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as running:
        yield running


@pytest.fixture
def beats(committed_db: None, server: MailServer) -> Iterator[list[Mortals]]:
    with ExitStack() as stack:
        yield [stack.enter_context(mortals(server.port)) for _ in range(BEATS)]


def at_once(beats: list[Mortals], work: str, at: datetime) -> None:
    """Have every beat start the same task at the same moment, each in a process of its own."""
    with ThreadPoolExecutor(len(beats)) as pool:
        assert list(pool.map(lambda beat: beat.run(work, at), beats)) == [ENDED] * len(beats)


def owed_in(days: tuple[int, ...]) -> dict[int, Obligation]:
    """Let each of some people owe something on each of some days from today."""
    unit, owed = a_unit(), {}
    for person in [a_person() for _ in range(PEOPLE)]:
        for day in days:
            made = an_obligation(
                Debtor(person=person),
                ON + timedelta(days=day),
                about=unit,
                title=f"義務{day}",
                occurrence=f"{person.pk}-{day}",
            )
            owed[made.pk] = made
    Obligation._base_manager.update(link_name="people:rulebook_detail")
    return owed


def test_two_beats_after_ten_days_tell_each_missed_item_once(
    beats: list[Mortals], server: MailServer, report: Report
) -> None:
    owed, late = owed_in((3, 8, 11, 20)), at_nine(ON) + TEN_DAYS
    for minutes in (0, 10):
        at_once(beats, "sweep", late + timedelta(minutes=minutes))
        at_once(beats, "outbox", late + timedelta(minutes=minutes, seconds=20))

    titles = sorted(set(Message.objects.values_list("title", flat=True)))
    assert titles == ["2開庁日超過:義務8", "5開庁日超過:義務3", "あと10日:義務20", "あと1日:義務11"]
    plan = dict(Telling.objects.values_list("obligation", "next_on"))
    assert plan == {pk: next_telling(made.due_on or ON, (ON + TEN_DAYS)) for pk, made in owed.items()}
    lost = abs(Message.objects.count() - len(owed)) + abs(len(server.received) - PEOPLE)
    assert set(OutboxMail.objects.values_list("state", "attempts")) == {("sent", 1)}
    assert len(server.shown()) == len(server.received)
    outcome = f"each told once with its true date, one digest each of {PEOPLE} people, each mail received once"
    report(AREA, "beat off for ten days, then two beats at once", tried=len(owed), outcome=outcome, lost=lost)

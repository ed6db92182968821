"""Sweep, seal, weekly word and an act, killed at every statement and commit: whole or not at all, told once."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from approvals.models import Request
from approvals.states import RequestState
from core.audit.models import Event, Unsealed
from core.audit.sealer import seal
from core.audit.verifier import faults
from core.deadlines.duties import Debtor
from core.deadlines.models import Obligation, Telling, WeekTold
from core.deadlines.moves import FULFIL
from core.lifecycle.act import note, perform
from core.lifecycle.actor import SYSTEM
from core.notifications.models import DigestPart, Message, OutboxMail
from core.staff.models import Person, Unit
from core.staff.offices import Office
from tests.factories import AT, ON, a_person, a_unit, an_appointment, an_obligation, at_nine
from tests.factories.approvals import a_draft, a_request, an_office_world
from tests.services.drills import Report, size
from tests.services.mortals import ENDED, Mortals, mortals

pytestmark = [pytest.mark.drill, pytest.mark.usefixtures("committed_db")]
AREA = "Delivery"
MOST_POINTS = 600


@pytest.fixture
def workers(committed_db: None) -> Iterator[Mortals]:
    with mortals(mail_port=9) as started:
        yield started


def test_sweep_killed_at_every_point_tells_each_item_once(workers: Mortals, report: Report) -> None:
    people, unit, lost, died = [a_person(), a_person()], a_unit(), 0, []
    for number, point in enumerate(range(1, MOST_POINTS, size(2, 1))):
        day = ON + timedelta(days=7 * number + 1)
        owed = [owe(person, unit, day, f"{point}:{n}") for n, person in enumerate([*people, people[0]])]
        before, mails = Message.objects.count(), OutboxMail.objects.count()
        ended = workers.run("sweep", at_nine(day), point=point)
        assert workers.run("sweep", at_nine(day) + timedelta(minutes=10)) == ENDED
        lost += (Message.objects.count() - before, OutboxMail.objects.count() - mails) != (3, 2)
        for obligation in owed:
            perform(obligation, FULFIL, by=SYSTEM, at=at_nine(day), ended_on=day)
        if ended == ENDED:
            break
        died.append(ended)
    waiting = DigestPart.objects.waiting().count()
    assert (ended, len(died) > 10, waiting, Telling.objects.count()) == (ENDED, True, 0, 0)
    outcome = "each item told once, one digest a person"
    report(AREA, "sweep killed at every statement and commit", tried=len(died), outcome=outcome, lost=lost)


def owe(person: Person, unit: Unit, due_on: date, occurrence: str) -> Obligation:
    """Open an obligation the day before it is due; its link leads to a page of the application itself."""
    opened = at_nine(due_on - timedelta(days=1))
    made = an_obligation(Debtor(person=person), due_on, about=unit, occurrence=occurrence, at=opened)
    Obligation._base_manager.filter(pk=made.pk).update(link_name="people:rulebook_detail")
    return Obligation.objects.get(pk=made.pk)


def test_seal_killed_at_every_point_tells_each_day_once(workers: Mortals, report: Report) -> None:
    for office in (Office.GENERAL_AFFAIRS_DIRECTOR, Office.AUDITOR):
        an_appointment(office=office)
    lost, died, day = 0, list[str](), ON
    for point in range(1, MOST_POINTS, size(2, 1)):
        day += timedelta(days=2)
        note("test", "試した", by=SYSTEM, at=at_nine(day))
        seal(at_nine(day))
        note("test", "試した", by=SYSTEM, at=at_nine(day))
        ended = workers.run("seal", at_nine(day + timedelta(days=1)), point=point)
        assert workers.run("seal", at_nine(day + timedelta(days=1)) + timedelta(hours=1)) == ENDED
        lost += told_and_mailed(f"seal:{day}") != (2, 2)
        if ended == ENDED:
            break
        died.append(ended)
    assert (ended, len(died) > 10, Unsealed.objects.count(), list(faults())) == (ENDED, True, 0, [])
    outcome = "each day's seal told once, with its mail"
    report(AREA, "seal killed at every statement and commit", tried=len(died), outcome=outcome, lost=lost)


def test_weekly_word_killed_at_every_point_tells_the_week_once(workers: Mortals, report: Report) -> None:
    a_request(decided=2)
    monday, lost, died = at_nine(date(2026, 11, 30)), 0, list[str]()
    for point in range(1, MOST_POINTS, size(2, 1)):
        ended = workers.run("weekly", monday, point=point)
        assert workers.run("weekly", monday + timedelta(hours=1)) == ENDED
        lost += told_and_mailed("week:2026-11-23") != (2, 2)
        if ended == ENDED:
            break
        died.append(ended)
        Message.objects.filter(key__startswith="week:").delete()
        OutboxMail.objects.filter(key__startswith="week:").delete()
        WeekTold.objects.all().delete()
    assert (ended, len(died) > 10) == (ENDED, True)
    outcome = "each told once, with the mail"
    report(AREA, "weekly word killed at every statement and commit", tried=len(died), outcome=outcome, lost=lost)


def told_and_mailed(key: str) -> tuple[int, int]:
    """Count the messages whose keys begin in one way, and the mails."""
    found = {"key__startswith": f"{key}:"}
    return Message.objects.filter(**found).count(), OutboxMail.objects.filter(**found).count()


def test_act_killed_at_every_point_is_there_whole_or_not_at_all(workers: Mortals, report: Report) -> None:
    world = an_office_world()
    assert world.staff.person is not None
    whole, lost, died, kept = dict[str, int](), 0, list[str](), 0
    for point in range(1, MOST_POINTS, size(5, 1)):
        draft = a_draft(world)
        before = _traces()
        ended = workers.run("submit", AT, point=point, request=draft.pk, person=world.staff.person.pk)
        after = {name: count - before[name] for name, count in _traces().items()}
        submitted = Request.objects.get(pk=draft.pk).state == RequestState.SUBMITTED
        whole = whole or (after if submitted else {})
        kept += submitted
        lost += after != (whole if submitted else dict.fromkeys(before, 0))
        if ended == ENDED:
            break
        died.append(ended)
    assert (ended, len(died) > 10, whole["events"] > 0, whole["messages"] > 0) == (ENDED, True, True, True)
    assert list(faults()) == []
    outcome = f"{kept} whole, the others without a trace; chain intact"
    report(AREA, "submission killed at every statement and commit", tried=len(died), outcome=outcome, lost=lost)


def _traces() -> dict[str, int]:
    """Count everything an act leaves."""
    return {
        "events": Event.objects.count(),
        "obligations": Obligation.objects.count(),
        "tellings": Telling.objects.count(),
        "messages": Message.objects.count(),
        "mails": OutboxMail.objects.count(),
        "numbered": Request.objects.exclude(document_number="").count(),
        "submitted": Request.objects.exclude(state=RequestState.DRAFT).count(),
    }

"""What the clock tells: reports that wait too long, looks at the situation that are due; each once (第7)."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from core.audit.models import Event
from core.lifecycle.actor import Actor
from core.notifications.models import Message, OutboxMail
from core.staff.offices import Office
from incidents.actions import acknowledge_incident
from incidents.course import add_note
from incidents.models import Incident
from incidents.states import IncidentKind, IncidentState
from incidents.watching import watch
from tests.factories import AT, everything
from tests.factories.approvals import OfficeWorld, again, an_office_world
from tests.factories.incidents import WITHOUT, an_incident

pytestmark = pytest.mark.django_db
S, K = IncidentState, IncidentKind
MINUTE = timedelta(minutes=1)
LATE = "問題の報告が、目標の時刻までに覚知されていません"
DUE = "問題の状況を見直す時刻が過ぎています"


@pytest.fixture
def world() -> OfficeWorld:
    return an_office_world()


def told(incident: Incident, title: str) -> set[str]:
    """Return the offices of those who were told something of an incident."""
    found = Message.objects.filter(title__startswith=title, link_pk=incident.pk)
    return {one.person.appointments.get().office for one in found.select_related("person")}


def test_nothing_is_told_before_the_target_time(world: OfficeWorld) -> None:
    incident = an_incident(world=world)
    before = everything()
    assert watch(incident.acknowledge_by - MINUTE) == 0
    assert everything() == before


def test_a_report_that_waits_is_told_to_the_department_head_the_director_and_the_pr_section(world: OfficeWorld) -> None:
    incident = an_incident(world=world)
    assert watch(incident.acknowledge_by) == 1
    assert told(incident, LATE) == {
        "section_head",
        "department_head",
        "general_affairs_director",
        "pr_section_head",
    }
    assert OutboxMail.objects.filter(subject__startswith=LATE).count() == 4


def test_it_is_told_once_whatever_the_clock_does(world: OfficeWorld) -> None:
    incident = an_incident(world=world)
    watch(incident.acknowledge_by)
    before = everything()
    for minutes in (0, 1, 600):
        assert watch(incident.acknowledge_by + minutes * MINUTE) == 0
    assert everything() == before


def test_after_a_silence_of_days_each_is_told_once(world: OfficeWorld) -> None:
    incidents = [an_incident(world=world, account=WITHOUT) for _ in range(3)]
    assert watch(AT + timedelta(days=10)) == 3
    assert {one.pk for one in incidents} == set(
        Incident.objects.filter(told_late_at__isnull=False).values_list("pk", flat=True)
    )


def test_one_that_fails_keeps_nobody_from_hearing_of_the_others(world: OfficeWorld) -> None:
    broken, sound = (an_incident(world=world) for _ in range(2))
    Incident.objects.filter(pk=broken.pk).update(reported_as="")
    with pytest.raises(ExceptionGroup) as failed:
        watch(AT + timedelta(days=10))
    assert [type(one) for one in failed.value.exceptions] == [ValidationError]
    assert (told(broken, LATE), again(sound).told_late_at) == (set(), AT + timedelta(days=10))


def test_an_acknowledged_report_is_late_no_more(world: OfficeWorld) -> None:
    incident = an_incident(S.ACKNOWLEDGED, world=world)
    watch(incident.acknowledge_by)
    assert told(incident, LATE) == set()


def test_once_late_the_director_acknowledges(world: OfficeWorld) -> None:
    incident = an_incident(world=world)
    watch(incident.acknowledge_by)
    director: Actor = world.general_affairs_director
    done = acknowledge_incident(incident, by=director, at=incident.acknowledge_by, kind=incident.kind)
    assert done.acknowledged_by == director.person


def test_a_look_that_is_due_is_told_once_and_again_after_the_next_look(world: OfficeWorld) -> None:
    incident = an_incident(S.ACKNOWLEDGED, world=world)
    assert incident.review_at is not None
    assert watch(incident.review_at) == 1
    assert "department_head" in told(incident, DUE)
    assert watch(incident.review_at + MINUTE) == 0
    looked_at = incident.review_at + 2 * MINUTE
    add_note(incident, by=world.section_head, at=looked_at, words="変わりありません。", is_review=True)
    following = again(incident).review_at
    assert following is not None
    assert following == looked_at + timedelta(hours=4)
    assert (watch(following - MINUTE), watch(following)) == (0, 1)


def test_a_late_look_at_a_leak_is_told_to_its_manager_alone(world: OfficeWorld) -> None:
    leak = an_incident(S.ACKNOWLEDGED, world=world, kind=K.LEAK)
    assert leak.review_at is not None
    watch(leak.review_at)
    assert told(leak, DUE) == {"section_head"}


def test_a_drill_is_told_to_nobody(world: OfficeWorld) -> None:
    an_incident(world=world, is_drill=True)
    before = everything()
    assert watch(AT + timedelta(days=1)) == 0
    assert everything() == before


def test_what_the_clock_told_is_its_own_act(world: OfficeWorld) -> None:
    incident = an_incident(world=world)
    watch(incident.acknowledge_by)
    event = Event.objects.filter(stream=incident.stream).latest("number")
    assert (event.move, event.office, event.person) == ("incidents.incident.edit", "system", None)


def test_a_vacant_office_is_passed_over() -> None:
    world = an_office_world(without=[Office.PR_SECTION_HEAD])
    incident = an_incident(world=world, account=WITHOUT)
    watch(incident.acknowledge_by)
    assert told(incident, LATE) == {"general_affairs_director"}

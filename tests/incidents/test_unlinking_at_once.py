"""A link is undone at the moment in which the problem is merged, or its warning is linked elsewhere (7-3, 第7)."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from core.audit.verifier import faults
from core.staff.offices import Office
from incidents.actions import merge_incident
from incidents.models import Incident
from incidents.standing_warning import link_warning
from incidents.states import IncidentState
from incidents.unlinking import unlink_closure, unlink_warning
from publications.imitations.actions import enter_imitation
from publications.imitations.models import Imitation
from tests.factories import AT, together
from tests.factories.approvals import OfficeWorld, again, an_office_world
from tests.factories.incidents import an_incident, task_of
from tests.incidents.test_concurrency import ROUNDS, kinds
from tests.incidents.test_unlinking import WHY, ending
from tests.incidents.test_warning import WARNING

pytestmark = pytest.mark.usefixtures("committed_db")
BOTH, LATE = {"Incident": 2}, {"Conflict": 1, "Incident": 1}


@pytest.fixture
def world() -> OfficeWorld:
    return an_office_world()


def warned(world: OfficeWorld, number: int) -> tuple[Incident, Imitation]:
    """Return a problem that is worked on with a warning of its own that was linked with it, and the warning."""
    keeper = world.people[Office.PR_SECTION_HEAD]
    imitation = enter_imitation(by=keeper, at=AT, **{**WARNING, "url": f"https://x.com/undone{number}"})
    incident = an_incident(IncidentState.ACKNOWLEDGED, world=world)
    link_warning(task_of(incident, "list"), by=keeper, at=AT, imitation=imitation)
    return again(incident), imitation


def at_once(*calls: Callable[[], Any]) -> dict[str, int]:
    found = kinds(together(list(calls)))
    assert list(faults()) == []
    return found


def test_a_warning_is_undone_before_its_problem_is_merged_or_not_at_all(world: OfficeWorld) -> None:
    for number in range(ROUNDS):
        incident, imitation = warned(world, number)
        target = an_incident(world=world)
        outcome = at_once(
            partial(unlink_warning, incident, by=world.section_head, at=AT, reason=WHY),
            partial(merge_incident, again(incident), by=world.section_head, at=AT, merged_into=target),
        )
        now = again(incident)
        assert now.merged_into == target
        assert (outcome, now.imitation) in ((BOTH, None), (LATE, imitation))


def test_a_warning_of_a_double_is_undone_before_what_goes_on_is_merged_or_not_at_all(world: OfficeWorld) -> None:
    for number in range(ROUNDS):
        double, imitation = warned(world, number)
        target, last = an_incident(world=world), an_incident(world=world)
        merge_incident(double, by=world.section_head, at=AT, merged_into=target)
        outcome = at_once(
            partial(unlink_warning, again(double), by=world.section_head, at=AT, reason=WHY),
            partial(merge_incident, again(target), by=world.section_head, at=AT, merged_into=last),
        )
        assert again(target).merged_into == last
        assert (outcome, again(double).imitation) in ((BOTH, None), (LATE, imitation))


def test_a_warning_is_linked_elsewhere_after_it_was_undone_or_not_at_all(world: OfficeWorld) -> None:
    keeper = world.people[Office.PR_SECTION_HEAD]
    for number in range(ROUNDS):
        incident, imitation = warned(world, number)
        other = an_incident(IncidentState.ACKNOWLEDGED, world=world)
        outcome = at_once(
            partial(unlink_warning, incident, by=world.section_head, at=AT, reason=WHY),
            partial(link_warning, task_of(other, "list"), by=keeper, at=AT, imitation=imitation),
        )
        assert again(incident).imitation is None
        assert (outcome, again(other).imitation) in (
            ({"Incident": 1, "Task": 1}, imitation),
            ({"Denied": 1, "Incident": 1}, None),
        )


def test_a_link_is_undone_once(world: OfficeWorld) -> None:
    incident, _ = warned(world, 0)
    undo = partial(unlink_warning, incident, by=world.section_head, at=AT, reason=WHY)
    assert at_once(*[undo] * 6) == {"Denied": 5, "Incident": 1}
    ended, _ = ending(world)
    undo = partial(unlink_closure, ended, by=world.section_head, at=AT, reason=WHY)
    assert at_once(*[undo] * 6) == {"Denied": 5, "Incident": 1}

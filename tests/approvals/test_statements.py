"""How many statements a decision costs from BEGIN to COMMIT (ADR 0029): a number that only goes down unnoticed."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from approvals.actions import decide_step
from approvals.models import Request
from approvals.moves.decision import CONSENT, PERMIT, RETURN
from approvals.states import StepKind
from core.lifecycle.moves import Move
from core.staff.offices import Office
from tests.factories import AT
from tests.factories.approvals import (
    OfficeWorld,
    a_request,
    a_route_step,
    an_office_world,
    answering,
    pending_step,
)

pytestmark = pytest.mark.django_db

GOING_ON = {"postgresql": 13, "sqlite": 22}
"""The savepoint of the test stands for BEGIN, its release for COMMIT; what is written goes in with one statement on
PostgreSQL, and one after the other on SQLite. One reads for the index of the registry."""
LAST_PERMISSION = {"postgresql": 28, "sqlite": 38}
"""It moves request, policy and account too, opens the duty to acquire and tells the section."""
GIVING_BACK = {"postgresql": 26, "sqlite": 37}
"""It ends the round: two steps lapse, the policy goes back, the section is asked to mend the request and told."""


def statements(request: Request, world: OfficeWorld, move: Move | None = None, opinion: str = "") -> int:
    """Return how many statements deciding the step whose turn it is takes."""
    step = pending_step(request)
    by, seen = answering(step, world), step.fingerprint()
    given = move or (PERMIT if step.kind == StepKind.PERMIT else CONSENT)
    with CaptureQueriesContext(connection) as captured:
        decide_step(step, given, by=by, at=AT, seen=seen, opinion=opinion)
    return len(captured)


@pytest.mark.parametrize("decided", [0, 1])
def test_a_decision_that_hands_on_costs_no_more_than_this(decided: int) -> None:
    world = an_office_world()
    assert statements(a_request(world=world, decided=decided), world) == GOING_ON[connection.vendor]


@pytest.mark.parametrize("joint", [1, 3])
def test_a_decision_costs_the_same_however_many_steps_there_are(joint: int) -> None:
    world = an_office_world()
    for position in range(1, joint + 1):
        office = (Office.SECTION_HEAD, Office.DEPARTMENT_HEAD, Office.PR_SECTION_HEAD)[position - 1]
        a_route_step(world.section, StepKind.JOINT, office, world.foreign_section, position=position)
    request = a_request(world=world, decided=1)
    assert statements(request, world) == GOING_ON[connection.vendor]


@pytest.mark.parametrize("requests", [1, 3])
def test_a_decision_costs_the_same_however_much_is_under_way(requests: int) -> None:
    world = an_office_world()
    under_way = [a_request(world=world) for _ in range(requests)]
    assert statements(under_way[-1], world) == GOING_ON[connection.vendor]


def test_the_last_permission_costs_no_more_than_this() -> None:
    world = an_office_world()
    assert statements(a_request(world=world, decided=2), world) == LAST_PERMISSION[connection.vendor]


def test_a_return_costs_no_more_than_this() -> None:
    world = an_office_world()
    assert statements(a_request(world=world), world, RETURN, "直してください。") == GIVING_BACK[connection.vendor]

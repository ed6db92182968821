"""Many people decide one step at one moment, through the real web server: one decision takes effect, nothing breaks.

The office asked has two holders and each a deputy; each client is a browser of one of the four, has signed in, has the
page with the content on its screen, and sends its decision when all are ready.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from time import monotonic
from typing import Any

import pytest
from django.urls import reverse

from approvals.models import Request, Step
from approvals.moves.decision import DECISIONS
from approvals.states import StepState
from core.audit.models import Event
from core.audit.verifier import faults
from core.deadlines.models import Obligation
from core.lifecycle.actor import Actor
from core.notifications.models import Message
from core.periods.clock import japan_date, now
from core.staff.offices import Office
from tests.drills.copies import records_of
from tests.factories import a_person, an_appointment, the_actor, together
from tests.factories.approvals import OfficeWorld, a_deputy, a_request, an_office_world, pending_step
from tests.services import drills
from tests.services.live import LiveCopy
from tests.services.visitor import Answer, Visitor

pytestmark = [pytest.mark.drill, pytest.mark.slow]
CLIENTS = 200
PATIENCE_SECONDS = 120
MOVES = ("permit", "return", "deny")
STATES = {"permit": StepState.APPROVED, "return": StepState.RETURNED, "deny": StepState.DENIED}
CONFLICT_PAGE = "決裁していません"


@pytest.fixture
def live(live_app: LiveCopy, django_db_setup: None, django_db_blocker: Any) -> Iterator[LiveCopy]:
    """Return the running copy, its database within reach of the factories."""
    with django_db_blocker.unblock(), records_of(live_app):
        yield live_app


def a_world() -> OfficeWorld:
    """Make a department whose offices have been filled for a year, as the server's clock reads it."""
    return an_office_world(now(), since=japan_date(now()) - timedelta(days=365))


def those_asked(world: OfficeWorld) -> list[Actor]:
    """Return two heads of the department and the deputy of each."""
    at, on = now(), japan_date(now())
    second = an_appointment(a_person("二人目の部長", at=at), Office.DEPARTMENT_HEAD, world.department, at=at)
    heads = [world.department_head, the_actor(second, at=at)]
    # a deputy enters as the member of another section that he or she is
    staff = [an_appointment(office=Office.STAFF, unit=world.foreign_section, at=at) for _ in heads]
    names = zip(heads, staff, strict=True)
    return [*heads, *(a_deputy(head, on, on, person=own.person, when=at) for head, own in names)]


def windows(port: int, actors: list[Actor], request: Request, browsers: int) -> list[tuple[Visitor, dict[str, str]]]:
    """Sign in with a number of browsers, spread over some people; open the page in each, and windows of it in turn."""
    opened: list[tuple[Visitor, dict[str, str]]] = []
    for number in range(browsers):
        visitor, actor = Visitor(port, patience=PATIENCE_SECONDS), actors[number % len(actors)]
        assert actor.person is not None
        assert visitor.enter(actor.person.pk)
        opened.append((visitor, shown_to(visitor, actor, request)))
    return [(opened[n % browsers][0].again(), opened[n % browsers][1]) for n in range(CLIENTS)]


def decide(visitor: Visitor, step: Step, move: str, shown: dict[str, str]) -> Answer:
    """Send one decision on what the page showed."""
    data = {
        "seen": shown["seen"],
        "capacity": shown["capacity"],
        "move": move,
        "opinion": "理由を書きました。",
        "confirmed": "on",
    }
    return visitor.send(reverse("approvals:step_decide", args=[step.pk]), **data)


def shown_to(visitor: Visitor, actor: Actor, request: Request) -> dict[str, str]:
    """Open the page of a request and return what its form carries; a deputy's panel is offered there too."""
    page = visitor.get(reverse("approvals:request_detail", args=[request.pk]))
    found = page.hidden()
    assert (page.status, found["capacity"]) == (200, actor.key)
    return found


def require_one_effect(step: Step, answers: list[Answer | Exception]) -> str:
    """State that exactly one answer led on, all others were our conflict page, and the database holds one decision."""
    kinds = Counter(one.status if isinstance(one, Answer) else type(one).__name__ for one in answers)
    assert kinds == {302: 1, 409: len(answers) - 1}
    assert all(CONFLICT_PAGE in one.text for one in answers if isinstance(one, Answer) and one.status == 409)
    decided = Step.objects.get(pk=step.pk)
    events = Event.objects.filter(stream=step.stream, number__gt=step.version)
    assert [event.to_state for event in events] == [decided.state]
    told = Message.objects.filter(key__startswith=f"act:{events[0].act_id}")
    keys = [key.split(":", 2)[2] for key in told.values_list("key", flat=True)]
    assert len(keys) == len(set(keys)) > 0
    assert [duty.state for duty in Obligation.objects.about(step.stream)] == ["fulfilled"]
    assert list(faults()) == []
    return str(decided.state)


def test_two_hundred_decisions_on_one_step_and_one_takes_effect(live: LiveCopy, report: drills.Report) -> None:
    world = a_world()
    actors = those_asked(world)
    request = a_request(world=world, decided=1, when=now())
    step = pending_step(request)
    clients = windows(live.port, actors, request, drills.size(20, CLIENTS))
    moves = [MOVES[number % len(MOVES)] for number in range(CLIENTS)]
    calls = [partial(decide, visitor, step, move, shown) for (visitor, shown), move in zip(clients, moves, strict=True)]
    began = monotonic()
    answers = together(calls)
    seconds = monotonic() - began
    state = require_one_effect(step, answers)
    led_on = [isinstance(one, Answer) and one.status == 302 for one in answers]
    won = [move for move, took in zip(moves, led_on, strict=True) if took]
    assert [STATES[move] for move in won] == [state]
    report(
        "races",
        "decisions on one step at one moment, real server",
        tried=CLIENTS,
        outcome=f"1 in effect, {CLIENTS - 1} clean conflicts, no 5xx, {seconds:.1f} s",
    )


def test_double_click_decides_once(live: LiveCopy, report: drills.Report) -> None:
    world, times = a_world(), drills.size(5, 50)
    visitor = Visitor(live.port, patience=PATIENCE_SECONDS)
    assert world.department_head.person is not None
    assert visitor.enter(world.department_head.person.pk)
    for number in range(times):
        request = a_request(world=world, decided=1, when=now())
        step = pending_step(request)
        shown = shown_to(visitor, world.department_head, request)
        click = partial(decide, visitor, step, MOVES[number % len(MOVES)], shown)
        answers = together([click, click])
        assert require_one_effect(step, answers) == STATES[MOVES[number % len(MOVES)]]
    report("races", "double click on a decision", tried=times, outcome="each decided once, the second click a conflict")


def test_every_decision_of_the_form_is_tried() -> None:
    assert set(MOVES) == set(DECISIONS) - {"consent"}

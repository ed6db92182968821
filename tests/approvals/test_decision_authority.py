"""Deciding at the edge of an office's last day, and with a sign-in that is old: through the web, by the moved clock."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.urls import reverse

from approvals.models import Request
from approvals.states import StepState
from core.lifecycle.act import edit
from core.lifecycle.actor import SYSTEM, Actor
from core.periods.clock import japan_midnight
from core.staff.models import Appointment
from core.staff.offices import Office
from tests.approvals.pages import LONG_AGO, browser_of, submitted, today
from tests.factories import everything
from tests.factories.approvals import OfficeWorld, a_request, pending_step
from tests.factories.clocks import EdgeClock, edge_clock
from tests.factories.core import a_deputyship, a_person, an_appointment, at_nine, the_actor

pytestmark = pytest.mark.django_db
PASSWORD = "nagisa-no-koe-2026"
TODAY = today()
MORNING = at_nine(TODAY)
MIDNIGHT = japan_midnight(TODAY + timedelta(days=1))
SECOND = timedelta(seconds=1)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> EdgeClock:
    """Hold the clock at nine in the morning, after the request was submitted."""
    return edge_clock(monkeypatch, MORNING)


def waiting() -> tuple[OfficeWorld, Request]:
    """Return a world and a request of early this morning that waits for its section head."""
    world, _ = submitted()
    return world, a_request(world=world, when=MORNING - timedelta(hours=1))


def consent(browser: Client, request: Request, **more: Any) -> Any:
    """Post the consent to the step whose turn it is."""
    step = pending_step(request)
    given = {"move": "consent", "opinion": "異存ありません。", "confirmed": "on", "seen": step.fingerprint()}
    return browser.post(reverse("approvals:step_decide", args=[step.pk]), given | more)


def state_of(request: Request) -> str:
    """Return the state of the first step now."""
    return str(request.steps.order_by("pk").first().state)  # type: ignore[union-attr]  # it has steps


def until_today(actor: Actor) -> None:
    """Let the actor's appointment end today."""
    edit(Appointment.objects.get(pk=actor.key.removeprefix("a")), by=SYSTEM, at=MORNING, ends_on=TODAY)


def with_password(actor: Actor) -> Actor:
    """Give the actor's person a password."""
    assert actor.person is not None
    edit(actor.person, by=SYSTEM, at=MORNING, password=make_password(PASSWORD))
    actor.person.refresh_from_db()
    return actor


def signed_in_at(clock: EdgeClock, actor: Actor, at: Any) -> Client:
    """Sign in at an instant."""
    clock.at = at
    return browser_of(actor)


def test_decision_in_the_last_second_of_an_office_is_taken(clock: EdgeClock) -> None:
    world, request = waiting()
    until_today(world.section_head)
    browser = signed_in_at(clock, world.section_head, MIDNIGHT - SECOND)

    consent(browser, request)

    assert state_of(request) == StepState.CONSENTED


def test_decision_at_midnight_is_refused_and_the_work_is_the_successors(clock: EdgeClock) -> None:
    world, request = waiting()
    until_today(world.section_head)
    successor = an_appointment(
        a_person("後任 課長"), Office.SECTION_HEAD, world.section, TODAY + timedelta(days=1), at=MORNING
    )
    browser = signed_in_at(clock, world.section_head, MIDNIGHT - SECOND)
    clock.at = MIDNIGHT
    before = everything()

    refused = consent(browser, request)

    assert (refused.status_code, refused.templates[0].name) == (403, "people/offices_ended.html")
    assert refused.context["typed"] == [("理由・意見", "異存ありません。")]
    assert everything() == before
    heir = browser_of(the_actor(successor, at=MIDNIGHT))
    assert f"回議:{request.title}" in heir.get("/").content.decode()
    consent(heir, request)
    assert state_of(request) == StepState.CONSENTED


def test_successor_sees_nothing_before_midnight(clock: EdgeClock) -> None:
    world, request = waiting()
    person = a_person("後任 課長")
    an_appointment(person, Office.SECTION_HEAD, world.section, TODAY + timedelta(days=1), at=MORNING)
    staff = an_appointment(person, Office.STAFF, world.foreign_section, LONG_AGO, at=MORNING)
    heir = signed_in_at(clock, the_actor(staff, at=MORNING), MIDNIGHT - SECOND)
    before = f"回議:{request.title}" in heir.get("/").content.decode()
    clock.at = MIDNIGHT

    assert (before, f"回議:{request.title}" in heir.get("/").content.decode()) == (False, True)


def test_deputy_decides_until_midnight_only(clock: EdgeClock) -> None:
    world, request = waiting()
    assert world.second_staff.person is not None
    principal = Appointment.objects.get(pk=world.section_head.key.removeprefix("a"))
    deputyship = a_deputyship(principal, world.second_staff.person, TODAY, TODAY, at=MORNING)
    browser = signed_in_at(clock, the_actor(deputyship, at=MORNING), MIDNIGHT - SECOND)
    clock.at = MIDNIGHT

    answer = consent(browser, request)

    assert (answer.status_code, answer.templates[0].name) == (403, "people/capacity_ended.html")
    assert [capacity.key for capacity in answer.context["switches"]] == [world.second_staff.key]
    assert state_of(request) == StepState.PENDING


def awake(browser: Client, clock: EdgeClock) -> None:
    """Let 31 minutes pass with a page opened between."""
    clock.go(minutes=20)
    browser.get("/")
    clock.go(minutes=11)


def test_decision_with_an_old_sign_in_keeps_what_was_written(clock: EdgeClock) -> None:
    world, request = waiting()
    browser = browser_of(with_password(world.section_head))
    awake(browser, clock)

    asked = consent(browser, request)
    still = state_of(request)
    done = browser.post(
        asked.wsgi_request.path, dict(asked.context["carried"]) | {"proof": "1", "proof_password": PASSWORD}
    )

    assert (asked.status_code, asked.templates[0].name, still) == (403, "people/proof.html", StepState.PENDING)
    assert (done.status_code, state_of(request)) == (302, StepState.CONSENTED)
    assert request.steps.order_by("pk")[0].opinion == "異存ありません。"


def test_decision_changed_by_another_before_the_proof_is_a_conflict(clock: EdgeClock) -> None:
    world, request = waiting()
    browser = browser_of(with_password(world.section_head))
    awake(browser, clock)
    asked = consent(browser, request)
    other = a_person("もう 一人")
    consent(browser_of(the_actor(an_appointment(other, Office.SECTION_HEAD, world.section, LONG_AGO))), request)

    late = browser.post(
        asked.wsgi_request.path, dict(asked.context["carried"]) | {"proof": "1", "proof_password": PASSWORD}
    )

    assert late.status_code == 409
    assert request.steps.order_by("pk")[0].decided_by == other


def test_refusal_comes_before_the_question(clock: EdgeClock) -> None:
    """Whoever may not decide is told so at once, and asked for no password."""
    world, request = waiting()
    browser = browser_of(with_password(world.department_head))
    awake(browser, clock)

    answer = consent(browser, request)

    assert answer.status_code == 403
    assert answer.templates[0].name != "people/proof.html"

"""Browsers signed in as the people of an office world, for the tests of this chapter's pages.

The pages read the real clock, so these worlds began long ago and everything happens now.
"""

import re
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.messages import get_messages
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import strip_tags

from approvals.models import Request, Step
from core.lifecycle.actor import Actor
from core.people.middleware import CAPACITY
from core.periods.clock import japan_date, japan_midnight, now
from core.staff.offices import Office
from tests.factories import everything
from tests.factories.approvals import OfficeWorld, a_request, an_office_world, pending_step
from tests.factories.core import an_appointment, the_actor

LONG_AGO = date(2020, 4, 1)
HOURS = timedelta(hours=4)
"""Longer than what `ago` is asked for within a day."""
STILL = timedelta(minutes=2)
BACKEND = "core.people.backend.PersonBackend"


def today() -> date:
    """Return the day the pages see."""
    return japan_date(now())


def a_world(**values: Any) -> OfficeWorld:
    """Make an office world that stands today, whatever day that is."""
    return an_office_world(now(), since=LONG_AGO, as_on=today(), **values)


class Lately:
    """An instant that stands still for two minutes, on the day it is."""

    def __init__(self) -> None:
        self._at: datetime | None = None

    def at(self) -> datetime:
        """Return an instant at most two minutes ago, of this day in Japan."""
        at, held = now(), self._at
        if held is None or at - held > STILL or held > at or japan_date(held) != japan_date(at):
            self._at = held = at
        return held


_lately = Lately()


def ago(**values: float) -> datetime:
    """Return an instant before now, on the same day in Japan where it is hours away.

    In the first hours of a day all of them move closer to now, each in its place: what was drafted "an hour ago" has
    the dates of today at one minute past midnight, too.

    For a while it is the same instant, so that tests one after the other write the same (`tests.factories.kept`).
    """
    at, back = _lately.at(), timedelta(**values)
    passed = at - japan_midnight(japan_date(at))
    return at - (back * (passed / HOURS) if back < HOURS and passed < HOURS else back)


def browser_of(actor: Actor) -> Client:
    """Sign in as an actor's person, acting in the actor's capacity."""
    assert actor.person is not None
    browser = Client()
    browser.force_login(actor.person, backend=BACKEND)
    session = browser.session
    session[CAPACITY] = actor.key
    session.save()
    return browser


def to(actor: Actor, name: str, /, *args: int, **query: Any) -> Any:
    """Open a page as an actor."""
    return browser_of(actor).get(reverse(f"approvals:{name}", args=args), query)


def send(actor: Actor, name: str, /, *args: int, **data: Any) -> Any:
    """Post as an actor."""
    return browser_of(actor).post(reverse(f"approvals:{name}", args=args), data)


def post_decision(actor: Actor, request: Request, move: str, step: Step | None = None, **data: Any) -> Any:
    """Post a decision on the step whose turn it is, on the content as it stands, unless `data` says otherwise."""
    step = Step.objects.get(pk=(step or pending_step(request)).pk)
    given = {"move": move, "opinion": "", "confirmed": "on", "seen": step.fingerprint()}
    return send(actor, "step_decide", step.pk, **(given | data))


def refused(actor: Actor, request: Request, move: str, step: Step | None = None, **data: Any) -> Any:
    """Post a decision that must change nothing; return the answer."""
    before = everything()
    answer = post_decision(actor, request, move, step, **data)
    assert everything() == before
    return answer


def queries_of(browser: Client, url: str) -> int:
    """Count the queries of a page, opened once before so that nothing is counted that happens once only."""
    browser.get(url)
    with CaptureQueriesContext(connection) as counted:
        browser.get(url)
    return len(counted)


def submitted(world: OfficeWorld | None = None, **values: Any) -> tuple[OfficeWorld, Request]:
    """Return a world and a request of its section, submitted an hour ago."""
    world = world or a_world()
    return world, a_request(world=world, when=ago(hours=1), **values)


def also_staff(head: Actor, world: OfficeWorld) -> Actor:
    """Let a section head be staff of the section too: one person who can draft and would decide."""
    assert head.person is not None
    return the_actor(an_appointment(head.person, Office.STAFF, world.section, LONG_AGO, at=now()), at=now())


def text_of(response: HttpResponse) -> str:
    """Return the words of a page, blanks made single."""
    return re.sub(r"\s+", " ", strip_tags(response.content.decode()))


def errors_of(response: Any, form: str = "form") -> dict[str, list[str]]:
    """Return the errors of a form on a page."""
    return {name: [str(error) for error in found] for name, found in response.context[form].errors.items()}


def said(response: Any) -> list[str]:
    """Return the messages an answer left for the next page."""
    return [str(message) for message in get_messages(response.wsgi_request)]

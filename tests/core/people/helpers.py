"""Browsers signed in as somebody, and what their answers say."""

from datetime import date, timedelta
from typing import Any

from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from core.audit.models import Event
from core.lifecycle.trails import facts_of
from core.notifications.models import Message
from core.periods.clock import japan_date, now
from core.staff.models import Appointment, Person, Unit
from core.staff.offices import Office
from tests.factories.clocks import EdgeClock
from tests.factories.core import a_person, an_appointment

LONG_AGO = date(2020, 4, 1)
TODAY = japan_date(now())
TOMORROW, YESTERDAY = TODAY + timedelta(days=1), TODAY - timedelta(days=1)


class Browser(Client):
    """A test client that knows its person and appointment."""

    person: Person
    appointment: Appointment

    def to(self, name: str, /, *args: Any, **query: Any) -> Any:
        """Open a page of the people package."""
        return self.get(reverse(f"people:{name}", args=args), query)

    def send(self, name: str, /, *args: Any, **data: Any) -> Any:
        """Post to a page of the people package."""
        return self.post(reverse(f"people:{name}", args=args), data)

    def send_seen(self, name: str, /, *args: Any, **data: Any) -> Any:
        """Open a form and post it with the version it shows."""
        shown = self.to(name, *args).context
        return self.send(name, *args, seen=shown["seen"], seen_version=shown["seen_version"], **data)


def as_holder(
    office: str, unit: Unit | None = None, person: Person | None = None, name: str = "草野 はるか"
) -> Browser:
    """Sign in as a person who holds an office since long ago."""
    browser = Browser()
    browser.person = person or a_person(name)
    browser.appointment = an_appointment(browser.person, office, unit, LONG_AGO)
    browser.force_login(browser.person, backend="core.people.backend.PersonBackend")
    return browser


def keep_awake(browser: Browser, clock: EdgeClock, minutes: int = 31) -> None:
    """Let so many minutes pass without the session growing idle."""
    for _ in range(minutes // 10):
        clock.go(minutes=10)
        browser.to("messages")
    clock.go(minutes=minutes % 10)


def administrator() -> Browser:
    """Sign in as an administrator."""
    return as_holder(Office.ADMINISTRATOR, name="小川 景")


def personnel_officer() -> Browser:
    """Sign in as a personnel officer."""
    return as_holder(Office.PERSONNEL_OFFICER, name="遠野 紬")


def errors_of(response: Any) -> dict[str, list[str]]:
    """Return the errors of the form on a page."""
    form = response.context["form"]
    return {name: [str(error) for error in found] for name, found in form.errors.items()}


def said(response: Any) -> list[str]:
    """Return the messages an answer left for the next page."""
    return [str(message) for message in get_messages(response.wsgi_request)]


def told(person: Person) -> list[str]:
    """Return the titles of what a person was told, oldest first."""
    return list(Message.objects.filter(person=person).order_by("pk").values_list("title", flat=True))


def events(move: str) -> list[dict[str, Any]]:
    """Return the facts of all events of a kind, oldest first."""
    return [facts_of(event) for event in Event.objects.filter(move=move).order_by("pk")]

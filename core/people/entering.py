"""Signing in and out as acts: each leaves an event, so that the trail shows who was inside when."""

from datetime import datetime

from django.contrib.auth import login, logout
from django.http import HttpRequest

from core.lifecycle.act import note
from core.lifecycle.actor import SYSTEM, Actor
from core.people.middleware import CAPACITY, DEMONSTRATION, chosen
from core.periods.clock import japan_date
from core.staff.authority import capacities
from core.staff.models import Person

BACKEND = "django.contrib.auth.backends.ModelBackend"


def sign_in(request: HttpRequest, person: Person, at: datetime, *, demonstration: bool = False) -> None:
    """Note the sign-in and begin a session under a new key; what can not be noted does not happen.

    The session keeps the office it begins in, so that the end of that office is noticed.
    """
    actor = _as(person, at)
    note("signin", "サインインした", by=actor, at=at, person=person, demonstration=demonstration)
    login(request, person, backend=BACKEND)
    request.session[CAPACITY] = actor.key
    request.session[DEMONSTRATION] = demonstration


def sign_out(request: HttpRequest, at: datetime) -> None:
    """End the session and note it."""
    person = request.user
    logout(request)
    if isinstance(person, Person):
        note("signout", "サインアウトした", by=_as(person, at), at=at, person=person)


def note_failure(staff_number: str, at: datetime) -> None:
    """Note a failed sign-in; a number nobody has is not kept, because it may be a mistyped password."""
    known = Person.objects.filter(staff_number=staff_number).exists()
    note(
        "signin_failed",
        "サインインに失敗した",
        by=SYSTEM,
        at=at,
        staff_number=staff_number if known else "",
        known=known,
    )


def _as(person: Person, at: datetime) -> Actor:
    """Act in the person's first office, or let the system note it for a person without one."""
    return chosen(person, capacities(person, japan_date(at)), "") or SYSTEM

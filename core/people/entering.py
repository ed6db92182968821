"""Signing in and out as acts: each leaves an event, so that the trail shows who was inside when.

This is the only place that begins a session.
"""

from datetime import datetime

from django.contrib.auth import login, logout
from django.http import HttpRequest

from core.lifecycle.act import note
from core.lifecycle.actor import SYSTEM, Actor
from core.lifecycle.proof import prove
from core.people import sessions, throttle
from core.people.middleware import CAPACITY, DEMONSTRATION, chosen
from core.people.passwords import renew_hash
from core.people.throttle import Attempt
from core.periods.clock import japan_date
from core.staff.authority import capacities
from core.staff.models import Person

BACKEND = "core.people.backend.PersonBackend"


def sign_in(request: HttpRequest, person: Person, password: str, at: datetime) -> None:
    """Note the sign-in with a password just proved and begin a session; what can not be noted does not happen."""
    actor = _as(person, at)
    person = renew_hash(person, password, by=actor, at=at)
    throttle.forget(Attempt.of(request, person.staff_number))
    _begin(request, person, actor, at, demonstration=False)


def enter(request: HttpRequest, person: Person, at: datetime, office: str = "") -> None:
    """Note the entry as a person of the demonstration and begin a session.

    Args:
        office: key of the capacity to begin in; the first one where the person has none of this key.
    """
    _begin(request, person, _as(person, at, office), at, demonstration=True)


def _begin(request: HttpRequest, person: Person, actor: Actor, at: datetime, *, demonstration: bool) -> None:
    """Begin a session under a new key; it keeps the office it begins in, so that the office's end is noticed."""
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


def prove_again(request: HttpRequest, actor: Actor, at: datetime) -> None:
    """Note that a person showed again who he is, and let the session know; it goes on under a new key."""
    note("proof", "本人であることを確かめ直した", by=actor, at=at, person=actor.person)
    sessions.prove(request.session, at)
    prove(at)


def _as(person: Person, at: datetime, office: str = "") -> Actor:
    """Act in one of the person's offices, the first without a choice; the system notes it for a person without any."""
    return chosen(person, capacities(person, japan_date(at)), office) or SYSTEM

"""The edge where a web request gets its instant and its actor: read once, handed to everything below.

Three gates stand here because no page may forget them: a session that is over opens nothing, a password that somebody
else has seen opens only the page that changes it, and an office that has ended is never silently replaced.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.auth.middleware import get_user
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from core.lifecycle.actor import Actor
from core.lifecycle.requests import acting_request
from core.memo import remembering
from core.people import sessions
from core.people.backend import with_offices
from core.periods.clock import japan_date, now
from core.staff.authority import Capacity, capacities
from core.staff.models import Person
from core.ui.typed import typed_texts

CAPACITY = "capacity"
"""Session key of the capacity chosen."""
DEMONSTRATION = "demonstration"
"""Session key of an entry without a password."""
PASSWORD_PAGE = "people:password"  # noqa: S105  # a URL name
IDLE_PAGE = "people:idle"
BEFORE_CHANGE = frozenset({PASSWORD_PAGE, "people:signout", IDLE_PAGE})
"""What a person can do before the issued password is changed."""
WITHOUT_OFFICE = frozenset({"people:choose_capacity", "people:signin", "people:signout", PASSWORD_PAGE, IDLE_PAGE})
"""Pages that no office makes."""
READING = frozenset({"GET", "HEAD", "OPTIONS"})
LAPSED = "操作がないまま時間がたったか、サインインから長い時間がたったため、サインインを終えました。"


class ActingMiddleware:
    """Set `at`, `on`, `capacities` and `actor` on the request; sign out whoever was disabled or is away too long."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, plain: HttpRequest) -> HttpResponse:
        with remembering():
            return self._answer(plain)

    def _answer(self, plain: HttpRequest) -> HttpResponse:
        request = acting_request(plain)
        request.at = now()
        request.on = japan_date(request.at)
        request.capacities, request.actor = [], None
        with with_offices(request.on):
            person = get_user(plain)
        if isinstance(person, Person) and not end_if_over(plain):
            request.user = person  # the record itself: a lazy wrapper is no record to lock
            request.capacities = capacities(person, request.on)
            request.actor = chosen(person, request.capacities, request.session.get(CAPACITY, ""))
        elif SESSION_KEY in request.session:
            logout(request)
        return self.get_response(request)

    def process_view(self, plain: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Stop what may not reach a view."""
        request = acting_request(plain)
        name = request.resolver_match.view_name if request.resolver_match else ""
        if not isinstance(plain.user, Person):
            return None
        if name != IDLE_PAGE:
            sessions.touch(request.session, request.at)
        request.seconds_left = sessions.seconds_left(request.session, request.at)
        if must_change_password(plain) and name not in BEFORE_CHANGE:
            return HttpResponseRedirect(reverse(PASSWORD_PAGE))
        if name not in WITHOUT_OFFICE and office_has_ended(plain):
            return ended_page(plain)
        return None


def end_if_over(request: HttpRequest) -> bool:
    """End a session that lasted too long, and say so on the next page; tell whether it was."""
    at = acting_request(request).at
    if sessions.is_begun(request.session) and sessions.seconds_left(request.session, at) > 0:
        return False
    logout(request)
    messages.info(request, LAPSED)
    return True


def must_change_password(request: HttpRequest) -> bool:
    """Tell whether somebody signed in with an issued password; the demonstration asks for none."""
    return isinstance(request.user, Person) and request.user.must_change_password and not has_entered(request)


def has_entered(request: HttpRequest) -> bool:
    """Tell whether the person entered the demonstration by a click."""
    return bool(settings.DEMONSTRATION_SIGN_IN and request.session.get(DEMONSTRATION))


def office_has_ended(request: HttpRequest) -> bool:
    """Tell whether the office chosen is none of the person's any more."""
    kept, key = acting_request(request).capacities, request.session.get(CAPACITY, "")
    return bool(key) and all(capacity.key != key for capacity in kept)


def ended_page(request: HttpRequest) -> HttpResponse:
    """Say that the office has ended and offer the others; with the last one the session ends."""
    reading = request.method in READING
    context = {
        "switches": acting_request(request).capacities,
        "typed": typed_texts(request),
        "reading": reading,
        "next": request.get_full_path() if reading else "/",
    }
    if not context["switches"]:
        logout(request)
        acting_request(request).actor = None
    template = "people/capacity_ended.html" if context["switches"] else "people/offices_ended.html"
    return render(request, template, context, status=403)


def chosen(person: Person, kept: list[Capacity], key: str) -> Actor | None:
    """Return the actor of the capacity chosen, or of the first one (to read in); None for a person without any."""
    capacity = next((c for c in kept if c.key == key), next(iter(kept), None))
    return Actor.of(person, capacity) if capacity else None

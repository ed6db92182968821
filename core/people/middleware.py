"""The edge where a web request gets its instant and its actor: read once, handed to everything below."""

from collections.abc import Callable

from django.contrib.auth import SESSION_KEY, logout
from django.contrib.auth.middleware import get_user
from django.http import HttpRequest, HttpResponse

from core.lifecycle.actor import Actor
from core.lifecycle.requests import acting_request
from core.periods.clock import japan_date, now
from core.staff.authority import Capacity, capacities
from core.staff.models import Person

CAPACITY = "capacity"
"""Session key of the capacity chosen."""


class ActingMiddleware:
    """Set `at`, `on`, `capacities` and `actor` on the request; sign out whoever was disabled."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, plain: HttpRequest) -> HttpResponse:
        request = acting_request(plain)
        request.at = now()
        request.on = japan_date(request.at)
        request.capacities, request.actor = [], None
        if isinstance(person := get_user(plain), Person):
            request.user = person  # the record itself: a lazy wrapper is no record to lock
            request.capacities = capacities(person, request.on)
            request.actor = chosen(person, request.capacities, request.session.get(CAPACITY, ""))
        elif SESSION_KEY in request.session:
            logout(request)
        return self.get_response(request)


def chosen(person: Person, kept: list[Capacity], key: str) -> Actor | None:
    """Return the actor of the capacity chosen, or of the first one; None for a person without any."""
    capacity = next((c for c in kept if c.key == key), next(iter(kept), None))
    return Actor.of(person, capacity) if capacity else None

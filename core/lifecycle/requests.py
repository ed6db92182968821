"""A web request as the views read it: its instant, its day, and who acts in which office.

`core.people.middleware.ActingMiddleware` fills these attributes once, at the edge.
"""

from datetime import date, datetime
from typing import cast

from django.http import HttpRequest

from core.lifecycle.actor import Actor
from core.staff.authority import Capacity


class ActingRequest(HttpRequest):
    """An `HttpRequest` with what the middleware adds; used for types only, never instantiated."""

    request_id: str
    at: datetime
    on: date
    capacities: list[Capacity]
    actor: Actor | None
    seconds_left: int
    """How long the session lasts if nothing more is done in it."""
    back_url: str
    """Where a conflict page leads back to; set by the view that knows the record."""


def acting_request(request: HttpRequest) -> ActingRequest:
    """Read a request as one that went through the middleware."""
    return cast("ActingRequest", request)


def posted_text(request: HttpRequest, name: str) -> str:
    """Return a posted text without NUL characters, which PostgreSQL refuses."""
    return str(request.POST.get(name, "")).replace("\x00", "")

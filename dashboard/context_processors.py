"""The frame of every page: navigation, who acts, what waits, and what the footer says.

It also runs on error pages, before sign-in and when the middleware was never reached: everything it
reads is read late, when a template asks for it, and a database that does not answer leaves that out.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from core.lifecycle.actor import Actor
from core.lifecycle.requests import acting_request
from core.staff.offices import Office, office_label
from core.ui.eras import era_datetime
from dashboard.frame import Frame, frame_of
from dashboard.navigation import navigation

T = TypeVar("T")
GUIDELINE = "ガイドライン"


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return what `base.html` wants; only the names that need no person where nobody acts."""
    plain = {
        "city_name": getattr(settings, "CITY_NAME", "いわき市"),
        "demo": getattr(settings, "DEMONSTRATION_SIGN_IN", False),
    }
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None or actor.person is None:
        return plain
    facts = _late(lambda: frame_of(request), Frame())
    return plain | {
        "actor": actor,
        "who": _who(request, actor),
        "stands": _late(lambda: _stands(request, actor, facts), None),
        "capacities": _capacities(request, actor),
        "seconds_left": getattr(request, "seconds_left", 0),
        "navigation": _late(lambda: _navigation(request, actor, facts), list[Any]()),
        "unread": _late(lambda: facts.unread, 0),
        "rulebook_label": _late(lambda: _rulebook_label(facts), ""),
        "sweep_label": _late(lambda: _sweep_label(facts), ""),
        "contact_label": office_label(Office.PR_SECTION_HEAD),
    }


def _late(read: Callable[[], T], otherwise: T) -> T:
    """Read when a template asks, once; an unanswering database gives `otherwise`."""

    def safely() -> T:
        try:
            return read()
        except DatabaseError:
            return otherwise

    return SimpleLazyObject(safely)  # type: ignore[return-value]  # behaves as what it wraps


def _capacities(request: HttpRequest, actor: Actor) -> list[dict[str, Any]]:
    kept = acting_request(request).capacities
    return [{"key": c.key, "label": c.label, "current": c.key == actor.key} for c in kept]


COUNTS = ("waiting", "unread")


def _who(request: HttpRequest, actor: Actor) -> tuple[Any, ...]:
    """Return all that the header shows of who acts; its form leads back here where there is another office."""
    assert actor.person is not None
    kept = tuple((c["key"], c["label"], c["current"]) for c in _capacities(request, actor))
    return (actor.person.name, actor.label, kept, request.get_full_path() if len(kept) > 1 else "")


def _stands(request: HttpRequest, actor: Actor, facts: Frame) -> tuple[Any, ...]:
    """Return all that the navigation depends on: the office, the page, and the counts."""
    match = request.resolver_match
    here = match.view_name if match else ""
    return (actor.office, here, *(getattr(facts, name) for name in COUNTS))


def _navigation(request: HttpRequest, actor: Actor, facts: Frame) -> list[dict[str, Any]]:
    office, here, *counts = _stands(request, actor, facts)
    return navigation(office, here, dict(zip(COUNTS, counts, strict=True)))


def _rulebook_label(facts: Frame) -> str:
    title = facts.rulebook or ""
    return title if not title or GUIDELINE in title else f"{GUIDELINE} {title}"


def _sweep_label(facts: Frame) -> str:
    return f"{era_datetime(facts.swept_at)} 実施済み" if facts.swept_at else "まだ行っていません"

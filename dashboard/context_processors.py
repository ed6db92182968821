"""The frame of every page: navigation, who acts, what waits, and what the footer says.

It also runs on error pages, before sign-in and when the middleware was never reached: everything it
reads is read late, when a template asks for it, and a database that does not answer leaves that out.
"""

from collections.abc import Callable, Collection
from functools import cache, reduce
from operator import add
from typing import Any, TypeVar

from django.conf import settings
from django.db import DatabaseError, models
from django.db.models import Count, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from core.deadlines.models import Obligation, owed_given
from core.lifecycle.actor import Actor
from core.lifecycle.requests import acting_request
from core.notifications.models import Heartbeat, Message
from core.rulebook.models import Version
from core.staff.authority import office_values
from core.staff.models import Person
from core.staff.offices import Office, office_label
from core.statements import Given, Statement
from core.ui.eras import era_datetime
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
    facts = _late(lambda: _facts(request, actor), dict[str, Any]())
    return plain | {
        "actor": actor,
        "who": _who(request, actor),
        "stands": _late(lambda: _stands(request, actor, facts), None),
        "capacities": _capacities(request, actor),
        "seconds_left": getattr(request, "seconds_left", 0),
        "navigation": _late(lambda: _navigation(request, actor, facts), list[Any]()),
        "unread": _late(lambda: facts.get("unread", 0), 0),
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


def _known(held: Collection[Office]) -> Any:
    """Return unread messages, the version in force, the last sweep and how much waits, as one row."""
    on: Any = Given("on", models.DateField())
    person: Any = Given("person", models.BigIntegerField())
    version = Version.objects.in_force_on(on).values("title")[:1]
    beaten = Heartbeat.objects.filter(name="sweep").values("beaten_at")[:1]
    return Person.objects.filter(pk=person).values_list(
        _number(Message.objects.filter(person=person).unread()),
        Subquery(version),
        Subquery(beaten),
        reduce(add, (_number(Obligation.objects.open().filter(one)) for one in owed_given(person, held))),
    )


def _number(found: models.QuerySet[Any]) -> Coalesce:
    """Return how many rows there are, as part of another query."""
    return Coalesce(Subquery(found.order_by().values(one=Value(1)).annotate(count=Count("pk")).values("count")), 0)


@cache
def known(held: frozenset[Office]) -> Statement:
    """Return the question of the frame for people with some offices: there are a few such sets."""
    return Statement("frame", lambda: _known(held), planned_once=True, never_planned_anew=True)


COUNTS = ("waiting", "unread")
NAMES = ("unread", "rulebook", "swept_at", "waiting")


def _facts(request: HttpRequest, actor: Actor) -> dict[str, Any]:
    """Read what waits, unread messages, the version in force and the last sweep, in one query."""
    assert actor.person is not None
    acting = acting_request(request)
    owed = office_values(acting.capacities, acting.on)
    held = frozenset(capacity.office for capacity in acting.capacities)
    rows = known(held).rows(person=actor.person.pk, on=acting.on, **owed)
    return dict(zip(NAMES, rows[0], strict=True)) if rows else {}


def _who(request: HttpRequest, actor: Actor) -> tuple[Any, ...]:
    """Return all that the header shows of who acts; its form leads back here where there is another office."""
    assert actor.person is not None
    kept = tuple((c["key"], c["label"], c["current"]) for c in _capacities(request, actor))
    return (actor.person.name, actor.label, kept, request.get_full_path() if len(kept) > 1 else "")


def _stands(request: HttpRequest, actor: Actor, facts: dict[str, Any]) -> tuple[Any, ...]:
    """Return all that the navigation depends on: the office, the page, and the counts."""
    match = request.resolver_match
    here = match.view_name if match else ""
    return (actor.office, here, *(facts.get(name, 0) for name in COUNTS))


def _navigation(request: HttpRequest, actor: Actor, facts: dict[str, Any]) -> list[dict[str, Any]]:
    office, here, *counts = _stands(request, actor, facts)
    return navigation(office, here, dict(zip(COUNTS, counts, strict=True)))


def _rulebook_label(facts: dict[str, Any]) -> str:
    title = facts.get("rulebook") or ""
    return title if not title or GUIDELINE in title else f"{GUIDELINE} {title}"


def _sweep_label(facts: dict[str, Any]) -> str:
    swept_at = facts.get("swept_at")
    return f"{era_datetime(swept_at)} 実施済み" if swept_at else "まだ行っていません"

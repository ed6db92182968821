"""What the frame of every page reads for a person: counts, the version in force, the last sweep; one query, once."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, fields
from datetime import datetime
from functools import cache, reduce
from operator import add
from typing import Any

from django.db import models
from django.db.models import Count, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest

from core.deadlines.models import Obligation, ObligationQuerySet, owed_given
from core.gathering import Part, Tuples
from core.lifecycle.requests import acting_request
from core.notifications.models import Heartbeat, Message
from core.rulebook.models import Version
from core.staff.authority import office_values
from core.staff.models import Person
from core.staff.offices import Office
from core.statements import Given, Statement


@dataclass(frozen=True)
class Frame:
    """What stands on every page of a person."""

    unread: int = 0
    """Messages not read."""
    rulebook: str | None = None
    """The title of the version in force."""
    swept_at: datetime | None = None
    waiting: int = 0
    """Obligations of the person and of all offices held."""


def frame_of(request: HttpRequest) -> Frame:
    """Return it for the person of a request; asked once, whoever needs it first."""
    known: Frame | None = getattr(request, "frame", None)
    if known is None:
        known = _read(request)
        keep_frame(request, known)
    return known


def keep_frame(request: HttpRequest, frame: Frame) -> None:
    """Remember what was read along with something else (`frame_part`)."""
    request.frame = frame  # type: ignore[attr-defined]  # Django's request knows no frame


def _read(request: HttpRequest) -> Frame:
    found = _ask(request, asked)
    return Frame(*found) if found else Frame()


def _ask(request: HttpRequest, question: Callable[[frozenset[Office]], Statement]) -> tuple[Any, ...] | None:
    """Return the one row for the person of a request and the offices held; None where nobody acts."""
    acting = acting_request(request)
    if acting.actor is None or acting.actor.person is None:
        return None
    owed = office_values(acting.capacities, acting.on)
    held = frozenset(capacity.office for capacity in acting.capacities)
    return next(iter(question(held).rows(person=acting.actor.person.pk, on=acting.on, **owed)), None)


def late_of(request: HttpRequest) -> int:
    """Return how much of what waits is past its date; one query."""
    found = _ask(request, _late)
    return int(found[0]) if found else 0


@cache
def _late(held: frozenset[Office]) -> Statement:
    def build() -> Any:
        late = Obligation.objects.open().overdue(_on())
        return Person.objects.filter(pk=_person()).values_list(_owed(late, held))

    return Statement("frame_late", build, planned_once=True, never_planned_anew=True)


def _on() -> Any:
    return Given("on", models.DateField())


def _person() -> Any:
    return Given("person", models.BigIntegerField())


@cache
def asked(held: frozenset[Office]) -> Statement:
    """Return the question for people with some offices: there are a few such sets."""
    return Statement("frame", lambda: _asked(held), planned_once=True, never_planned_anew=True)


def _asked(held: Collection[Office]) -> Any:
    return _told(held).values_list(*TOLD)


TOLD = tuple(one.name for one in fields(Frame))


def _told(held: Collection[Office]) -> "models.QuerySet[Person, Any]":
    """Return the person with what stands in the frame, under its names."""
    version = Version.objects.in_force_on(_on()).values("title")[:1]
    beaten = Heartbeat.objects.filter(name="sweep").values("beaten_at")[:1]
    return Person.objects.filter(pk=_person()).annotate(
        unread=_number(Message.objects.filter(person=_person()).unread()),
        rulebook=Subquery(version),
        swept_at=Subquery(beaten),
        waiting=_owed(Obligation.objects.open(), held),
    )


def frame_part(held: Collection[Office]) -> Part:
    """Return the frame as a part of what a page asks anyway, as a row of the values of a `Frame`.

    `person`, `on` and `office_values` are given.
    """
    return Tuples(lambda: _told(held), TOLD)


def _owed(found: ObligationQuerySet, held: Collection[Office]) -> Any:
    """Return how much of some obligations the person and the offices held owe, each counted by its own index."""
    return reduce(add, (_number(found.filter(one)) for one in owed_given(_person(), held)))


def _number(found: models.QuerySet[Any]) -> Coalesce:
    """Return how many rows there are, as part of another query."""
    return Coalesce(Subquery(found.order_by().values(one=Value(1)).annotate(count=Count("pk")).values("count")), 0)

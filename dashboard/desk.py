"""The two questions that the inbox asks: what waits and what was sent, and whom what is under way waits for."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from django.db.models import BigIntegerField, DateTimeField, F, Q, QuerySet

from approvals.models import Filing, Request, Step
from approvals.models.request import OPEN_STATES
from approvals.sight import GIVEN, filings_seen, requests_seen, values_for
from approvals.states import FilingState, RequestState
from core.deadlines.models import Obligation
from core.gathering import Found, Gathering, Part, Tuples
from core.notifications.models import Message
from core.staff.authority import Capacity
from core.staff.models import Person
from core.staff.offices import Office
from core.statements import Among, Given
from dashboard.account.offices import HOLDING

FIRST = 50
"""How many items the first page shows; the rest is a link away."""
MOST = 8
"""Of what was sent, and of messages."""
RECENT = timedelta(days=30)
NAME = ("name",)


def _person() -> Any:
    return Given("person", BigIntegerField())


def _recent() -> Any:
    return Given("recent", DateTimeField())


def _first(found: "QuerySet[Any, Any]", *order: str, most: int = MOST) -> Any:
    """Return the first rows of an order; parts have none, so they are sorted again."""
    return found.model.objects.filter(pk__in=found.order_by(*order).values("pk")[:most])


def _waiting(held: Collection[Office]) -> Any:
    return Obligation.objects.open().first_owed_to(_person(), held, FIRST + 1)


def _drafted() -> Any:
    return Request.objects.drafted_by(_person()).filter(requests_seen(GIVEN))


def _filed() -> Any:
    return Filing.objects.filter(filings_seen(GIVEN), filed_by=_person())


def _asked() -> Any:
    """Return the steps that requests of the person wait for."""
    steps = Step.objects.awaiting_decision().blocking()
    return steps.filter(request__drafter=_person(), request__state=RequestState.SUBMITTED)


def _answers() -> Any:
    """Return the answers of the last round of what the person has under way or what ended lately."""
    told = Q(request__state__in=OPEN_STATES) | Q(request__decided_at__gte=_recent())
    steps = Step.objects.blocking().filter(told, request__drafter=_person(), round=F("request__round"))
    return steps.filter(decided_at__isnull=False)


DRAFTED: dict[str, Any] = {
    "only": ("state", "document_number", "account_name", "decided_at", "disposed_on", "platform"),
    "related": {"platform": NAME},
}
FILED: dict[str, Any] = {
    "only": (
        *("state", "document_number", "filed_at", "received_at", "received_by", "account", "office"),
        *("notice", "amends", "now_on"),
    ),
    "related": {"account": ("name", "platform"), "account__platform": NAME, "received_by": NAME, "notice": ("kind",)},
}


@cache
def _desk(held: frozenset[Office]) -> Gathering:
    """Return the question for people with some offices."""
    return Gathering(
        "desk",
        planned_once=True,
        waiting=Part(lambda: _waiting(held)),
        under_way=Part(lambda: _first(_drafted().under_way(), "-pk"), **DRAFTED),
        ended=Part(lambda: _first(_drafted().filter(decided_at__gte=_recent()), "-decided_at", "-pk"), **DRAFTED),
        filed=Part(lambda: _first(_filed().filter(state=FilingState.FILED), "-pk"), **FILED),
        received=Part(lambda: _first(_filed().filter(received_at__gte=_recent()), "-received_at", "-pk"), **FILED),
        asked=Part(_asked, only=("request", "office", "unit")),
        answers=Part(
            _answers,
            only=("request", "position", "decided_by", "decided_as", "decided_at"),
            related={"decided_by": NAME},
        ),
        messages=Part(lambda: _first(Message.objects.filter(person=_person()).unread(), "-created_at", "-pk")),
    )


ASKED = Gathering(
    "desk_asked",
    planned_once=True,
    **HOLDING,
    since=Tuples(lambda: Obligation.objects.filter(Among("about", "streams", "text")), ("about", "opened_on")),
)


@dataclass(frozen=True)
class Desk:
    """What waits for a person, what he or she sent, and the newest messages not read; each part bounded."""

    found: Found

    @classmethod
    def of(cls, person: Person, kept: Sequence[Capacity], on: date, at: datetime) -> "Desk":
        """Read it; one query."""
        held = frozenset(capacity.office for capacity in kept)
        given = values_for(person, on, kept)
        return cls(_desk(held).ask(person=person.pk, recent=at - RECENT, **given))

    @property
    def waiting(self) -> list[Obligation]:
        """Return what waits, nearest date first, undated last."""
        return sorted(self.found["waiting"], key=lambda one: (one.due_on or date.max, one.due_on is None, one.pk))

    @property
    def messages(self) -> list[Message]:
        """Return the newest messages not read."""
        return sorted(self.found["messages"], key=lambda one: (one.created_at, one.pk), reverse=True)

    @property
    def under_way(self) -> list[Request]:
        """Return the requests that are not ended, newest first."""
        return sorted(self.found["under_way"], key=lambda one: -one.pk)

    @property
    def ended(self) -> list[Request]:
        """Return the requests that were decided lately, newest first."""
        return sorted(self.found["ended"], key=lambda one: (one.decided_at, one.pk), reverse=True)

    @property
    def filed(self) -> list[Filing]:
        """Return the filings that wait to be received, newest first."""
        return sorted(self.found["filed"], key=lambda one: -one.pk)

    @property
    def received(self) -> list[Filing]:
        """Return the filings that were received lately, newest first."""
        return sorted(self.found["received"], key=lambda one: (one.received_at, one.pk), reverse=True)

    @property
    def asked(self) -> dict[int, Step]:
        """Return the step that each request waits for, by the request's key."""
        return {step.request_id: step for step in sorted(self.found["asked"], key=lambda one: one.pk)}

    @property
    def answers(self) -> dict[int, Step]:
        """Return the last answer to each request."""
        return {step.request_id: step for step in sorted(self.found["answers"], key=lambda one: one.position)}

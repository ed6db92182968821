"""Reads of what belongs to an incident."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import BigIntegerField, Count, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from approvals.sight import GIVEN
from core.deadlines.models import Obligation
from core.gathering import Gathering, Part
from core.statements import Given
from incidents.models import Evidence, Incident, IncidentQuerySet, Member, Note, Statement, Task
from incidents.owing import PARTS as OF_ACCOUNT
from incidents.owing import asked_of, of_hijack
from incidents.sight import incidents_seen
from incidents.states import OPEN, UNSAID
from publications.imitations.models import Imitation

NAME = ("name",)
REQUESTS = ("delete", "outcome")
"""Tasks by which a service is asked to delete an imitation, and what came of that."""


def requests_for_deletion(incident: Incident) -> list[Task]:
    """Return the requests for deletion of an incident and what came of them, in their order (7-3)."""
    found = list(Task.objects.filter(incident=incident, code__in=REQUESTS).order_by("pk"))
    for task in found:
        task.incident = incident
    return found


def with_open_tasks(found: IncidentQuerySet) -> IncidentQuerySet:
    """Add `open_tasks` to incidents: how many of their tasks wait."""
    waiting = Task.objects.filter(incident=OuterRef("pk"), state__in=OPEN).order_by()
    counted = waiting.values(one=Value(1)).annotate(number=Count("pk")).values("number")
    return found.annotate(open_tasks=Coalesce(Subquery(counted), 0))


def streams_of(incident: int) -> list[str]:
    """Return the streams of an incident, by its key, and of all that belongs to it; one query for each kind."""
    kinds: tuple[Any, ...] = (Task, Note, Evidence, Statement, Member)
    own = [f"{Incident._meta.label_lower}:{incident}"]
    for kind in kinds:
        keys = kind.objects.filter(incident=incident).order_by("pk").values_list("pk", flat=True)
        own += [f"{kind._meta.label_lower}:{key}" for key in keys]
    return own


def _pk() -> Given:
    return Given("incident", BigIntegerField())


def _doubles() -> Any:
    """Return the doubles of the incident that the reader sees."""
    return Incident.objects.filter(incidents_seen(GIVEN), merged_into=_pk())


def _warnings() -> Any:
    """Return what the public was warned of because of the incident or one of its doubles."""
    own = Incident.objects.filter(pk=_pk()).values("imitation")
    return Imitation.objects.filter(Q(pk__in=own) | Q(pk__in=_doubles().values("imitation")))


OF_INCIDENT = Gathering(
    "of_incident",
    planned_once=True,
    tasks=Part(lambda: Task.objects.filter(incident=_pk()), related={"ended_by": NAME, "needed_by": NAME}),
    notes=Part(lambda: Note.objects.filter(incident=_pk()), related={"written_by": NAME}),
    evidence=Part(lambda: Evidence.objects.filter(incident=_pk()), related={"added_by": NAME}),
    statements=Part(
        lambda: Statement.objects.filter(incident=_pk()),
        related={"drafted_by": NAME, "decided_by": NAME, "decided_for": NAME},
    ),
    joined=Part(lambda: Member.objects.filter(incident=_pk()), related={"person": NAME}),
    doubles=Part(_doubles, only=("number", "is_drill", "kind", "title", "state", "imitation")),
    doubles_evidence=Part(
        lambda: Evidence.objects.filter(incident__in=_doubles().values("pk")), only=("name", "words", "incident")
    ),
    warnings=Part(_warnings, only=("handle", "url", "state", "platform"), related={"platform": NAME}),
    **OF_ACCOUNT,
)


@dataclass(frozen=True)
class Belongings:
    """What belongs to an incident."""

    tasks: list[Task]
    notes: list[Note]
    evidence: list[Evidence]
    statements: list[Statement]
    joined: list[Member]
    """Everybody who ever joined."""
    doubles: list[Incident]
    doubles_evidence: list[Evidence]
    warnings: list[Imitation]
    passwords: list[Obligation]
    """What is open of the new password that a hijack, or a double of it, asked for."""

    @classmethod
    def of(cls, incident: Incident, given: Mapping[str, Any]) -> "Belongings":
        """Read it, each in the order of its making; one query. What is acted on knows the incident as it was read.

        Args:
            given: of the reader, as `sight.given_for` returns it: doubles are incidents of their own.
        """
        found = OF_INCIDENT.ask(incident=incident.pk, **asked_of(incident), **given)
        found["passwords"] = of_hijack(incident, found["passwords"], found.pop("merged"))
        ordered = {name: sorted(rows, key=lambda one: one.pk) for name, rows in found.items()}
        for one in (*ordered["tasks"], *ordered["statements"]):
            one.incident = incident
        return cls(**ordered)

    @property
    def members(self) -> list[Member]:
        """Return who has a part now."""
        return [one for one in self.joined if one.left_on is None]

    @property
    def unsaid(self) -> int:
        """Count the statements that are neither released nor given up."""
        return sum(one.state in UNSAID for one in self.statements)

"""Reads of what belongs to an incident."""

from dataclasses import dataclass
from typing import Any

from django.db.models import BigIntegerField, Count, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from core.gathering import Gathering, Part
from core.statements import Given
from incidents.models import Evidence, Incident, IncidentQuerySet, Member, Note, Statement, Task
from incidents.states import OPEN

NAME = ("name",)


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


OF_INCIDENT = Gathering(
    "of_incident",
    planned_once=True,
    tasks=Part(lambda: Task.objects.filter(incident=_pk()), related={"ended_by": NAME, "needed_by": NAME}),
    notes=Part(lambda: Note.objects.filter(incident=_pk()), related={"written_by": NAME}),
    evidence=Part(lambda: Evidence.objects.filter(incident=_pk()), related={"added_by": NAME}),
    statements=Part(lambda: Statement.objects.filter(incident=_pk()), related={"drafted_by": NAME, "decided_by": NAME}),
    members=Part(lambda: Member.objects.filter(incident=_pk(), left_on=None), related={"person": NAME}),
)


@dataclass(frozen=True)
class Belongings:
    """What belongs to an incident."""

    tasks: list[Task]
    notes: list[Note]
    evidence: list[Evidence]
    statements: list[Statement]
    members: list[Member]

    @classmethod
    def of(cls, incident: Incident) -> "Belongings":
        """Read it, each in the order of its making; one query. What is acted on knows the incident as it was read."""
        found = OF_INCIDENT.ask(incident=incident.pk)
        ordered = {name: sorted(rows, key=lambda one: one.pk) for name, rows in found.items()}
        for one in (*ordered["tasks"], *ordered["statements"]):
            one.incident = incident
        return cls(**ordered)

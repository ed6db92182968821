"""What the clock tells about incidents: a report nobody acknowledged in time, a look at the situation that is due.

A function of the database and of the instant: a missed run, a second one or a restarted worker changes nothing but the
time of a message, for what was told is written with the telling.
"""

from collections.abc import Callable
from datetime import datetime

from core.lifecycle.act import Act, acting
from core.lifecycle.actor import SYSTEM
from incidents.audience import above, managers, tell
from incidents.models import Incident
from incidents.models.incident import IncidentQuerySet

Late = Callable[[IncidentQuerySet, datetime], IncidentQuerySet]
Telling = Callable[[Act, Incident], None]
BATCH = 200
"""Incidents told about in one run; what is left is told by the next one."""


def watch(at: datetime) -> int:
    """Tell of every delay that has not been told of; return how many were told.

    The head of the department, 総務部長 and ふるさと発信課長 hear of a report that waits past its target time, and the
    manager with them of a look that is past (第7).
    """
    return _each(IncidentQuerySet.unacknowledged, _tell_late, at) + _each(IncidentQuerySet.unreviewed, _tell_due, at)


def _each(late: Late, tell_of: Telling, at: datetime) -> int:
    """Tell of each incident in an act of its own, which looks again once it holds the row."""
    told = 0
    for incident in late(Incident.objects.all(), at).order_by("pk")[:BATCH]:
        with acting(by=SYSTEM, at=at) as act:
            held = act.lock(incident)
            if late(Incident.objects.filter(pk=held.pk), at).exists():
                tell_of(act, held)
                told += 1
    return told


def _tell_late(act: Act, incident: Incident) -> None:
    told = act.edit(incident, told_late_at=act.at)
    people = [*managers(act, told), *above(act, told)]
    act.tell(*tell(act, told, people, "問題の報告が、目標の時刻までに覚知されていません", told.words))


def _tell_due(act: Act, incident: Incident) -> None:
    told = act.edit(incident, review_told_at=act.at)
    people = managers(act, told) if told.is_confidential else [*managers(act, told), *above(act, told)]
    act.tell(*tell(act, told, people, "問題の状況を見直す時刻が過ぎています"))

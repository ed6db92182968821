"""What the clock tells about incidents: a report nobody acknowledged in time, a look at the situation that is due.

A function of the database and of the instant: a missed run, a second one or a restarted worker changes nothing but the
time of a message, for what was told is written with the telling.
"""

import logging
from collections.abc import Callable
from datetime import datetime

from core.lifecycle.act import Act, acting
from core.lifecycle.actor import SYSTEM
from incidents.audience import above, managers, tell
from incidents.models import Incident
from incidents.models.incident import IncidentQuerySet

Late = Callable[[IncidentQuerySet, datetime], IncidentQuerySet]
Telling = Callable[[Act, Incident], None]
LOG = logging.getLogger(__name__)
BATCH = 200
"""Incidents told about in one run; what is left is told by the next one."""


def watch(at: datetime) -> int:
    """Tell of every delay that has not been told of; return how many were told.

    The manager, the head of the department, 総務部長 and ふるさと発信課長 hear of a report that waits past its target
    time and of a look that is past; of one at a leak the manager alone (第7). One that fails keeps nobody from being
    told of the others.

    Raises:
        ExceptionGroup: of what failed, once all others are told.
    """
    failures: list[Exception] = []
    told = _each(IncidentQuerySet.unacknowledged, _tell_late, at, failures)
    told += _each(IncidentQuerySet.unreviewed, _tell_due, at, failures)
    if failures:
        raise ExceptionGroup("problems of which the clock could not tell", failures)
    return told


def _each(late: Late, tell_of: Telling, at: datetime, failures: list[Exception]) -> int:
    """Tell of each incident in an act of its own; what fails is logged and kept."""
    told = 0
    for incident in late(Incident.objects.all(), at).order_by("pk")[:BATCH]:
        try:
            told += _one(incident, late, tell_of, at)
        except Exception as failure:
            LOG.exception("the clock could not tell of %s", incident.stream)
            failures.append(failure)
    return told


def _one(incident: Incident, late: Late, tell_of: Telling, at: datetime) -> int:
    """Tell of one incident, if it is still late once its row is held; return how many were told."""
    with acting(by=SYSTEM, at=at) as act:
        held = act.lock(incident)
        if not late(Incident.objects.filter(pk=held.pk), at).exists():
            return 0
        tell_of(act, held)
    return 1


def _tell_late(act: Act, incident: Incident) -> None:
    told = act.edit(incident, told_late_at=act.at)
    people = [*managers(act, told), *above(act, told)]
    act.tell(*tell(act, told, people, "問題の報告が、目標の時刻までに覚知されていません", told.words))


def _tell_due(act: Act, incident: Incident) -> None:
    told = act.edit(incident, review_told_at=act.at)
    people = managers(act, told) if told.is_confidential else [*managers(act, told), *above(act, told)]
    act.tell(*tell(act, told, people, "問題の状況を見直す時刻が過ぎています"))

"""What records said at the end of a day: their streams added up to there, so that nothing written later shows."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q

from core.audit.folding import stories_of
from core.audit.models import Event
from core.audit.verifier import rows
from core.periods.clock import japan_midnight
from core.records import Record

Columns = Mapping[str, Any]


def end_of(day: date) -> datetime:
    """Return the instant at which a Japan day is over; what happened before it belongs to the day."""
    return japan_midnight(day + timedelta(days=1))


class Past:
    """The columns of some records as their events tell them up to an instant; one query.

    A record that was entered only later is read as it was first written down: a dated row that points to it was entered
    for a day that had passed.
    """

    def __init__(self, streams: Iterable[str], until: datetime) -> None:
        found = Event.objects.filter(Q(at__lt=until) | Q(number=1), stream__in=set(streams))
        self._told: dict[str, Columns] = {name: story.columns for name, story in stories_of(rows(found)).items()}

    def of(self, stream: str) -> Columns:
        """Return the columns of a record, those known; nothing of one whose content was disposed of (廃棄)."""
        return self._told.get(stream, {})

    def told(self, record: Record, column: str) -> Any:
        """Return one column of a record as it was, today's where the trail tells none."""
        return self.of(record.stream).get(column, getattr(record, column))

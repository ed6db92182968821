"""What records said at the end of a day: their streams added up to there, so that nothing written later shows."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from operator import attrgetter
from typing import Any, Self

from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from core.audit.folding import stories_of
from core.audit.models import AppendOnlyQuerySet, Event
from core.audit.verifier import Row, rows
from core.gathering import Tuples
from core.periods.clock import japan_midnight
from core.records import Record

Columns = Mapping[str, Any]


def end_of(day: date) -> datetime:
    """Return the instant at which a Japan day is over; what happened before it belongs to the day."""
    return japan_midnight(day + timedelta(days=1))


def telling(streams: Any, until: datetime) -> AppendOnlyQuerySet[Event]:
    """Return the events that tell what some records said at an instant; the streams may be a query.

    A record that was entered only later is read as it was first written down: a dated row that points to it was entered
    for a day that had passed.
    """
    return Event.objects.filter(Q(at__lt=until) | Q(number=1), stream__in=streams)


def streams_of(records: "QuerySet[Any]") -> "QuerySet[Any]":
    """Return the streams of some records as a query."""
    name = Value(f"{records.model._meta.label_lower}:")
    return records.order_by().values_list(Concat(name, Cast("pk", CharField())))


def past_part(streams: Any, until: datetime) -> Tuples:
    """Return what `Past.of_rows` takes, to be read together with other things."""
    return Tuples(lambda: telling(streams, until), Row._fields)


class Past:
    """The columns of some records as their events tell them up to an instant."""

    def __init__(self, found: Iterable[Row]) -> None:
        """Take the rows of `telling`, in order of stream and number."""
        self._told: dict[str, Columns] = {name: story.columns for name, story in stories_of(found).items()}

    @classmethod
    def of_streams(cls, streams: Iterable[str], until: datetime) -> Self:
        """Read the past of some streams; one query."""
        return cls(rows(telling(set(streams), until)))

    @classmethod
    def of_rows(cls, found: Iterable[Sequence[Any]]) -> Self:
        """Return the past that a `past_part` has read."""
        return cls(sorted(map(Row._make, found), key=attrgetter("stream", "number")))

    def of(self, stream: str) -> Columns:
        """Return the columns of a record, those known; nothing of one whose content was disposed of (廃棄)."""
        return self._told.get(stream, {})

    def told(self, record: Record, column: str) -> Any:
        """Return one column of a record as it was, today's where the trail tells none."""
        return self.of(record.stream).get(column, getattr(record, column))

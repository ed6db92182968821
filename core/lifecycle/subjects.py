"""What streams are about, for lists over all chapters: one read for each kind of record, however long the list."""

from collections import defaultdict
from collections.abc import Iterable

from core.audit.history import WRITTEN
from core.audit.models import Event
from core.lifecycle.trails import model_of_stream
from core.records import Record, Subject

Times = dict[int, int]
"""Person and the key of the first event by which he or she wrote."""


def records_of(streams: Iterable[str]) -> dict[str, Record]:
    """Return the records of some streams with what their subjects read; streams without one are left out."""
    keys: defaultdict[type[Record], set[str]] = defaultdict(set)
    for stream in streams:
        model = model_of_stream(stream)
        if model is not None and issubclass(model, Record):
            keys[model].add(stream.partition(":")[2])
    return {record.stream: record for model, wanted in keys.items() for record in _read(model, wanted)}


def _read(model: type[Record], keys: set[str]) -> Iterable[Record]:
    found = model._base_manager.filter(pk__in=[key for key in keys if key.isascii() and key.isdigit()])
    if model.subject_related:
        found = found.select_related(*model.subject_related)
    return found.prefetch_related(*model.subject_prefetch)


def subjects_of(streams: Iterable[str]) -> dict[str, Subject]:
    """Return what the records of some streams are about."""
    return {stream: record.subject() for stream, record in records_of(streams).items()}


def authors_by_stream(streams: Iterable[str]) -> defaultdict[str, Times]:
    """Return who wrote what some streams are about, each with his or her first event; one query."""
    written = Event.objects.filter(stream__in=set(streams), move__regex=WRITTEN).exclude(person=None).order_by("-pk")
    authors: defaultdict[str, Times] = defaultdict(dict)
    for stream, person, pk in written.values_list("stream", "person", "pk"):
        authors[stream][person] = pk
    return authors


def wrote_before(event: Event, subject: Subject, authors: defaultdict[str, Times]) -> bool:
    """Tell whether the person of an event had written what it was about before it."""
    if event.person_id is None:
        return False
    return any(authors[stream].get(event.person_id, event.pk) < event.pk for stream in subject.content)

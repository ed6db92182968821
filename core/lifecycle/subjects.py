"""What streams are about, for lists over all chapters: one read for all kinds of record, however long the list."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import prefetch_related_objects

from core.audit.history import WRITTEN
from core.audit.models import Event
from core.gathering import Part, gathered
from core.lifecycle.trails import model_of_stream
from core.records import Record, Subject

BEYOND = 2**63
"""The least number that is no key."""

Times = dict[int, int]
"""Person and the key of the first event by which he or she wrote."""


def records_of(streams: Iterable[str]) -> dict[str, Record]:
    """Return the records of some streams with what their subjects read; streams without one are left out."""
    keys: defaultdict[type[Record], set[str]] = defaultdict(set)
    for stream in streams:
        model = model_of_stream(stream)
        if model is not None and issubclass(model, Record):
            keys[model].add(stream.partition(":")[2])
    parts = {model._meta.label_lower: _part(model, wanted) for model, wanted in keys.items()}
    found = gathered(**parts) if parts else {}
    for model in keys:
        prefetch_related_objects(found[model._meta.label_lower], *model.subject_prefetch)
    return {record.stream: record for records in found.values() for record in records}


def _part(model: type[Record], keys: set[str]) -> Part:
    """Return the records of a kind with what their subjects read, each step of the way to it included."""
    steps = [path.split("__") for path in model.subject_related]
    ways = ["__".join(step[: end + 1]) for step in steps for end in range(len(step))]
    wanted = [key for key in keys if key.isascii() and key.isdigit() and int(key) < BEYOND]
    return Part(lambda: model._base_manager.filter(pk__in=wanted), related=dict.fromkeys(ways, ()))


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

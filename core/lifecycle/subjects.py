"""What streams are about, for lists over all chapters: one read for all kinds of record, however long the list."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import ForeignKey, QuerySet

from core.audit.history import WRITTEN
from core.audit.models import Event
from core.gathering import Found, Part, gathered
from core.lifecycle.trails import model_of_stream
from core.records import Record, Subject

BEYOND = 2**63
"""The least number that is no key."""

Times = dict[int, int]
"""Person and the key of the first event by which he or she wrote."""


def records_of(streams: Iterable[str]) -> dict[str, Record]:
    """Return the records of some streams with what their subjects read; streams without one are left out. One query."""
    keys: defaultdict[type[Record], set[str]] = defaultdict(set)
    for stream in streams:
        model = model_of_stream(stream)
        if model is not None and issubclass(model, Record):
            keys[model].add(stream.partition(":")[2])
    parts: dict[str, Part] = {}
    for model, some in keys.items():
        parts |= parts_of(model._base_manager.filter(pk__in=[key for key in some if _is_key(key)]))
    found = gathered(**parts) if parts else {}
    return {record.stream: record for model in keys for record in told_of(model, found)}


def parts_of(records: "QuerySet[Any]") -> dict[str, Part]:
    """Return the parts by which records of one kind are read with what their subjects read, together with others."""
    model: type[Record] = records.model
    many = {_name(model, path): _part_of_many(records, path) for path in model.subject_prefetch}
    return {_name(model): _part(records), **many}


def told_of(model: type[Record], found: Found) -> list[Any]:
    """Return the records of a kind that were read by `parts_of`, with what their subjects read."""
    for path in model.subject_prefetch:
        _hang(found[_name(model)], path, found[_name(model, path)])
    return found[_name(model)]


def _name(model: type[Record], path: str = "") -> str:
    return f"{model._meta.label_lower} {path}"


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdigit() and int(text) < BEYOND


def _part(records: "QuerySet[Any]") -> Part:
    """Return the records of a kind with what their subjects read, each step of the way to it included."""
    steps = [path.split("__") for path in records.model.subject_related]
    ways = ["__".join(step[: end + 1]) for step in steps for end in range(len(step))]
    return Part(lambda: records, related=dict.fromkeys(ways, ()))


def _part_of_many(records: "QuerySet[Any]", path: str) -> Part:
    """Return what a relation to many at the end of a path leads to, from the records of a kind."""
    way, _, name = path.rpartition("__")
    owners = records.values(way or "pk")
    link = _link(records.model, way, name)
    return Part(lambda: link.model._base_manager.filter(**{f"{link.name}__in": owners}))


def _link(model: Any, way: str, name: str) -> "ForeignKey[Any, Any]":
    """Return the foreign key by which a relation to many is reached from the other side."""
    for step in filter(None, way.split("__")):
        model = model._meta.get_field(step).related_model
    link: ForeignKey[Any, Any] = model._meta.get_field(name).remote_field
    return link


def _hang(records: Iterable[Any], path: str, rows: Iterable[Any]) -> None:
    """Keep the rows of a relation to many where `all()` of it finds them, as `prefetch_related_objects` does."""
    way, _, name = path.rpartition("__")
    for record in records:
        owner = record
        for step in filter(None, way.split("__")):
            owner = getattr(owner, step)
        found = getattr(owner, name).get_queryset()
        link = _link(type(owner), "", name)
        own = sorted((one for one in rows if getattr(one, link.attname) == owner.pk), key=_by_key)
        found._result_cache = own  # noqa: SLF001  # what Django's own prefetching does; it takes no rows from outside
        vars(owner).setdefault("_prefetched_objects_cache", {})[name] = found


def _by_key(record: Record) -> int:
    return int(record.pk)


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

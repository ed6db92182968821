"""The names of audit streams in the words of the pages, and the way from a document number to its streams."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db.models import CharField, QuerySet

from core.audit.models import Event
from core.lifecycle.trails import model_of_stream
from core.records import Record
from core.state_field import StateField

NOTES = "note:"
NUMBERS = ("document_number", "number")
"""Columns that hold the number of a paper, or of a problem; a counter of versions is no text."""


def words_of_stream(stream: str) -> str:
    """Name what a stream is about, such as 起案 12; an act that changed no record is 操作の記録."""
    if stream.startswith(NOTES):
        return "操作の記録"
    model = model_of_stream(stream)
    return f"{model._meta.verbose_name} {stream.partition(':')[2]}" if model else stream


def state_words(event: Event) -> str:
    """Say from which state to which an event led, by the labels of the record; empty without a state."""
    model = model_of_stream(event.stream)
    if not event.to_state or model is None:
        return ""
    machines = [field for field in model._meta.concrete_fields if isinstance(field, StateField)]
    labels = {str(value): str(label) for field in machines for value, label in field.choices or ()}
    before = labels.get(event.from_state, event.from_state) or "(新規)"
    return f"{before} → {labels.get(event.to_state, event.to_state)}"


def streams_numbered(document_number: str) -> list[str]:
    """Return the streams of all records that carry a document number (文書番号), or that of a problem."""
    return list(_numbered(document_number.strip()))


def _numbered(number: str) -> Iterator[str]:
    for model in filter(lambda one: issubclass(one, Record), apps.get_models()):
        texts = (field.name for field in model._meta.concrete_fields if isinstance(field, CharField))
        for column in (name for name in texts if name in NUMBERS):
            rows: QuerySet[Any] = model._base_manager.all()
            yield from (record.stream for record in rows.filter(**{column: number}))

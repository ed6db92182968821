"""The audit trail as pages show it: a timeline of records, and what changed since a version.

Columns are named by their labels and foreign keys by the record they point to, one query for each
kind of record pointed to, however long the trail.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.dateparse import parse_date, parse_datetime

from core.audit.history import Entry, history
from core.audit.models import Event
from core.records import Record
from core.ui.diffing import DiffItem, diff_item
from core.ui.eras import era_date, era_datetime

Changes = Mapping[str, list[Any]]
Naming = dict[tuple[str, Any], str]
"""Model label and key of a record pointed to, with its name."""
TONES = {"create": "draft", "edit": "draft"}


def timeline(*records: Record) -> list[dict[str, Any]]:
    """Return what happened to some records, newest first, for `{% timeline %}`; nothing of what the clock notes."""
    return timeline_of(history(record.stream for record in records), *records)


def timeline_of(entries: Iterable[Entry], *records: Record) -> list[dict[str, Any]]:
    """Return what `timeline` returns, of entries read already, newest first."""
    by_model = {record._meta.label_lower: type(record) for record in records}
    found = [(entry, _model_of(entry, by_model)) for entry in entries]
    told = [(entry, model, _told(entry, model)) for entry, model in found if not _is_working(entry, model)]
    naming = _names((model, changes) for _, model, changes in told)
    return [_line(entry, model, changes, naming) for entry, model, changes in told]


def changes_since(record: Record, version: int) -> list[DiffItem]:
    """Return what changed in a record after a version, first value against last, for `{% diff %}`."""
    found = Event.objects.filter(stream=record.stream, number__gt=version).select_related("facts").order_by("number")
    merged: dict[str, list[Any]] = {}
    for changes in (_changes(event) for event in found):
        for column, (before, after) in changes.items():
            merged[column] = [merged.get(column, [before])[0], after]
    merged = {column: pair for column, pair in merged.items() if pair[0] != pair[1]}
    naming = _names([(type(record), merged)])
    return [diff_item(*row) for row in change_rows(type(record), merged, naming)]


def change_rows(
    model: type[models.Model], changes: Changes, naming: Naming | None = None
) -> list[tuple[str, str, str]]:
    """Return label, value before and value after of each changed column, as words."""
    known = _names([(model, changes)]) if naming is None else naming
    rows, fields = [], _fields(model)
    for column in [*(name for name in fields if name in changes), *(name for name in changes if name not in fields)]:
        field, (before, after) = fields.get(column), changes[column]
        label = label_of(model, field) if field is not None else column
        rows.append((label, value_words(field, before, known), value_words(field, after, known)))
    return rows


def label_of(model: type[models.Model], field: Any) -> str:
    """Return what a column is called: by the record itself where it says so, else as forms call it."""
    named: Mapping[str, str] = getattr(model, "column_labels", {})
    return named.get(field.attname) or str(field.verbose_name)


def facts_of(event: Event) -> dict[str, Any]:
    """Return the facts of an event; nothing once they were disposed of."""
    facts = getattr(event, "facts", None)
    return json.loads(facts.body) if facts is not None else {}


def model_of_stream(stream: str) -> type[models.Model] | None:
    """Return the model a stream's records are of, None for notes and unknown streams."""
    label, _, _ = stream.partition(":")
    try:
        return apps.get_model(label)
    except (LookupError, ValueError):
        return None


def _changes(event: Event) -> Changes:
    found: Changes = facts_of(event).get("changes") or {}
    return found


def _model_of(entry: Entry, by_model: Mapping[str, type[Record]]) -> type[Record]:
    return by_model[entry.move.rpartition(".")[0]]


def _told(entry: Entry, model: type[Record]) -> Changes:
    """Return the changes that people made or are told of."""
    changes: Changes = entry.facts.get("changes") or {}
    return {column: pair for column, pair in changes.items() if column not in model.workings}


def _is_working(entry: Entry, model: type[Record]) -> bool:
    """Tell whether an edit changed nothing but workings."""
    return entry.move.endswith(".edit") and bool(entry.facts.get("changes")) and not _told(entry, model)


def _line(entry: Entry, model: type[Record], changes: Changes, naming: Naming) -> dict[str, Any]:
    rows = change_rows(model, changes, naming)
    changed = [f"{label}:{before or 'なし'} → {after or 'なし'}" for label, before, after in rows]
    reason = [str(entry.facts["reason"])] if entry.facts.get("reason") else []
    tone = TONES.get(entry.move.rpartition(".")[2], "run")
    return {"at": entry.at, "what": entry.label, "note": "\n".join([entry.who, *reason, *changed]), "tone": tone}


def _fields(model: type[models.Model]) -> dict[str, Any]:
    return {field.attname: field for field in model._meta.concrete_fields}


def _names(parts: Iterable[tuple[type[models.Model], Changes]]) -> Naming:
    """Look up the names of all records that changes point to."""
    wanted: defaultdict[type[models.Model], set[Any]] = defaultdict(set)
    for model, changes in parts:
        for column, pair in changes.items():
            field = _fields(model).get(column)
            if field is not None and field.is_relation:
                wanted[field.related_model].update(value for value in pair if value is not None)
    return {
        (model._meta.label_lower, pk): str(row)
        for model, keys in wanted.items()
        for pk, row in model._default_manager.in_bulk(list(keys)).items()
    }


def value_words(field: Any, value: Any, naming: Naming) -> str:
    """Return a stored value as words: names for keys, labels for choices, dates and instants in Japan with era."""
    if value is None or value == "":
        return ""
    if field is not None and field.is_relation:
        return naming.get((field.related_model._meta.label_lower, value), f"#{value}")
    if field is not None and field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return "はい" if value else "いいえ"
    return _plain_words(field, value)


def _plain_words(field: Any, value: Any) -> str:
    if type(field) is models.DateField:
        day = value if isinstance(value, date) else parse_date(str(value))
        return era_date(day) if day else str(value)
    if isinstance(field, models.DateTimeField):
        at = value if isinstance(value, datetime) else parse_datetime(str(value))
        return era_datetime(at) if at else str(value)
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, indent=1)
    return str(value)

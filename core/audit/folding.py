"""What the trail says a record should be, compared with what its row is: a change by plain SQL shows here."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import CharField, Exists, F, OuterRef, Value
from django.db.models.functions import Cast, Concat
from django.utils.dateparse import parse_datetime

from core.audit.models import Event
from core.audit.verifier import Row
from core.records import Record, canonical_json

BATCH = 500


@dataclass
class Story:
    """What the events of one stream add up to."""

    stream: str
    number: int = 0
    state: str = ""
    columns: dict[str, Any] = field(default_factory=dict)
    hidden: dict[str, str] = field(default_factory=dict)
    """Digests of hidden columns; events of old say only that one changed."""

    def follow(self, row: Row) -> None:
        """Take the next event in; without its facts the values up to here are not known any more."""
        self.number = row.number
        self.state = row.to_state or self.state
        facts = loaded(row.facts__body)
        if facts is None:
            self.columns.clear()
            self.hidden.clear()
            return
        if ".create" in row.move:
            self.columns.update(facts.get("values") or {})
        self.columns.update({name: pair[1] for name, pair in (facts.get("changes") or {}).items()})
        hidden = facts.get("hidden") or {}
        self.hidden = {name: digest for name, digest in self.hidden.items() if name not in hidden}
        self.hidden |= hidden if isinstance(hidden, dict) else {}


@dataclass(frozen=True)
class Difference:
    """One thing in which a row is not what its events say: a column, its version, or that it is there at all."""

    stream: str
    column: str
    """The name of the column; "" where there is no row."""
    stored: Any
    told: Any
    sentence: str


def stories_of(rows: Iterable[Row]) -> dict[str, Story]:
    """Return what some whole streams add up to, from their rows in order of stream and number."""
    stories: dict[str, Story] = {}
    for row in rows:
        stories.setdefault(row.stream, Story(row.stream)).follow(row)
    return stories


class Records:
    """Compares stories with rows, some hundred at a time, and finds what has no story."""

    def __init__(self) -> None:
        self.models = {m._meta.label_lower: m for m in apps.get_models() if issubclass(m, Record)}
        self.compared: dict[str, int] = dict.fromkeys(self.models, 0)
        self._stories: list[Story] = []

    def told_of(self, stream: str) -> bool:
        """Tell whether a stream is that of a record; other acts have none."""
        return stream.partition(":")[0] in self.models

    def finish(self, story: Story) -> Iterator[str]:
        """Take a whole story; yield the faults of a batch when it is full."""
        self._stories.append(story)
        if len(self._stories) >= BATCH:
            yield from self.compare()

    def compare(self) -> Iterator[str]:
        """Yield where rows are not what their stories say."""
        stories, self._stories = self._stories, []
        yield from (one.sentence for one in self.differences(stories))

    def differences(self, stories: Iterable[Story]) -> Iterator[Difference]:
        """Yield each difference between some stories and their rows; one query for each kind of record."""
        by_model: defaultdict[str, dict[str, Story]] = defaultdict(dict)
        for story in stories:
            label, _, key = story.stream.partition(":")
            by_model[label][key] = story
        for label, told in by_model.items():
            found = self.models[label]._base_manager.in_bulk([int(key) for key in told if key.isdecimal()])
            self.compared[label] += len(found)
            for key, story in told.items():
                record = found.get(int(key)) if key.isdecimal() else None
                yield from differences(story, record)

    def without_story(self) -> Iterator[str]:
        """Yield the records that no event speaks of."""
        for label, model in self.models.items():
            records = model._base_manager.order_by("pk")
            if records.count() == self.compared[label]:
                continue
            stream = Concat(Value(f"{label}:"), Cast(F("pk"), CharField()))
            told = Exists(Event.objects.filter(stream=OuterRef("told_as")))
            for record in records.annotate(told_as=stream).exclude(told).iterator():
                yield f"{record.stream}:監査証跡のない記録です"


def differences(story: Story, record: Record | None) -> Iterator[Difference]:
    """Yield where a record is not what its story says."""
    if record is None:
        sentence = f"{story.stream}:監査証跡はありますが、記録がありません"
        yield Difference(story.stream, "", None, story.number, sentence)
        return
    if record.version != story.number:
        words = f"記録の版({record.version})が、最後のできごとの番号({story.number})と合いません"
        yield Difference(story.stream, "version", record.version, story.number, f"{story.stream}:{words}")
    columns = record.columns()
    fields = {f.attname: f for f in record._meta.concrete_fields}
    states = [name for name, field in fields.items() if getattr(field, "protected", False)]
    if story.state and story.state not in [columns[name] for name in states]:
        name = states[0] if states else "state"
        words = f"記録の「状態」が、最後のできごとの状態({_label_of_state(fields.get(name), story.state)})と合いません"
        yield Difference(story.stream, name, columns.get(name), story.state, f"{story.stream}:{words}")
    for name, told in story.columns.items():
        settled = name in states and story.state
        if name in columns and not settled and not same(columns[name], told):
            words = f"記録の「{fields[name].verbose_name}」が、監査証跡と合いません"
            yield Difference(story.stream, name, columns[name], told, f"{story.stream}:{words}")
    digests = record.hidden_digests() if story.hidden else {}
    for name, told in story.hidden.items():
        if name in digests and digests[name] != told:
            words = f"記録の「{fields[name].verbose_name}」が、監査証跡と合いません"
            yield Difference(story.stream, name, digests[name], told, f"{story.stream}:{words}")


def _label_of_state(field: Any, state: str) -> str:
    """Return what the pages call a state; one that is none of the record's is named as it stands."""
    return str(dict(field.flatchoices).get(state, state)) if field is not None else state


def same(stored: Any, told: Any) -> bool:
    """Tell whether a stored value is the one told in JSON, which keeps of an instant three digits after the second."""
    if isinstance(stored, datetime):
        said = parse_datetime(told) if isinstance(told, str) else None
        return said is not None and said == stored.replace(microsecond=stored.microsecond // 1000 * 1000)
    if stored is None or isinstance(stored, str | int):
        return bool(stored == told)
    return bool(json.loads(canonical_json({"": stored}))[""] == told)


def loaded(body: str | None) -> dict[str, Any] | None:
    """Return facts from their JSON, None where there are none to read."""
    try:
        found = json.loads(body) if body is not None else None
    except ValueError:
        return None
    return found if isinstance(found, dict) else None

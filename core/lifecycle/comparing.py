"""Whether records are what their trail says, for pages: each chain recomputed, each row beside its events.

The rule is that of `verify_audit` (`core.audit.folding`); here it is asked of some streams and answered in words.
"""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from core.audit.folding import Difference, differences, stories_of
from core.audit.models import Event
from core.audit.verifier import chain_faults, rows
from core.lifecycle.streams import words_of_stream
from core.lifecycle.subjects import records_of
from core.lifecycle.trails import change_rows, model_of_stream
from core.records import Record, canonical_json


@dataclass(frozen=True)
class Compared:
    """One item of a record: what its row says beside what its trail says, both in words."""

    about: str
    label: str
    stored: str
    told: str


@dataclass
class Standing:
    """What one stream has, and what does not hold of it: in its chain, and in its row."""

    events: int = 0
    """How many the stream has."""
    faults: list[str] = field(default_factory=list)
    differences: list[Compared] = field(default_factory=list)
    record: Record | None = None
    """The row itself, with what its subject reads."""


def standing_of(streams: Iterable[str]) -> dict[str, Standing]:
    """Recompute whole streams and compare their records; two queries."""
    found: defaultdict[str, Standing] = defaultdict(Standing)
    told = list(rows(Event.objects.filter(stream__in=list(streams))))
    for before, row in zip([None, *told], told, strict=False):
        found[row.stream].events += 1
        found[row.stream].faults.extend(chain_faults(row, before))
    stories = {stream: story for stream, story in stories_of(told).items() if _is_records(stream)}
    records = records_of(stories)
    for stream, story in stories.items():
        found[stream].record = records.get(stream)
        found[stream].differences += map(_in_words, differences(story, records.get(stream)))
    return dict(found)


def _is_records(stream: str) -> bool:
    """Tell whether a stream is that of a record; other acts have none."""
    model = model_of_stream(stream)
    return model is not None and issubclass(model, Record)


def _in_words(one: Difference) -> Compared:
    about, model = words_of_stream(one.stream), model_of_stream(one.stream)
    if not one.column or model is None:
        return Compared(about, "記録", "ありません", "あります")
    stored = json.loads(canonical_json({"": one.stored}))[""]
    ((label, before, after),) = change_rows(model, {one.column: [stored, one.told]})
    return Compared(about, label, before or "なし", after or "なし")

"""The classes of retention of every kind of record, in the words of the page."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.apps import apps

from core.keeping import NOTES, ForYears, Permanent, Within
from core.retention.terms import Terms, label_of

NOTED = "記録によらない出来事(サインイン、書出し、検証、抽出など)"


@dataclass(frozen=True)
class Line:
    """One kind of record and how long it is kept."""

    kind: str
    period: str
    note: str


def classes_on(on: date) -> list[Line]:
    """Return every kind of record with its class on a day, what is noted without one too: with a period first."""
    terms, models = Terms(on), [model for model in apps.get_models() if hasattr(model, "retention")]
    lines = [line for model in models for line in _lines(model, terms)]
    lines.append(Line(NOTED, "永久", NOTES.why))
    return sorted(lines, key=lambda line: (line.period == "永久", not line.period[0].isdigit(), line.kind))


def _lines(model: Any, terms: Terms) -> Iterator[Line]:
    name, kept = str(model._meta.verbose_name), model.retention
    if isinstance(kept, ForYears):
        for term in kept.terms:
            yield Line(name, f"{terms.years(term, terms.on)}年", label_of(term))
    elif isinstance(kept, Permanent):
        yield Line(name, "永久", kept.why)
    elif isinstance(kept, Within):
        yield Line(name, f"{_name_of(kept)}と同じ", "ひとまとまりで保存し、廃棄します。")


def _name_of(kept: Within) -> str:
    return str(apps.get_model(kept.matter)._meta.verbose_name) if kept.matter else "生じさせた記録"

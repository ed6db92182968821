"""The facts of an event in words: labels for names, people for streams, Japan time with era for instants.

What a move was given is named by the fields of its record; what notes hold is named here. Lists of parts are counted:
they stand whole in the technical part of the event's page.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.dateparse import parse_date, parse_datetime

from core.audit.models import Event
from core.lifecycle.streams import words_of_stream
from core.lifecycle.subjects import records_of
from core.lifecycle.trails import change_rows, label_of, model_of_stream, value_words
from core.ui.eras import era_date, era_datetime

LABELS = {
    "account_before": "前のアカウント",
    "account_on": "アカウントで知らせた日",
    "accounts": "アカウント",
    "address": "接続元",
    "as_of": "時点",
    "counts": "件数",
    "decided_as": "決めたときの職",
    "decided_at": "決めた日時",
    "decided_by": "決めた人",
    "decisions": "決定",
    "demonstration": "デモの入り口から",
    "digest": "母集団の照合値",
    "disposal": "廃棄の手続",
    "done": "したこと",
    "entries": "任用と代決の指定",
    "events": "できごと",
    "failed": "送れなかった数",
    "faults": "合わないところ",
    "filters": "条件",
    "findings": "見つかったこと",
    "first": "始めのもの",
    "format": "ファイルの種類",
    "from_to": "変更",
    "found": "見つかったこと",
    "given_up_for": "取り下げた理由",
    "incident": "問題",
    "hidden": "値を残さずに記録した項目",
    "homepage_on": "市ホームページで知らせた日",
    "known": "いまある職員番号",
    "limited_until": "受付停止の終わり",
    "linked": "結び付けた警告",
    "linked_closure": "結び付けた廃止",
    "named": "新しい運用担当",
    "on_behalf_of": "だれに代わって",
    "opinion": "意見",
    "person": "職員",
    "population": "母集団の数",
    "reason": "理由",
    "rows": "行の数",
    "seals": "封印",
    "section_before": "前の部署",
    "seed": "種の番号",
    "sha256": "本文の符号",
    "size": "標本の件数",
    "source": "取り込んだファイル",
    "staff_number": "職員番号",
    "unlinked": "外した警告",
    "wanted": "条件の記号",
    "was_on": "前の日",
    "was_reason": "一時停止のもと",
    "who": "だれ",
}
STREAM = re.compile(r"[a-z_]+\.[a-z_]+:\d+")
DAY = re.compile(r"\d{4}-\d\d-\d\d")
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)")


def fact_rows(event: Event, facts: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return label and words of each fact: first what a new record was given, then what else is told."""
    model, names = model_of_stream(event.stream), _names(facts.values())
    values = {column: [None, value] for column, value in (facts.get("values") or {}).items()}
    given = [(label, after) for label, _, after in change_rows(model or Event, values) if after]
    told = {name: value for name, value in facts.items() if name != "values"}
    return given + [(_label(model, name), _words(model, name, value, names)) for name, value in told.items()]


def _names(values: Iterable[Any]) -> dict[str, str]:
    """Return the names of the records that facts point to by their streams."""
    streams = [value for value in values if isinstance(value, str) and STREAM.fullmatch(value)]
    return {stream: str(record) for stream, record in records_of(streams).items()}


def _field(model: type[models.Model] | None, name: str) -> Any:
    try:
        found: Any = model._meta.get_field(name) if model else None
    except FieldDoesNotExist:
        return None
    return found if getattr(found, "concrete", False) else None


def _label(model: type[models.Model] | None, name: str) -> str:
    field = _field(model, name)
    return LABELS.get(name) or (label_of(model, field) if model is not None and field is not None else name)


def _words(model: type[models.Model] | None, name: str, value: Any, names: Mapping[str, str]) -> str:
    if isinstance(value, str) and STREAM.fullmatch(value):
        return names.get(value) or words_of_stream(value)
    if name == "hidden":  # names alone; of old events a list, else with digests that say nothing to a reader
        return "、".join(_label(model, column) for column in sorted(value))
    field = _field(model, name)
    if field is not None and not isinstance(value, dict | list):
        return value_words(field, value, {})
    if isinstance(value, Mapping):
        return "\n".join(f"{_label(None, key)} {plain_words(inner)}" for key, inner in value.items())
    if isinstance(value, list):
        return "\n".join(value) if all(isinstance(one, str) for one in value) else f"{len(value)}件"
    return plain_words(value)


def plain_words(value: Any) -> str:
    """Return a value of no known field as words: what has the form of a day or an instant is one."""
    if isinstance(value, bool):
        return "はい" if value else "いいえ"
    text = "" if value is None else str(value)
    try:
        return _moment(text) or text
    except ValueError:  # no such day
        return text


def _moment(text: str) -> str:
    if INSTANT.fullmatch(text) and (at := parse_datetime(text)):
        return era_datetime(at)
    return era_date(day) if DAY.fullmatch(text) and (day := parse_date(text)) else ""

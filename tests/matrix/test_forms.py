"""A form takes what it lists and nothing else: every column of every record, posted beside it, changes nothing."""

import json
import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

import pytest
from django.apps import apps
from django.db import models

from tests.factories import NamedRows, everything_by_name
from tests.factories.snapshot import OURS
from tests.matrix.table import rows
from tests.matrix.target import Data, Target
from tests.matrix.world import City, undone

NEVER_LISTED = {
    **dict.fromkeys(("id", "pk", "by", "actor", "person", "on_behalf_of", "groups", "user_permissions", "version"), 1),
    **dict.fromkeys(("is_superuser", "is_staff", "is_active", "must_change_password"), "on"),
    "at": "2001-01-01T00:00",
    "on": "2001-01-01",
    "office": "policy_director",
    "_method": "PUT",
}
"""What no form lists beside the columns."""
READ_BESIDE = {"capacity", "seen", "seen_version", "next", "go", "only"}
"""What the pages themselves send beside a form."""
COUNTS = {"version", "number", "round", "position", "fiscal_year", "size", "attempts", "last"}
"""Whole numbers that are no keys: all others may be one that the database gave just now."""
NOW = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?")
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
DIGEST = re.compile(r"[0-9a-f]{64}")
KEY = re.compile(r"(?<=[:/])\d+\b|\b\d+(?=:)|1000\d{4}")
"""Keys in addresses and streams, and wherever they stand in words: new rows count on from `FAR_KEY`."""
SECRET = re.compile(r"md5\$\S+|[0-9a-f]{32}|<code[^>]*>.*?</code>")


def stuffing(listed: set[str]) -> Data:
    """Return a value for every column of every record, left out what a form lists itself."""
    found: Data = dict(NEVER_LISTED)
    for config in apps.get_app_configs():
        if config.name.startswith(OURS):
            for model in config.get_models():
                for column in model._meta.concrete_fields:
                    found |= dict.fromkeys({column.name, column.attname}, _value(column))
    return {name: value for name, value in found.items() if name not in listed}


def _value(column: "models.Field[Any, Any]") -> str:
    if column.choices:
        return str(list(column.flatchoices)[-1][0])
    if isinstance(column, models.BooleanField):
        return "on"
    if isinstance(column, models.DateTimeField):
        return "2001-01-01T09:00"
    if isinstance(column, models.DateField):
        return "2001-01-01"
    return "1" if isinstance(column, models.IntegerField | models.ForeignKey) else "stuffed"


def outcome(city: City, kind: str, target: Target, by_name: NamedRows, extra: Data) -> dict[str, Any]:
    """Post a form with something beside it; return what changed, without clock, chance and keys just given."""
    with undone():
        city.browser(kind).post(target.asked(urlencode(extra)), extra | target.data(kind))
        after = everything_by_name()
    key = {label: apps.get_model(label)._meta.pk.attname for label in by_name}
    was = {label: {row[key[label]]: row for row in found} for label, found in by_name.items()}
    changed = {
        label: [row for row in found if was[label].get(row[key[label]]) != row] for label, found in after.items()
    }
    given = {row[key[label]] for label, found in changed.items() for row in found if row[key[label]] not in was[label]}
    lost = {label: len(was[label]) - len(found) for label, found in after.items() if len(found) < len(was[label])}
    return {"lost": lost} | {label: [_plain(row, given) for row in found] for label, found in changed.items() if found}


def _plain(value: Any, given: set[Any], name: str = "") -> Any:
    value = json.loads(value) if isinstance(value, str) and value.startswith("{") else value
    if isinstance(value, dict):
        return {key: _plain(inner, given, key) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner, given, name) for inner in value]
    if isinstance(value, datetime):
        return "an instant"
    if isinstance(value, int) and name not in COUNTS:
        return "#" if value in given else value
    if isinstance(value, int | date | None):
        return value
    text = SECRET.sub("secret", DIGEST.sub("digest", UUID.sub("uuid", NOW.sub("instant", str(value)))))
    return KEY.sub(lambda found: "#" if int(found[0]) in given else found[0], text)


def acting() -> Iterator[tuple[str, str]]:
    """Yield every address that acts, with the first kind of person for whom it does."""
    for row in rows():
        kinds = [kind for kind, word in row.words.items() if word == "act"]
        if row.method == "POST" and kinds:
            yield row.target, kinds[0]


@pytest.mark.parametrize(("name", "first"), list(acting()))
def test_a_form_takes_what_it_lists_and_nothing_else(
    name: str, first: str, city: City, aims: dict[str, Target], by_name: NamedRows
) -> None:
    target = aims[name]
    kind = target.by or first
    extra = stuffing({*target.listed, *target.data(kind), *READ_BESIDE})

    alone = outcome(city, kind, target, by_name, {})
    stuffed = outcome(city, kind, target, by_name, extra)

    assert alone != {"lost": {}}
    assert json.dumps(stuffed, default=str, indent=1, ensure_ascii=False) == json.dumps(
        alone, default=str, indent=1, ensure_ascii=False
    )

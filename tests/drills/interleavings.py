"""Two acts in every order: one after the other, one running into the other, both let go at one moment.

What is compared is all that the two may have written, without what no two runs share: keys of new rows, the acts' ids,
salts and hashes.
"""

import json
import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.apps import apps
from django.db import connections, transaction

from core.audit.models import Event
from core.deadlines.models import Telling
from core.lifecycle.errors import Conflict, Denied
from core.lifecycle.trails import model_of_stream
from core.notifications.models import Message, OutboxMail
from core.records import Record
from tests.factories import together

Act = Callable[[], Any]
Rows = Counter[str]
HOLD_SECONDS = 0.15
"""How long one act waits for the other to run into it."""
DONE, REFUSED = "done", frozenset({"Denied", "Conflict"})
NOT_SHARED = re.compile(
    r"act:[0-9a-f-]{36}"  # the key of a message
    r"|(?:vacancy|review|objection|received):\d+|\d+(?=:(?:added|ended))"  # new rows that keys name
    r"|\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}\b"
)
LINES = {
    Message: ("key", "person_id", "title", "body", "link_name"),
    OutboxMail: ("key", "person_id", "subject"),
    Telling: ("next_on",),
}


def attempt(act: Act) -> str:
    """Make an act and return `done`, or the name of what it raised."""
    try:
        act()
    except Exception as failure:  # noqa: BLE001 - the race judges it
        return type(failure).__name__ if isinstance(failure, Denied | Conflict) else repr(failure)
    return DONE


def at_one_moment(first: Act, second: Act) -> list[str]:
    """Let both go at once, each on a connection of its own."""
    return [str(one) for one in together([lambda: attempt(first), lambda: attempt(second)])]


def into_the_open_first(first: Act, second: Act) -> list[str]:
    """Make the first act and keep its transaction open while the second runs into it."""
    made, ended = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            try:
                first()
            finally:
                made.set()
            ended.wait(HOLD_SECONDS)

    def run_into() -> str:
        made.wait(30)
        try:
            return attempt(second)
        finally:
            ended.set()

    return _in_threads([lambda: attempt(hold), run_into])


def after_a_wait(first: Act, second: Act, rows: Sequence[Record]) -> list[str]:
    """Start the first act while somebody else holds some rows it needs, then the second, then let the rows go.

    On PostgreSQL the first has read what it reads before the rows; on SQLite nobody begins while somebody writes.
    """
    held, go = threading.Event(), threading.Event()

    def stop() -> str:
        with transaction.atomic():
            for row in rows:
                type(row)._base_manager.select_for_update(no_key=True).get(pk=row.pk)
            held.set()
            go.wait(30)
        return DONE

    def begin() -> str:
        held.wait(30)
        return attempt(first)

    def follow() -> str:
        held.wait(30)
        time.sleep(HOLD_SECONDS)
        threading.Timer(HOLD_SECONDS, go.set).start()
        return attempt(second)

    return _in_threads([begin, follow, stop])[:2]


def _in_threads(calls: Sequence[Callable[[], str]]) -> list[str]:
    def run(call: Callable[[], str]) -> str:
        try:
            return call()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def newest() -> dict[str, int]:
    """Return the last key of every table, to tell new rows afterwards."""
    return {model._meta.label_lower: _last(model) for model in apps.get_models() if model._meta.managed}


def _last(model: Any) -> int:
    last = model._base_manager.order_by("pk").values_list("pk", flat=True).last()
    return last if isinstance(last, int) else 0


def written(since: dict[str, int]) -> Rows:
    """Return every record, event, message, mail and date of telling as text, new keys under one name."""
    lines: Rows = Counter()
    for model in (found for found in apps.get_models() if issubclass(found, Record)):
        for record in model._base_manager.order_by("pk"):
            lines[_line(record, {**record.columns(), "version": record.version}, since)] += 1
    for told, names in LINES.items():
        for row in told._base_manager.filter(pk__gt=since[told._meta.label_lower]):
            lines[_line(row, {name: getattr(row, name) for name in names}, since)] += 1
    for event in Event.objects.filter(pk__gt=since["audit.event"]).select_related("facts"):
        names = ("stream", "number", "move", "from_state", "to_state", "person_id", "office", "on_behalf_of_id")
        told_of = {name: getattr(event, name) for name in names} | {"facts": _facts(event, since)}
        lines[_line(event, told_of, since)] += 1
    return lines


def _facts(event: Event, since: dict[str, int]) -> Any:
    """Return what an event tells, columns that name new rows under their one name."""
    facts = json.loads(event.facts.body)
    model = model_of_stream(event.stream)
    for columns in (facts.get("values", {}), facts.get("changes", {})):
        for name, value in columns.items():
            pair = [_new_or_known(model, name, one, since) for one in value] if isinstance(value, list) else value
            columns[name] = _new_or_known(model, name, pair, since)
    if hidden := facts.get("hidden"):
        facts["hidden"] = sorted(hidden)  # what was hidden is salted, so that no two runs share its digest
    return facts


def _line(row: Any, values: dict[str, Any], since: dict[str, int]) -> str:
    kept = {name: _new_or_known(row, name, value, since) for name, value in values.items()}
    text = f"{_name(row._meta.label_lower, row.pk, since)} {kept}"
    text = re.sub(r"\b([a-z]+\.[a-z]+):(\d+)", lambda found: _name(found[1], int(found[2]), since), text)
    return NOT_SHARED.sub("~", text)


def _new_or_known(row: Any, name: str, value: Any, since: dict[str, int]) -> Any:
    if name == "link_pk":
        return "~"
    field = next((one for one in row._meta.concrete_fields if one.attname == name), None) if row else None
    if field is None or not field.is_relation or not isinstance(value, int):
        return value
    return _name(field.related_model._meta.label_lower, value, since)


def _name(label: str, key: int, since: dict[str, int]) -> str:
    return f"{label}:{key}" if key <= since.get(label, 0) else f"{label}:new"

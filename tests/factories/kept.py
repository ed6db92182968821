"""What many tests begin with, made once in a process by legal acts and put in again as the rows these acts left.

Every legal act leaves an event, and the last one's random identity names the whole state of the database. What was made
from one state is put in where a test stands at the very same state, in the same database; anywhere else it is made.
"""

import pickle
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from django.apps import apps
from django.db import connection, models

from core.audit.models import Event

T = TypeVar("T")
Rows = dict[Any, Sequence[Any]]
"""Rows of a table by their keys, as the database writes them."""
_kept: dict[Hashable, "Kept"] = {}


def kept(key: Hashable, build: Callable[[], T], *, often: bool = True) -> T:
    """Return what `build` makes, from the second time on without making it.

    Args:
        key: of all that `build` depends on besides what the database holds.
        often: whether it will be asked for again; otherwise it is made and not kept.
    """
    if not often or not connection.in_atomic_block:
        return build()
    place = (connection.settings_dict["NAME"], _last_act(), key)
    known = _kept.get(place)
    if known is not None:
        known.put()
        made: T = pickle.loads(known.made)
        return made
    before = _everything()
    made = build()
    _kept[place] = Kept(pickle.dumps(made), list(_changes(before, _everything())))
    return made


@dataclass(frozen=True)
class Kept:
    """What was made, as it was returned, and what it changed in each table."""

    made: bytes
    changes: list["Change"]

    def put(self) -> None:
        """Change the tables as the acts did."""
        with connection.cursor() as cursor:
            for change in self.changes:
                change.put(cursor)
            if connection.vendor == "postgresql":
                cursor.execute(self.keys_go_on())

    def keys_go_on(self) -> str:
        """Return what lets the database number on after these keys: a test that seeds may have set it back."""
        numbered = {one.table for one in self.changes if one.added and isinstance(one.table._meta.pk, models.AutoField)}
        last = [
            f"setval({of}, greatest(nextval({of}), (SELECT max(id) FROM {table._meta.db_table})))"
            for table in numbered
            for of in [f"pg_get_serial_sequence('{table._meta.db_table}', 'id')"]
        ]
        return f"SELECT {', '.join(last)}"


@dataclass(frozen=True)
class Change:
    """What changed in a table: the keys of rows that are gone or differ, the rows that are new or differ."""

    table: type[models.Model]
    gone: list[Any]
    added: list[Sequence[Any]]

    def put(self, cursor: Any) -> None:
        """Make the change; foreign keys are looked at when the transaction ends."""
        name, pk = self.table._meta.db_table, self.table._meta.pk
        assert pk is not None
        for key in self.gone:
            cursor.execute(f'DELETE FROM "{name}" WHERE "{pk.column}" = %s', [key])
        if connection.vendor == "postgresql":
            rows = [row for (row,) in self.added]
            cursor.execute(
                f'INSERT INTO "{name}" SELECT (one).* FROM (SELECT unnest(%s)::"{name}" AS one) AS rows', [rows]
            )
        elif self.added:
            marks = ", ".join("%s" for _ in self.added[0])
            cursor.executemany(f'INSERT INTO "{name}" VALUES ({marks})', self.added)


def _last_act() -> Any:
    return Event.objects.order_by("-pk").values_list("act_id", flat=True).first()


def _everything() -> list[tuple[type[models.Model], Rows]]:
    found = []
    with connection.cursor() as cursor:
        for table, sql in _questions():
            cursor.execute(sql)
            found.append((table, {key: row for key, *row in cursor.fetchall()}))
    return found


def _changes(
    before: Iterable[tuple[type[models.Model], Rows]], after: Iterable[tuple[type[models.Model], Rows]]
) -> Iterable[Change]:
    for (table, old), (_, new) in zip(before, after, strict=True):
        differ = [key for key, row in new.items() if old.get(key) != row]
        gone = [key for key, row in old.items() if new.get(key) != row]
        if gone or differ:
            yield Change(table, gone, [new[key] for key in differ])


@cache
def _questions() -> list[tuple[type[models.Model], str]]:
    """Return the question for the rows of each table; on PostgreSQL each as the text of the whole row."""
    whole = "one::text" if connection.vendor == "postgresql" else "one.*"
    return [
        (table, f'SELECT one."{table._meta.pk.column}", {whole} FROM "{table._meta.db_table}" AS one')
        for table in apps.get_models(include_auto_created=True)
        if table._meta.managed and not table._meta.proxy
    ]

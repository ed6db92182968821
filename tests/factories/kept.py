"""What many tests begin with, made once in a process by legal acts and put in again as the rows these acts left.

What a factory made where a test had written this and that is put in where another test has written the very same, in
the same database under the same addresses, and asks the factory for the same; anywhere else it is made. So it is where
a test has put code of its own in place (`monkeypatch`, but for clocks: a factory is told the instant of its acts).
"""

import pickle
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, wraps
from hashlib import sha256
from io import BytesIO
from typing import Any, ParamSpec, TypeVar

from django.apps import apps
from django.conf import settings
from django.db import connection, models

from tests.factories.written import Point, written

P = ParamSpec("P")
T = TypeVar("T")
Rows = dict[Any, Sequence[Any]]
"""Rows of a table by their keys, as the database writes them."""
_kept: dict[Hashable, "Kept"] = {}


def keeps(factory: Callable[P, T]) -> Callable[P, T]:
    """Have a factory make only what it has not made from the same rows for the same arguments."""

    @wraps(factory)
    def called(*args: P.args, **kwargs: P.kwargs) -> T:
        if not written.following:
            return factory(*args, **kwargs)
        try:
            key = factory.__module__, factory.__qualname__, _told((args, kwargs))
        except (pickle.PicklingError, AttributeError, TypeError):  # a test hands over something of its own
            return factory(*args, **kwargs)
        return kept(key, lambda: factory(*args, **kwargs))

    return called


def kept(key: Hashable, build: Callable[[], T]) -> T:
    """Return what `build` makes, from the second time on without making it.

    Args:
        key: of all that `build` depends on besides what the test has written.
    """
    if not written.following:
        return build()
    addresses = settings.ROOT_URLCONF, settings.PUBLIC_BASE_URL, settings.MAIL_DOMAIN
    place = (connection.settings_dict["NAME"], addresses, written.point(), key)
    if known := _kept.get(place):
        known.put()
        made: T = pickle.loads(known.made)
        return made
    before = _everything()
    made = build()
    _kept[place] = Kept(pickle.dumps(made), list(_changes(before, _everything())), written.point())
    return made


class _Telling(pickle.Pickler):
    """Writes what a factory is given so that the same is the same text: a record is the values it holds."""

    def reducer_override(self, thing: Any) -> Any:
        """Tell a record."""
        if not isinstance(thing, models.Model):
            return NotImplemented
        values = [thing.__dict__.get(field.attname) for field in thing._meta.concrete_fields]
        return list, ([thing._meta.label, *values],)


def _told(given: Any) -> bytes:
    text = BytesIO()
    telling = _Telling(text)
    telling.fast = True  # equal texts may be one thing or two
    telling.dump(given)
    return sha256(text.getvalue()).digest()


@dataclass(frozen=True)
class Kept:
    """What was made, as it was returned, and what it changed in each table."""

    made: bytes
    changes: list["Change"]
    point: Point

    def put(self) -> None:
        """Change the tables as the acts did."""
        with connection.cursor() as cursor:
            for change in self.changes:
                change.put(cursor)
            if connection.vendor == "postgresql":
                cursor.execute(self.keys_go_on())
        written.go_to(self.point)

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
        if not self.added:
            return
        if connection.vendor == "postgresql":
            rows = [row for (row,) in self.added]
            cursor.execute(
                f'INSERT INTO "{name}" SELECT (one).* FROM (SELECT unnest(%s)::"{name}" AS one) AS rows', [rows]
            )
        else:
            marks = ", ".join("%s" for _ in self.added[0])
            cursor.executemany(f'INSERT INTO "{name}" VALUES ({marks})', self.added)


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

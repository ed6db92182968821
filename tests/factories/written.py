"""What the test at hand has written to its database so far, as one digest: where it is the same, so are the rows.

A test begins with the migrated database; from there its rows are what its statements have made of it, so statements
that write are what is taken in, with their values. What is random in an act - its identity, the salt of its facts - is
drawn from the digest while it is followed: the same acts of two tests write the same.
"""

import re
import secrets
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from types import SimpleNamespace
from typing import Any

from django.db import connection

from core.audit import writer
from core.kept import kept_by
from core.lifecycle import act
from tests.factories import numbers

PLAIN = ("SELECT", "SET", "SHOW", "DEALLOCATE", "RELEASE", "BEGIN", "COMMIT", "EXPLAIN", "PRAGMA")
"""Words that statements begin with which change no row."""
EXECUTE = re.compile(r"EXECUTE (\w+)")
WRITTEN = "written"
"""What the names of prepared statements that write begin with; see `core.together`."""


@dataclass(frozen=True)
class Point:
    """Where a test stands: its rows, how often something random was drawn, the numbers that names are made of."""

    rows: bytes = b""
    drawn: int = 0
    numbers: tuple[tuple[str, int], ...] = ()


@dataclass
class Written:
    """Follows the statements of this process's connection."""

    following: bool = False
    wanted: bool = True
    """Where not, every test makes all it begins with: whoever changes the code wants to see what that does."""
    _rows: bytes = b""
    _drawn: int = 0
    _savepoints: dict[str, Point] = field(default_factory=dict)

    def begin(self) -> None:
        """Follow a test that has written nothing yet."""
        if self not in connection.execute_wrappers:
            connection.execute_wrappers.insert(0, self)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(_keys_begin(connection.settings_dict["NAME"]))
        self.go_to(Point())
        self._savepoints.clear()
        self.following = self.wanted

    def end(self) -> None:
        """Follow no more: what is random is random again."""
        self.following = False

    def point(self) -> Point:
        """Return where the test stands."""
        return Point(self._rows, self._drawn, numbers.reached())

    def go_to(self, point: Point) -> None:
        """Stand where another test stood when its rows were the same."""
        self._rows, self._drawn = point.rows, point.drawn
        numbers.go_on_from(point.numbers)

    def draw(self, size: int) -> bytes:
        """Return bytes that nothing else in this test draws."""
        self._drawn += 1
        return sha256(b"%b %d" % (self._rows, self._drawn)).digest()[:size]

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        """Take one statement in, and carry it out."""
        if self.following:
            self._take(sql, params)
        return execute(sql, params, many, context)

    def _take(self, sql: str, params: Any) -> None:
        word, _, rest = sql.partition(" ")
        if word == "SAVEPOINT":
            self._savepoints[rest] = self.point()
        elif sql.startswith("ROLLBACK TO SAVEPOINT "):
            self._back_to(sql.removeprefix("ROLLBACK TO SAVEPOINT "))
        elif names := EXECUTE.findall(sql):
            for name in names:
                if name.startswith(WRITTEN):
                    self._add(_prepared(name), params)
        elif word not in PLAIN:
            self._add(sql, params)

    def _back_to(self, savepoint: str) -> None:
        """Forget what was written since; where that began before the test, the test is over."""
        if savepoint in self._savepoints:
            self.go_to(self._savepoints[savepoint])
        else:
            self.end()

    def _add(self, sql: str, params: Any) -> None:
        self._rows = sha256(b"%b\0%b\0%b" % (self._rows, sql.encode(), told(params).encode())).digest()


def told(value: Any) -> str:
    """Write values of a statement so that the same ones are the same text, wherever they lie in memory."""
    adapted = getattr(value, "adapted", value)
    if isinstance(adapted, (bytes, bytearray, memoryview)):
        return repr(bytes(adapted))
    if isinstance(adapted, (list, tuple)):
        return _row(adapted)
    return repr(adapted)


def _row(values: Iterable[Any]) -> str:
    return f"({', '.join(map(told, values))})"


def _prepared(name: str) -> str:
    """Return the SQL of a statement of `core.together` that this connection has prepared, the last one asked for."""
    known = kept_by(connection)._texts
    return next(str(sql) for sql, (called, _) in reversed(known.items()) if called == name)


@cache
def _keys_begin(database: str) -> str:
    """Return what has a database number its rows as it would have now: no rollback turns the sequences back."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT schemaname, sequencename, coalesce(last_value, start_value), last_value FROM pg_sequences"
        )
        places = [
            f"setval('{schema}.{name}', {value}, {last is not None})" for schema, name, value, last in cursor.fetchall()
        ]
    return f"SELECT {', '.join(places)}"


written = Written()


def _identity() -> uuid.UUID:
    return uuid.UUID(bytes=written.draw(16), version=4) if written.following else uuid.uuid4()


def _salt(size: int) -> str:
    return written.draw(size).hex() if written.following else secrets.token_hex(size)


def draw_from_what_is_written() -> None:
    """Have acts draw what is random in them from what a test has written, while that is followed."""
    setattr(act, "uuid", SimpleNamespace(uuid4=_identity))  # noqa: B010 - a module in place of a module
    setattr(writer, "secrets", SimpleNamespace(token_hex=_salt))  # noqa: B010 - the same

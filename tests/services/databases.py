"""Databases that come and go during a test run, on the engine under test.

Tables that refuse UPDATE and DELETE can not be flushed between tests, so a test that really commits gets a copy of the
migrated database and throws it away.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import psycopg2


def _execute(url: str, statement: str) -> None:
    """Run one statement outside of any transaction, as CREATE DATABASE demands."""
    with closing(psycopg2.connect(url)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)


def named(url: str, name: str) -> str:
    """Replace the database's name in the address `url`."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def create_postgresql(url: str, template: str = "template0") -> str:
    """Create a database on the server at `url` from `template`; return its name."""
    name = f"iwaki_{os.getpid()}_{uuid4().hex[:8]}"
    _execute(url, f'CREATE DATABASE "{name}" TEMPLATE "{template}" ENCODING \'UTF8\'')
    return name


def drop_postgresql(url: str, name: str) -> None:
    """Drop a database, whoever is connected to it."""
    _execute(url, f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def postgresql_copy(url: str, template: str = "template0") -> Iterator[str]:
    """Create a database on the server at `url` from `template`; yield its name; drop it."""
    name = create_postgresql(url, template)
    try:
        yield name
    finally:
        drop_postgresql(url, name)


def copy_sqlite(source: Path, target: Path) -> None:
    """Copy a database file, with what is committed and still stands beside it."""
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)


@contextmanager
def sqlite_copy(source: Path) -> Iterator[str]:
    """Copy the database file `source`; yield the copy's path; remove it."""
    target = source.with_name(f"{source.name}-{uuid4().hex[:8]}")
    copy_sqlite(source, target)
    try:
        yield str(target)
    finally:
        for suffix in ("", "-wal", "-shm"):
            Path(f"{target}{suffix}").unlink(missing_ok=True)


@contextmanager
def postgresql_role(url: str) -> Iterator[str]:
    """Create a role that may sign in and owns nothing; yield its address at `url`; drop it, its grants gone before."""
    name, password = f"iwaki_web_{uuid4().hex[:8]}", uuid4().hex
    _execute(url, f"CREATE ROLE {name} LOGIN PASSWORD '{password}'")
    parts = urlsplit(url)
    try:
        yield urlunsplit(parts._replace(netloc=f"{name}:{password}@{parts.netloc.rpartition('@')[2]}"))
    finally:
        _execute(url, f"DROP ROLE {name}")

"""Other databases under the ORM for a while: a throw-away copy of the one in use, or the one of a running copy."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection, connections, transaction

from tests.services import databases
from tests.services.live import LiveCopy


@contextmanager
def on_database(name: str) -> Iterator[None]:
    """Turn every connection of this process to a database, and back afterwards."""
    original = connection.settings_dict["NAME"]
    _turn_to(name)
    try:
        yield
    finally:
        _turn_to(original)


@contextmanager
def on_a_copy() -> Iterator[None]:
    """Work on a copy of the database in use, in which every key is the same, and throw the copy away."""
    name = connection.settings_dict["NAME"]
    connections.close_all()
    if connection.vendor == "sqlite":
        made = databases.sqlite_copy(Path(name))
    else:
        assert isinstance(settings.DATABASE_URL, str)
        made = databases.postgresql_copy(settings.DATABASE_URL, template=name)
    with made as copy, on_database(copy):
        yield


@contextmanager
def records_of(copy: LiveCopy) -> Iterator[None]:
    """Read and write the database of a running copy from here, through the ORM."""
    name = str(copy.var / "iwaki.sqlite3")
    if settings.DATABASE_URL:
        name = urlsplit(copy.environ["DATABASE_URL"]).path.removeprefix("/")
    with on_database(name):
        yield


@contextmanager
def undone() -> Iterator[None]:
    """Undo whatever the block writes; for acts that meet nobody."""
    with transaction.atomic():
        try:
            yield
        finally:
            transaction.set_rollback(True)


def _turn_to(name: str) -> None:
    connections.close_all()
    connection.settings_dict["NAME"] = name

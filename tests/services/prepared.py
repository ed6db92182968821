"""What a run of the tests prepares once and all its processes copy: a migrated database, one with the demonstration.

A run is `make test` with its three parts, or one call of pytest with its workers. They share the folder that `FOLDER`
names: what is in it under a name was made by the first that asked, while the others waited.
"""

import fcntl
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.db import connection
from django.test.utils import setup_databases

from tests.services import databases

FOLDER = "IWAKI_TESTS_PREPARED"
"""The environment variable that names the folder of this run."""
MIGRATED, SQLITE = "migrated", "migrated.sqlite3"
DATABASES = "databases"
"""The file that lists the databases to drop at the end, an address and a name a line."""
NOT_COMPILED = "PYTHONDONTWRITEBYTECODE"
"""Images of containers set it; a run starts hundreds of processes, and each would compile all of the project anew."""


@contextmanager
def shared() -> Iterator[None]:
    """Be the run whose processes share what is prepared, unless this is part of one; throw it away at the end.

    What Python compiles is shared as well, beside the sources, as everywhere else.
    """
    if FOLDER in os.environ:
        yield
        return
    os.environ.pop(NOT_COMPILED, None)
    with tempfile.TemporaryDirectory(prefix="iwaki-prepared-") as folder, ExitStack() as stack:
        os.environ[FOLDER] = folder
        stack.callback(os.environ.pop, FOLDER)
        stack.callback(drop_databases)
        yield


def drop_databases() -> None:
    """Drop what was prepared on servers; whoever stops a server of this run calls it before."""
    listed = Path(os.environ[FOLDER], DATABASES)
    for line in listed.read_text(encoding="utf-8").splitlines() if listed.exists() else []:
        url, name = line.split()
        databases.drop_postgresql(url, name)
    listed.unlink(missing_ok=True)


def once(name: str, make: Callable[[Path], str]) -> tuple[Path, str]:
    """Return the folder `name` of this run and the word that `make` returned about what it put there.

    The first process that asks makes it; what failed halfway is made anew by the next one, in another folder.
    """
    home = Path(os.environ[FOLDER])
    word = home / f"{name}.word"
    with (home / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not word.exists():
            made = Path(tempfile.mkdtemp(prefix=f"{name}-", dir=home))
            said = make(made)
            written = made.with_suffix(".word")
            written.write_text(f"{made.name}\n{said}", encoding="utf-8")
            written.replace(word)  # whoever looks for it finds all of it or nothing
    return _told(word)


def _told(word: Path) -> tuple[Path, str]:
    folder, _, said = word.read_text(encoding="utf-8").partition("\n")
    return word.with_name(folder), said


def new_postgresql(url: str, template: str) -> str:
    """Create a database that lives as long as the run; return its name."""
    name = databases.create_postgresql(url, template)
    with Path(os.environ[FOLDER], DATABASES).open("a", encoding="utf-8") as listed:
        listed.write(f"{url} {name}\n")
    return name


def named(what: str, url: str | None) -> str:
    """Return the name of something prepared for one engine; two servers share nothing."""
    return f"{what}-{sha256(url.encode()).hexdigest()[:12] if url else 'sqlite'}"


def migrated(url: str | None) -> tuple[Path, str] | None:
    """Return the folder and the database's name of what is migrated already; None where this run migrated nothing."""
    word = Path(os.environ[FOLDER], f"{named(MIGRATED, url)}.word")
    return _told(word) if word.exists() else None


def set_up_migrated(url: str | None) -> list[Any]:
    """Give this process a migrated test database of its own, a copy where this run has one; return what Django made.

    Args:
        url: the address of the PostgreSQL server, None for SQLite.
    """
    made: list[Any] = []

    def migrate(folder: Path) -> str:
        made.extend(_set_up())
        connection.close()
        if url:
            return new_postgresql(url, connection.settings_dict["NAME"])
        databases.copy_sqlite(Path(connection.settings_dict["NAME"]), folder / SQLITE)
        return ""

    folder, template = once(named(MIGRATED, url), migrate)
    if made:
        return made
    if url:
        connection.settings_dict["TEST"]["TEMPLATE"] = template
        return _set_up()
    databases.copy_sqlite(folder / SQLITE, Path(connection.settings_dict["TEST"]["NAME"]))
    return _set_up(keepdb=True)


def _set_up(*, keepdb: bool = False) -> list[Any]:
    return list(setup_databases(verbosity=0, interactive=False, aliases={"default": None}, keepdb=keepdb))

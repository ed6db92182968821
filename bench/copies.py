"""A copy to measure: a database of its own, filled by `seed_load`, and the web server on it."""

import json
import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scripts import processes
from scripts.bootstrap import PYTHON, ROOT
from tests.services import databases

START_SECONDS = 60.0


@dataclass(frozen=True)
class Copy:
    """A running copy: its size, where it answers, the cookie of a signed-in person, what is in it."""

    accounts: int
    port: int
    cookie: str
    known: dict[str, Any]
    environ: dict[str, str]
    """In which modules of the project run on its database."""


def run(module: str, environ: dict[str, str], *arguments: str) -> str:
    """Run a module or command of the project on a copy's database; return what it printed.

    Raises:
        RuntimeError: with the end of what it said, when it fails.
    """
    done = subprocess.run(
        [str(PYTHON), "-m", module, *arguments],
        cwd=ROOT,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{module} failed: {done.stderr[-2000:]}")
    return done.stdout


@contextmanager
def environment(server: str | None) -> Iterator[dict[str, str]]:
    """Yield the environment of a migrated database: on the PostgreSQL server given, else in a SQLite file."""
    with ExitStack() as stack:
        var = stack.enter_context(tempfile.TemporaryDirectory(prefix="iwaki-bench-"))
        foreign = {"DATABASE_URL", "REDIS_URL", "IWAKI_MODE", "BENCH_SQLITE"}
        environ = {name: value for name, value in os.environ.items() if name not in foreign}
        environ |= {"DJANGO_SETTINGS_MODULE": "bench.settings", "IWAKI_VAR": var}
        if server is None:
            environ["BENCH_SQLITE"] = str(Path(var, "bench.sqlite3"))
        else:
            environ["DATABASE_URL"] = databases.named(server, stack.enter_context(databases.postgresql_copy(server)))
        run("django", environ, "migrate", "--verbosity", "0")
        yield environ


@contextmanager
def serving(server: str | None, accounts: int, events: int) -> Iterator[Copy]:
    """Fill a database and serve it: gunicorn with two workers of two threads."""
    with environment(server) as environ:
        run("django", environ, "seed_load", f"--accounts={accounts}", f"--events={events}", "--verbosity=0")
        known = json.loads(run("bench.guest", environ))
        with web(environ) as port:
            yield Copy(accounts, port, known.pop("cookie"), known, environ)


@contextmanager
def web(environ: dict[str, str]) -> Iterator[int]:
    """Run the web server of an environment; yield its port once it answers."""
    port = processes.free_port()
    options = "--no-control-socket --worker-class gthread --workers 2 --threads 2 --keep-alive 60"
    command = [str(PYTHON), "-m", "gunicorn", "bench.wsgi", *options.split(), "--bind", f"127.0.0.1:{port}"]
    child = processes.start("web", command, environ, Path(environ["IWAKI_VAR"], "log"))
    try:
        until = time.monotonic() + START_SECONDS
        while processes.health(port).startswith("<urlopen"):
            if time.monotonic() > until or processes.ended([child]):
                raise RuntimeError(f"the web server did not start: {processes.last_lines(child.log)}")
            time.sleep(0.2)
        yield port
    finally:
        processes.stop([child])

"""A running copy for tests from outside: the real web server, worker and beat on a database of their own.

The demonstration is loaded once in each run of the tests, and each copy begins with it.
"""

import json
import os
import random
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from core.periods.clock import japan_date, now
from scripts import processes
from scripts.bootstrap import PYTHON, ROOT
from tests.services import databases, postgres, prepared, redis

START_SECONDS = 90.0
BELOW_ANY = range(20_000, 30_000)
"""Ports below those that the system chooses from."""


@dataclass
class LiveCopy:
    """A running copy: where it answers, where it keeps things, and its processes."""

    url: str
    port: int
    var: Path
    environ: dict[str, str]
    children: dict[str, processes.Child] = field(default_factory=dict)

    def manage(self, *arguments: str) -> str:
        """Run a management command on this copy; return what it printed. Raises AssertionError when it fails."""
        command = [str(PYTHON), "manage.py", *arguments]
        done = subprocess.run(command, cwd=ROOT, env=self.environ, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout

    def start(self, name: str) -> None:
        """Start the process `name`: "web", or a worker with a beat of its own under any other name."""
        command = processes.web_command(self.port) if name == "web" else processes.worker_command()
        self.children[name] = processes.start(name, command, self.environ, self.var / "log")

    def stop(self, name: str) -> None:
        """Stop the process `name` as a supervisor would."""
        processes.stop([self.children.pop(name)])

    def kill(self, name: str) -> None:
        """End the process `name` and what it started at once, as a power failure would."""
        child = self.children.pop(name)
        os.killpg(child.process.pid, signal.SIGKILL)
        child.process.wait()

    def ask(self, module: str, *arguments: str, told: object = None) -> Any:
        """Run a module of the tests on this copy's database; return what it answered. Raises AssertionError."""
        command = [str(PYTHON), "-m", module, *arguments]
        told_text = json.dumps(told)
        done = subprocess.run(
            command, cwd=ROOT, env=self.environ, input=told_text, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr[-2000:]
        return json.loads(done.stdout)

    def wait_until_healthy(self) -> None:
        """Wait for /healthz to answer 200. Raises AssertionError with the ends of the logs when it does not."""
        until = time.monotonic() + START_SECONDS
        while (health := processes.health(self.port)) != "ok":
            running = list(self.children.values())
            if time.monotonic() > until or processes.ended(running):
                ends = "\n".join(f"--- {child.name}\n{processes.last_lines(child.log)}" for child in running)
                raise AssertionError(f"The copy is not healthy: {health}\n{ends}")
            time.sleep(0.2)


@contextmanager
def live_copy(var: Path, **more: str) -> Iterator[LiveCopy]:
    """Prepare a copy in `var` on the engine and broker that the environment names, and run it.

    Args:
        var: an empty folder for everything the copy keeps.
        more: what its processes have in their environment besides; a `DATABASE_URL` names a server of the test's own,
            of the same release as the one under test.
    """
    environ, elsewhere = _environ(var, more), "DATABASE_URL" in more
    with ExitStack() as stack:
        folder, template = _prepared_once()
        shutil.copytree(folder, var, dirs_exist_ok=True)
        if server := environ.get("DATABASE_URL"):
            name = stack.enter_context(databases.postgresql_copy(server, "template0" if elsewhere else template))
            environ["DATABASE_URL"] = databases.named(server, name)
            if elsewhere:
                _bring_over(os.environ["DATABASE_URL"], template, environ["DATABASE_URL"])
        _prepare(environ)
        yield from _running(var, environ)


def _bring_over(server: str, template: str, target: str) -> None:
    """Fill an empty database of another server; nothing may be copied from a template while somebody reads it."""
    with databases.postgresql_copy(server, template) as source:
        postgres.restore(databases.named(server, source), target)


def _prepared_once() -> tuple[Path, str]:
    """Load the demonstration for all copies of this run; return its folder, and its database where a server is."""
    server = os.environ.get("DATABASE_URL")

    def load(folder: Path) -> str:
        environ, name = _environ(folder, {}), ""
        migrated = prepared.migrated(server)
        if server:
            name = prepared.new_postgresql(server, migrated[1] if migrated else "template0")
            environ["DATABASE_URL"] = databases.named(server, name)
        elif migrated:
            databases.copy_sqlite(migrated[0] / prepared.SQLITE, folder / "iwaki.sqlite3")
        _prepare(environ)
        return name

    # The demonstration's days are counted from today.
    return prepared.once(prepared.named(f"demonstration-{japan_date(now())}", server), load)


def _stand_in_port() -> str:
    """Choose where the city's homepage would answer: the demonstration names it, in every copy of the run."""
    return prepared.once("stand-in", lambda _: str(_port_apart()))[1]


def _port_apart() -> int:
    """Find a free port that nobody is given who asks for any: it is taken up much later."""
    for port in random.sample(BELOW_ANY, len(BELOW_ANY)):
        with socket.socket() as tried, suppress(OSError):
            tried.bind(("127.0.0.1", port))
            return port
    raise AssertionError("no port is free")


def _environ(var: Path, more: dict[str, str]) -> dict[str, str]:
    environ = os.environ | {"IWAKI_MODE": "test", "IWAKI_VAR": str(var), "PYTHONUNBUFFERED": "1"} | more
    environ.setdefault("CITY_STAND_IN_PORT", _stand_in_port())
    environ.pop("DJANGO_SETTINGS_MODULE", None)
    if broker := environ.get("REDIS_URL"):
        environ["REDIS_URL"] = redis.numbered(broker)
    return environ


def _prepare(environ: dict[str, str]) -> None:
    command = [str(PYTHON), "-m", "iwaki_sm.prepare"]
    prepared = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, check=False)
    assert prepared.returncode == 0, prepared.stderr[-3000:]


def _running(var: Path, environ: dict[str, str]) -> Iterator[LiveCopy]:
    port = processes.free_port()
    copy = LiveCopy(f"http://127.0.0.1:{port}", port, var, environ)
    try:
        for name in ("web", "worker"):
            copy.start(name)
        copy.wait_until_healthy()
        yield copy
    finally:
        processes.stop(list(copy.children.values()))

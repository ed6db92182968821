"""Production as `docs/operations.md` runs it: its programs with its settings, two of each, on servers of a test's own.

PostgreSQL is the one under test, where the processes work as a role that owns no table; Redis and the mail server are
the test's own, the first to be killed. The commands are those of the page, so that what stands there is what is proven.
"""

import os
import re
import secrets
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from redis import Redis

from scripts import processes
from scripts.bootstrap import PYTHON, ROOT
from tests.services import databases
from tests.services.moved import CLOCK, MovedClock
from tests.services.redis import OwnRedis, mortal_server
from tests.services.smtp import MailServer, mail_server

HOST = "sm.city.test"
START_SECONDS = 90.0
PAGE = ROOT / "docs" / "operations.md"
PROGRAMS = {"web": "gunicorn iwaki_sm.wsgi", "worker": "celery -A iwaki_sm worker", "beat": "celery -A iwaki_sm beat"}
SMALLER = {"--workers 4": "--workers 2", "--threads 8": "--threads 4", "--concurrency 4": "--concurrency 2"}
"""What is run smaller than the page says: two of each program share one machine with the test."""
PROCESSES = tuple(f"{kind}-{one}" for kind in ("worker", "beat", "web") for one in ("a", "b"))


@dataclass
class Production:
    """The running whole: its processes by name, its clock, its broker and its mail server."""

    database: str
    """Name of the database; the test reads and writes it as the owner of the tables."""
    role: str
    """Name of the role the processes work as."""
    environ: dict[str, str]
    clock: MovedClock
    broker: OwnRedis
    mails: MailServer
    var: Path
    ports: Mapping[str, int]
    """Of the web processes by name."""
    children: dict[str, processes.Child] = field(default_factory=dict)

    def manage(self, *arguments: str) -> "subprocess.Popen[str]":
        """Begin a management command in these settings; what it prints is read from the process."""
        command = [str(PYTHON), "-m", "tests.services.moved", "manage", *arguments]
        return subprocess.Popen(
            command, cwd=ROOT, env=self.environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )

    def start(self, *names: str) -> None:
        """Start processes as a supervisor would, and wait until those that serve the web do."""
        for name in names:
            machine = {"PROCESS_NAME": name.partition("-")[2]}
            self.children[name] = processes.start(name, self._command(name), self.environ | machine, self.var / "log")
        for name in names:
            if name in self.ports:
                self._wait_for(name, lambda said: "refused" not in said)

    def kill(self, name: str) -> None:
        """End a process and what it started with -9, at once."""
        child = self.children.pop(name)
        os.killpg(child.process.pid, signal.SIGKILL)
        child.process.wait()

    def wait_until_healthy(self) -> None:
        """Wait until each web process finds every part up. Raises AssertionError with the ends of the logs."""
        for name in self.ports:
            self._wait_for(name, lambda said: said == "ok")

    def waiting(self) -> int:
        """Return how many tasks are in the broker, those included that a worker took and has not acknowledged."""
        with Redis.from_url(self.broker.url) as link:
            return int(link.llen("celery")) + int(link.hlen("unacked"))

    def empty_broker(self) -> None:
        """Lose everything that the broker holds."""
        with Redis.from_url(self.broker.url) as link:
            link.flushall()

    def logs(self) -> str:
        """Return the ends of what the processes wrote."""
        return "\n".join(f"--- {path.name}\n{processes.last_lines(path)}" for path in (self.var / "log").glob("*.log"))

    def _command(self, name: str) -> list[str]:
        kind = name.partition("-")[0]
        line = documented(kind)
        for usual, smaller in SMALLER.items():
            line = line.replace(usual, smaller)
        line = re.sub(r"--bind \S+", f"--bind 127.0.0.1:{self.ports.get(name)}", line)
        return [str(PYTHON), "-m", "tests.services.moved", *line.split()]

    def _wait_for(self, name: str, good: Callable[[str], bool]) -> None:
        until = time.monotonic() + START_SECONDS
        while not good(said := processes.health(self.ports[name])):
            if time.monotonic() > until or processes.ended(list(self.children.values())):
                raise AssertionError(f"{name} says {said}\n{self.logs()}")
            time.sleep(0.1)


def documented(kind: str) -> str:
    """Return the command by which the page for operators starts "web", "worker" or "beat"."""
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    (line,) = [line for line in lines if line.startswith(PROGRAMS[kind])]
    return line.partition("#")[0].strip()


@contextmanager
def production(server: str, template: str, var: Path, at: datetime) -> Iterator[Production]:
    """Prepare the whole at an instant on a copy of a migrated database; it has no people, and nothing runs yet.

    Args:
        server: address of the PostgreSQL server, of a role that may create others.
        template: name of the migrated database.
        var: the folder for everything the processes keep.
        at: where the clock begins.
    """
    with ExitStack() as stack:
        role = stack.enter_context(databases.postgresql_role(server))
        name = stack.enter_context(databases.postgresql_copy(server, template))
        broker, mails = stack.enter_context(mortal_server()), stack.enter_context(mail_server())
        for folder in ("static", "media"):
            (var / folder).mkdir()
        clock = MovedClock(var / "clock")
        clock.move_to(at)
        environ = _environ(databases.named(role, name), broker.url, mails.port, var)
        ports = {"web-a": processes.free_port(), "web-b": processes.free_port()}
        made = Production(name, urlsplit(role).username or "", environ, clock, broker, mails, var, ports)
        try:
            yield made
        finally:
            for running in list(made.children):
                made.kill(running)


def _environ(database: str, broker: str, mail_port: int, var: Path) -> dict[str, str]:
    """Return what the page asks for; no host of the homepage has an address."""
    ours = {"DJANGO_SETTINGS_MODULE", "EMAIL_HOST", "STATIC_ROOT", "MEDIA_ROOT", "CITY_STAND_IN_PORT"}
    return {name: value for name, value in os.environ.items() if name not in ours} | {
        "IWAKI_MODE": "production",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "ALLOWED_HOSTS": f"{HOST},127.0.0.1",
        "DATABASE_URL": database,
        "REDIS_URL": broker,
        "EMAIL_URL": f"smtp://127.0.0.1:{mail_port}",
        "DEFAULT_FROM_EMAIL": "iwaki-sm@localhost",
        "CITY_HOSTS": "homepage.invalid",
        "BEHIND_TLS_PROXY": "1",
        "CLIENT_ADDRESS_HEADER": "X-Forwarded-For",
        "IWAKI_VAR": str(var),
        "PYTHONUNBUFFERED": "1",
        CLOCK: str(var / "clock"),
    }

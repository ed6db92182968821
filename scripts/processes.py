"""The web and worker processes of one copy: their commands, and how they start and stop without leaving any behind.

Used by `make run` and by the tests, so that both run the same thing. Standard library only.
"""

import ctypes
import os
import pwd
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from scripts.bootstrap import PYTHON, ROOT

PATIENCE_SECONDS = 10.0
PARENT_DEATH_SIGNAL = 1
"""`PR_SET_PDEATHSIG` of Linux' prctl."""


@dataclass(frozen=True)
class Child:
    """A running process with a process group of its own, and the file that holds what it wrote."""

    name: str
    process: "subprocess.Popen[bytes]"
    log: Path
    command: list[str]


def web_command(port: int) -> list[str]:
    """Serve on this machine only."""
    options = "-m gunicorn iwaki_sm.wsgi --no-control-socket --worker-class gthread --workers 2 --threads 4"
    return [str(PYTHON), *options.split(), "--bind", f"127.0.0.1:{port}", "--graceful-timeout", "5"]


def worker_command() -> list[str]:
    """Work and keep the clock in one process: with the broker on the file system there is only one machine."""
    options = "-m celery -A iwaki_sm worker -B -P threads -c 4 --without-gossip --without-mingle --without-heartbeat"
    return [str(PYTHON), *options.split(), "--loglevel", "WARNING"]


def homepage_command(var: Path, port: int) -> list[str]:
    """Serve the stand-in of the city homepage."""
    return [str(PYTHON), "-m", "scripts.homepage", str(var / "homepage"), str(port)]


def start(name: str, command: list[str], environ: Mapping[str, str], logs: Path, user: str | None = None) -> Child:
    """Start `command` in a session of its own, writing to `logs/<name>.log`; as root, on behalf of `user` if given."""
    logs.mkdir(parents=True, exist_ok=True)
    (logs / f"{name}.log").unlink(missing_ok=True)
    return _start(name, command, environ, logs / f"{name}.log", user)


def _start(name: str, command: list[str], environ: Mapping[str, str], path: Path, user: str | None = None) -> Child:
    with path.open("ab") as log:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=dict(environ),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            user=user,
            group=user and pwd.getpwnam(user).pw_gid,
            extra_groups=[] if user else None,
            preexec_fn=_end_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509 - started by one thread
        )
    return Child(name, process, path, command)


def start_again(child: Child, environ: Mapping[str, str]) -> Child:
    """Start what a child ran once more, after ending whatever the child left behind."""
    with suppress(ProcessLookupError):
        os.killpg(child.process.pid, signal.SIGKILL)
    return _start(child.name, child.command, environ, child.log)


def _end_with_parent() -> None:
    """Ask the kernel to end this process when the one that started it is killed outright."""
    ctypes.CDLL(None).prctl(PARENT_DEATH_SIGNAL, signal.SIGTERM)


def stop(children: list[Child]) -> None:
    """End all of `children` with everything they started: politely, and after a while by force."""
    for child in children:
        with suppress(ProcessLookupError):
            child.process.send_signal(signal.SIGTERM)
    until = time.monotonic() + PATIENCE_SECONDS
    for child in children:
        with suppress(subprocess.TimeoutExpired):
            child.process.wait(max(0.1, until - time.monotonic()))
        with suppress(ProcessLookupError):
            os.killpg(child.process.pid, signal.SIGKILL)
        child.process.wait()


def ended(children: list[Child]) -> Child | None:
    """Find a child that is no longer running."""
    return next((child for child in children if child.process.poll() is not None), None)


def health(port: int) -> str:
    """Ask a copy how it is: "ok", or what /healthz or the connection says instead."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5):
            return "ok"
    except urllib.error.HTTPError as refusal:
        return refusal.read(500).decode(errors="replace").strip()
    except OSError as error:
        return str(error)


def last_lines(path: Path, count: int = 15) -> str:
    """Read the end of a log."""
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    return "\n".join(lines[-count:])


def free_port() -> int:
    """Find a port nobody uses at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port

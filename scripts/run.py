"""`make run`: the embedded run from a fresh clone. Prepares, starts web and worker, and stops both together.

Everything it keeps lies in `var/` (or `IWAKI_VAR`); `PORT` chooses the port.
"""

import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType
from typing import IO

from scripts import bootstrap, processes
from scripts.bootstrap import PYTHON, ROOT

START_SECONDS = 90.0
MOST_RESTARTS, RESTARTS_WITHIN_SECONDS = 3, 60.0


class Stopped(BaseException):
    """Somebody asked this run to end."""


def main() -> int:
    """Run until told to stop; return 0 then, and 1 with the reason when a part fails."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    try:
        return _run()
    except Stopped:
        print("\nStopped.", flush=True)
        return 0


def _stop(number: int, frame: FrameType | None) -> None:
    for later in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(later, signal.SIG_IGN)
    raise Stopped


def _run() -> int:
    port, var = _port(), Path(os.environ.get("IWAKI_VAR") or ROOT / "var").resolve()
    if os.environ.get("DATABASE_URL"):
        sys.exit("`make run` is the embedded run: remove DATABASE_URL, or see docs/operations.md for production.")
    var.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (var / "run.lock").open("w") as lock:
        _take(lock, var)
        bootstrap.ensure("run")
        environ = _environ(var) | {"CITY_STAND_IN_PORT": str(_next_free(port))}
        if subprocess.run([PYTHON, "-m", "iwaki_sm.prepare"], cwd=ROOT, env=environ, check=False).returncode:
            sys.exit("Preparing the database failed: the lines above say why.")
        return _supervise(port, var, environ)


def _port() -> int:
    given = os.environ.get("PORT") or "8000"
    if not given.isdecimal() or not 0 < int(given) < 65536:
        sys.exit(f"PORT must be a number from 1 to 65535, not {given!r}.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(given)))
        except OSError as error:
            sys.exit(f"Port {given} can not be used ({error.strerror}): choose another one, as in  PORT=8001 make run")
    return int(given)


def _next_free(port: int) -> int:
    """Find a port for the stand-in of the city homepage: the next one, so that addresses stay, or any other."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port + 1))
        except (OSError, OverflowError):
            return processes.free_port()
    return port + 1


def _take(lock: IO[str], var: Path) -> None:
    """Hold `lock` while this run lives: two clocks on one folder would tell everything twice."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        sys.exit(f"Another copy already runs on {var}: stop it, or name another folder, as in  IWAKI_VAR=var2 make run")


def _environ(var: Path) -> dict[str, str]:
    foreign = ("DJANGO_SETTINGS_MODULE", "REDIS_URL", "PYTHONPATH")
    kept = {name: value for name, value in os.environ.items() if name not in foreign}
    return kept | {"IWAKI_MODE": "embedded", "IWAKI_VAR": str(var), "PYTHONUNBUFFERED": "1"}


def _supervise(port: int, var: Path, environ: dict[str, str]) -> int:
    children: list[processes.Child] = []
    try:
        homepage = processes.homepage_command(var, int(environ["CITY_STAND_IN_PORT"]))
        parts = (("web", processes.web_command(port)), ("worker", processes.worker_command()), ("homepage", homepage))
        for name, command in parts:
            children.append(processes.start(name, command, environ, var / "log"))
        people = _demonstration_people(environ)
        if _wait_until_healthy(port, children):
            print(f"\n{people}\n\nReady: http://127.0.0.1:{port}   (Ctrl-C stops it)", flush=True)
            _keep_running(children, environ)
        return _report_end(port, children)
    finally:
        processes.stop(children)


def _keep_running(children: list[processes.Child], environ: dict[str, str]) -> None:
    """Start a part that ended by itself again; return when one will not stay, with it still among `children`."""
    restarts: list[float] = []
    while True:
        child = processes.ended(children)
        if child is None:
            time.sleep(0.5)
            continue
        now = time.monotonic()
        restarts = [*(instant for instant in restarts if now - instant < RESTARTS_WITHIN_SECONDS), now]
        if len(restarts) > MOST_RESTARTS:
            return
        print(f"The {child.name} process ended by itself (code {child.process.returncode}): started again.", flush=True)
        children[children.index(child)] = processes.start_again(child, environ)


def _demonstration_people(environ: dict[str, str]) -> str:
    command = [str(PYTHON), "manage.py", "list_demo_people"]
    listed = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, check=False)
    return listed.stdout.strip() or f"The demonstration people could not be listed: {listed.stderr.strip()[-300:]}"


def _wait_until_healthy(port: int, children: list[processes.Child]) -> bool:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and not processes.ended(children):
        if processes.health(port) == "ok":
            return True
        time.sleep(0.2)
    return False


def _report_end(port: int, children: list[processes.Child]) -> int:
    """Say which part failed: one that ended, or else the one that /healthz misses."""
    child = processes.ended(children)
    if child is None:
        print(f"Not ready after {START_SECONDS:.0f} s: {processes.health(port)}", file=sys.stderr)
    else:
        end = processes.last_lines(child.log)
        print(f"{end}\nThe {child.name} process ended by itself (code {child.process.returncode}).", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())

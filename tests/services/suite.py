"""The whole suite: on SQLite, on PostgreSQL with Redis, and the browser journeys once; `make test` calls it.

Arguments go to pytest. A server that does not start is an error; a missing browser is said loudly, and is a failure
where `CI=true`.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from types import FrameType

import pytest

from scripts.bootstrap import ROOT
from tests.services import chromium, postgres, prepared, redis, sharing

WORKERS = ["-n", "2", "--dist", sharing.DIST]
ON_THE_SERVERS = ["-m", "not journey and not embedded and not plain"]
JOURNEYS = ["-m", "journey", "-n", "2", "--dist", "loadfile"]
"""Two at a time, each with a running copy of its own: a browser waits as often as it works."""
NOTHING_SELECTED = pytest.ExitCode.NO_TESTS_COLLECTED
LINE = "=" * 100


@dataclass(frozen=True)
class Outcome:
    """How one run of pytest ended: its name, exit code, seconds and closing line."""

    name: str
    code: int
    seconds: float
    closing: str

    def failed(self, *, selection: bool) -> bool:
        """Tell whether this counts as a failure; with a `selection`, a run that holds nothing of it does not."""
        return self.code != 0 and not (selection and self.code == NOTHING_SELECTED)


def main(arguments: list[str]) -> int:
    """Run everything and print a summary; return the exit code."""
    signal.signal(signal.SIGTERM, stop)
    outcomes: list[Outcome] = []
    with prepared.shared():
        own = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
        with ExitStack() as stack:
            database, database_origin = stack.enter_context(postgres.server())
            stack.callback(prepared.drop_databases)
            broker, broker_origin = stack.enter_context(redis.server())
            say(f"PostgreSQL: {database_origin}\nRedis: {broker_origin}")
            outcomes.append(run_pytest("SQLite, broker in files", own, [*WORKERS, *arguments]))
            servers = own | {"DATABASE_URL": database, "REDIS_URL": broker}
            outcomes.append(run_pytest("PostgreSQL, Redis", servers, [*WORKERS, *ON_THE_SERVERS, *arguments]))
        path = chromium.find_or_install()
        if path:
            say(f"Browser: {path}")
            journeys = own | {"CHROMIUM": path}
            outcomes.append(run_pytest("Browser journeys", journeys, [*JOURNEYS, *arguments]))
    return _summary(outcomes, browser=bool(path), selection=bool(arguments))


def stop(number: int, frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


def run_pytest(name: str, environ: dict[str, str], arguments: list[str]) -> Outcome:
    """Run pytest once, showing what it writes, and keep its closing line."""
    say(name)
    began = time.monotonic()
    command = [sys.executable, "-m", "pytest", *arguments]
    closing = ""
    with _running(command, environ) as process:
        for line in process.stdout or ():
            print(line, end="", flush=True)
            closing = line.strip() or closing
    return Outcome(name, process.wait(), time.monotonic() - began, closing)


@contextmanager
def _running(command: list[str], environ: dict[str, str]) -> "Iterator[subprocess.Popen[str]]":
    process = subprocess.Popen(command, cwd=ROOT, env=environ, stdout=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait()


def say(text: str) -> None:
    print(f"\n{LINE}\n{text}\n{LINE}", flush=True)


def _summary(outcomes: list[Outcome], *, browser: bool, selection: bool) -> int:
    """Print one line for each run, then pytest's own closing lines."""
    bad = [outcome for outcome in outcomes if outcome.failed(selection=selection)]
    say("Summary")
    for outcome in outcomes:
        verdict = "FAILED" if outcome in bad else "ok"
        print(f"{outcome.name:<28} {verdict:<8} {outcome.seconds:7.1f} s")
    if not browser:
        print(f"{'Browser journeys':<28} NOT RUN: no browser is installed, and none could be fetched.")
    for outcome in outcomes:
        print(outcome.closing)
    needed = os.environ.get("CI") == "true"
    return 1 if bad or (needed and not browser) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

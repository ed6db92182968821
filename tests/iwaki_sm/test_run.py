"""`make run` for real: starts, answers, keeps its data, leaves no process behind, and fails in one clear line."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from scripts import processes
from scripts.bootstrap import ROOT
from scripts.run import MOST_RESTARTS

pytestmark = pytest.mark.embedded
RUN = [sys.executable, "-m", "scripts.run"]


class Run:
    """One `make run` in a folder of its own."""

    def __init__(self, var: Path) -> None:
        self.port, self.var = processes.free_port(), var
        self.process = subprocess.Popen(
            RUN, cwd=ROOT, env=_environ(var, self.port), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        self.said: list[str] = []

    def wait_until_ready(self) -> str:
        """Read what it prints up to the line with the address."""
        for line in self.process.stdout or ():
            self.said.append(line)
            if line.startswith("Ready:"):
                return line
        raise AssertionError("".join(self.said))

    def next_line(self) -> str:
        """Wait for the next line it prints."""
        assert self.process.stdout is not None
        return next(line.strip() for line in self.process.stdout if line.strip())

    def worker(self) -> int:
        """Wait for the worker and return its process number."""
        until = time.monotonic() + 20
        while time.monotonic() < until:
            for pid in self.left():
                if b"celery" in _read(Path(f"/proc/{pid}/cmdline")):
                    return os.getpgid(pid)
            time.sleep(0.1)
        raise AssertionError("no worker")

    def end(self, number: int) -> int:
        """Send a signal; return the exit code."""
        self.process.send_signal(number)
        return self.process.wait(30)

    def left(self) -> list[int]:
        """Find processes that were started for this folder and still live."""
        needle = f"IWAKI_VAR={self.var}\0".encode()
        return [int(folder.name) for folder in Path("/proc").glob("[0-9]*") if needle in _read(folder / "environ")]


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _environ(var: Path, port: int | str, **more: str) -> dict[str, str]:
    foreign = {"DJANGO_SETTINGS_MODULE", "DATABASE_URL", "REDIS_URL", "IWAKI_MODE"}
    kept = {name: value for name, value in os.environ.items() if name not in foreign}
    return kept | {"IWAKI_VAR": str(var), "PORT": str(port)} | more


@pytest.fixture(scope="session")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Share one folder, whatever a worker runs between: a start keeps the data, and only the first one takes long."""
    return tmp_path_factory.mktemp("run") / "var"


@pytest.mark.slow
def test_run_starts_answers_stops_and_starts_again_with_its_data(var: Path) -> None:
    first = Run(var)
    address = first.wait_until_ready()
    secret = (var / "secret-key").read_text()
    assert address.startswith(f"Ready: http://127.0.0.1:{first.port} ")
    assert processes.health(first.port) == "ok"
    assert first.end(signal.SIGTERM) == 0
    assert first.left() == []

    second = Run(var)
    began = time.monotonic()
    second.wait_until_ready()
    assert (var / "secret-key").read_text() == secret
    assert "Loading the demonstration data" not in "".join(second.said)
    assert time.monotonic() - began < 30
    assert second.end(signal.SIGINT) == 0
    assert second.left() == []


@pytest.mark.slow
def test_run_whose_worker_dies_starts_it_again_and_ends_when_it_will_not_stay(var: Path) -> None:
    run = Run(var)
    run.wait_until_ready()
    second_copy = subprocess.run(
        RUN, cwd=ROOT, env=_environ(var, processes.free_port()), capture_output=True, text=True, check=False
    )
    assert second_copy.stderr.startswith(f"Another copy already runs on {var}")
    for _ in range(MOST_RESTARTS):
        os.kill(run.worker(), signal.SIGKILL)
        assert run.next_line() == "The worker process ended by itself (code -9): started again."
        assert processes.health(run.port) == "ok"
    os.kill(run.worker(), signal.SIGKILL)
    said, _ = run.process.communicate(timeout=30)
    assert run.process.returncode == 1
    assert said.splitlines()[-1] == "The worker process ended by itself (code -9)."
    assert run.left() == []


@pytest.mark.slow
def test_run_killed_outright_takes_its_processes_along(var: Path) -> None:
    run = Run(var)
    run.wait_until_ready()
    run.end(signal.SIGKILL)
    until = time.monotonic() + 20
    while run.left() and time.monotonic() < until:
        time.sleep(0.2)
    assert run.left() == []


def _refusal(environ: dict[str, str], command: list[str] = RUN) -> str:
    done = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, check=False, timeout=30)
    assert (done.returncode, done.stdout) == (1, "")
    return done.stderr


def test_run_with_its_port_in_use_is_one_line(var: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        line = _refusal(_environ(var, port))
    assert (
        line == f"Port {port} can not be used (Address already in use): choose another one, as in  PORT=8001 make run\n"
    )


@pytest.mark.parametrize("port", ["eight", "0", "65536", "-1", "八千"])
def test_run_with_a_port_that_is_none_is_one_line(var: Path, port: str) -> None:
    assert _refusal(_environ(var, port)) == f"PORT must be a number from 1 to 65535, not {port!r}.\n"


def test_run_with_a_database_url_is_one_line(var: Path) -> None:
    environ = _environ(var, processes.free_port(), DATABASE_URL="postgresql://h/n")
    assert _refusal(environ).startswith("`make run` is the embedded run: remove DATABASE_URL")


def test_run_with_an_old_python_is_one_line(var: Path) -> None:
    pretend = "import sys; sys.version_info = (3, 9, 18); import scripts.run"
    line = _refusal(_environ(var, processes.free_port()), [sys.executable, "-c", pretend])
    assert line == "Python 3.11 or newer is needed, this is 3.9: try  make PYTHON=python3.11 ...\n"


def test_run_without_the_venv_module_is_one_line(var: Path, tmp_path: Path) -> None:
    pretend = (
        "import importlib.util, pathlib; from scripts import bootstrap as b;"
        "importlib.util.find_spec = lambda name: None;"
        f"b.VENV = pathlib.Path({str(tmp_path)!r}, 'none'); b.PYTHON = b.VENV / 'bin/python'; b.ensure('run')"
    )
    line = _refusal(_environ(var, processes.free_port()), [sys.executable, "-c", pretend])
    assert line.startswith(
        f"This Python lacks the venv module: install the system package python3.{sys.version_info.minor}-venv"
    )
    assert line.count("\n") == 1

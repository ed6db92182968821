"""Runs one of production's programs under a clock that a test moves: `python -m tests.services.moved celery -A …`.

The application reads the time in one place (`core.periods.clock.now`), Celery's beat in another (`Celery.now`). Both
are replaced here before anything imports them, so that the clock stands in the tests and nowhere in what ships. It is
the machine's and what a file says beside it, read anew each time: it moves under processes that run.
"""

import os
import runpy
import sys
from datetime import datetime, timedelta
from pathlib import Path

from core.periods.clock import now as machine_time

CLOCK = "DRILL_CLOCK"
"""The environment variable that names the file with the seconds by which the clock is ahead."""


class MovedClock:
    """The clock that a file moves; the test that moves it reads it as well."""

    def __init__(self, file: Path) -> None:
        self._file = file

    @property
    def ahead(self) -> timedelta:
        """Return by how much it is ahead of the machine's."""
        return timedelta(seconds=float(self._file.read_text(encoding="ascii")))

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC."""
        return machine_time() + self.ahead

    def move_to(self, at: datetime) -> None:
        """Move it to an instant, from which it goes on."""
        part = self._file.with_suffix(".part")
        part.write_text(str((at - machine_time()).total_seconds()), encoding="ascii")
        part.replace(self._file)

    def forward(self, by: timedelta) -> None:
        """Move it on from where it is."""
        self.move_to(self.now() + by)


def install(moved: MovedClock) -> None:
    """Put the moved clock under the application and under beat."""
    from celery import Celery

    from core.periods import clock

    real = Celery.now
    setattr(clock, "now", moved.now)  # noqa: B010 - mypy would want a module's function to stay itself
    setattr(Celery, "now", lambda app: real(app) + moved.ahead)  # noqa: B010 - the same


def main() -> None:
    """Run the module named first, with the arguments after it."""
    install(MovedClock(Path(os.environ[CLOCK])))
    sys.argv = sys.argv[1:]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()

"""Starts `tests.drills.mortal` on the database and mail server of a test, and gives it its orders."""

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import connection

from scripts.bootstrap import PYTHON, ROOT

ENDED = "ended"


class Mortals:
    """Processes that do one piece of work each and may be told to die in it."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process

    def run(self, work: str, at: datetime, *, point: int = 0, **facts: Any) -> str:
        """Do a piece of work; return the name of the point where it died, or `ENDED`; any other end raises."""
        order = {"work": work, "at": at.isoformat(), "point": point, **facts}
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        answer: str = json.loads(self.process.stdout.readline())
        assert answer, f"{order} failed: see what the process wrote"
        return answer


@contextmanager
def mortals(mail_port: int) -> Iterator[Mortals]:
    """Start the process that forks them."""
    database = {"MORTAL_DATABASE": str(connection.settings_dict["NAME"]), "MORTAL_MAIL_PORT": str(mail_port)}
    command = [str(PYTHON), "-m", "tests.drills.mortal"]
    with subprocess.Popen(
        command, cwd=ROOT, env=os.environ | database, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            yield Mortals(process)
        finally:
            assert process.stdin is not None
            process.stdin.close()
            process.wait(10)

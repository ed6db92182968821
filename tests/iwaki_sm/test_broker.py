"""Worker and beat for real, on the broker under test: files, or Redis where `REDIS_URL` names one."""

import json
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts import processes
from tests.services.live import LiveCopy, live_copy

pytestmark = [pytest.mark.broker, pytest.mark.slow]

COUNT = (
    "import json; from core.notifications.models import Heartbeat as H;"
    "print(json.dumps({h.name: h.beaten_at.timestamp() for h in H.objects.all()}))"
)


@pytest.fixture
def copy(tmp_path: Path) -> Iterator[LiveCopy]:
    with live_copy(tmp_path) as running:
        yield running


def _beats(copy: LiveCopy) -> dict[str, float]:
    beats: dict[str, float] = json.loads(copy.manage("shell", "--no-imports", "-c", COUNT))
    return beats


def _wait_for_a_beat_after(copy: LiveCopy, instant: float) -> bool:
    until = time.monotonic() + 40
    while time.monotonic() < until:
        if _beats(copy)["worker"] > instant:
            return True
        time.sleep(1)
    return False


def test_worker_killed_and_started_again_works_on(copy: LiveCopy) -> None:
    before = _beats(copy)["worker"]
    os.killpg(copy.children["worker"].process.pid, signal.SIGKILL)
    copy.stop("worker")
    copy.start("worker")
    assert _wait_for_a_beat_after(copy, before)
    assert processes.ended(list(copy.children.values())) is None
    assert processes.health(copy.port) == "ok"

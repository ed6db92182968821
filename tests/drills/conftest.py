"""One running copy for the drills that kill its processes: with its own broker, which they empty, and a mail server."""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from redis import Redis

from tests.services import redis
from tests.services.live import LiveCopy, live_copy
from tests.services.smtp import MailServer, mail_server

FINDINGS = "tests.drills.findings"


@dataclass
class Patient:
    """The copy that is operated on."""

    copy: LiveCopy
    mails: MailServer

    def empty_broker(self) -> None:
        """Lose everything that waits in the broker."""
        if url := self.copy.environ.get("REDIS_URL"):
            Redis.from_url(url).flushall()
        for message in (self.copy.var / "broker" / "queue").glob("*.msg"):
            message.unlink(missing_ok=True)


@pytest.fixture(scope="session")
def patient(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Patient]:
    """Run a copy on the engine and kind of broker under test; each test leaves it running."""
    with ExitStack() as stack:
        mails = stack.enter_context(mail_server())
        own = {"EMAIL_URL": f"smtp://127.0.0.1:{mails.port}"}
        if os.environ.get("REDIS_URL"):
            own["REDIS_URL"], _ = stack.enter_context(redis.own_server())
        var: Path = tmp_path_factory.mktemp("patient")
        yield Patient(stack.enter_context(live_copy(var, **own)), mails)

"""The worker's side: tasks do their work and show that they are alive."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core import mail as django_mail

from core.deadlines.tasks import sweep
from core.notifications.heartbeat import BEAT, WORKER, beat, beat_process, beating
from core.notifications.models import Heartbeat, OutboxMail
from core.notifications.tasks import heartbeat, send_outbox
from core.notifications.writer import mail, queue_mails
from tests.factories import AT, a_person

pytestmark = pytest.mark.django_db


def test_beat_keeps_one_row_for_each_part() -> None:
    for at in (AT, AT + timedelta(seconds=5)):
        beat("worker", at)
    beat("outbox", AT)
    assert dict(Heartbeat.objects.values_list("name", "beaten_at")) == {
        "worker": AT + timedelta(seconds=5),
        "outbox": AT,
    }


def test_tasks_run_twice_do_their_work_once_and_beat() -> None:
    queue_mails([mail("act:1", a_person(), "題", "本文", AT)])
    OutboxMail.objects.update(next_attempt_at=AT - timedelta(days=3650))
    for _ in range(2):
        for task in (send_outbox, heartbeat, sweep):
            task()
    assert len(django_mail.outbox) == 1
    assert sorted(Heartbeat.objects.values_list("name", flat=True)) == [
        "mail_server",
        "outbox",
        "sweep",
        "worker",
        f"worker:{settings.PROCESS_NAME}",
    ]


def test_heartbeat_shows_which_worker_works_and_which_beat_asked(settings: Any) -> None:
    for machine, clock in (("a", "b"), ("b", "a"), ("b", "")):
        settings.PROCESS_NAME = machine
        heartbeat(clock)
    assert sorted(Heartbeat.objects.values_list("name", flat=True)) == [
        "beat:a",
        "beat:b",
        "worker",
        "worker:a",
        "worker:b",
    ]


def test_process_that_was_silent_for_a_day_is_forgotten_and_no_part_is() -> None:
    beat("sweep", AT)
    for kind in (WORKER, BEAT):
        beat_process(kind, "a", AT)
        beat_process(kind, "b", AT + timedelta(hours=2))
        beat_process(kind, "b", AT + timedelta(days=1, minutes=1))
    assert sorted(Heartbeat.objects.values_list("name", flat=True)) == ["beat:b", "sweep", "worker:b"]


def test_task_that_fails_is_noted_with_since_when_and_why() -> None:
    def fail(at: datetime) -> None:
        with beating("sweep", lambda: at):
            raise ValueError("台帳が読めません")

    for minutes in (0, 10):
        with pytest.raises(ValueError, match="台帳"):
            fail(AT + timedelta(minutes=minutes))
    noted = Heartbeat.objects.get()
    assert (noted.beaten_at, noted.failing_since, noted.failed_at) == (None, AT, AT + timedelta(minutes=10))
    assert noted.failure == "ValueError: 台帳が読めません"

    with beating("sweep", lambda: AT + timedelta(hours=1)):
        pass
    noted.refresh_from_db()
    assert (noted.beaten_at, noted.failing_since, noted.failure) == (AT + timedelta(hours=1), None, "")

"""The embedded broker: a reader never sees half a message, whoever writes at the same time."""

from collections.abc import Iterator
from pathlib import Path
from queue import Empty
from threading import Thread
from typing import Any

import pytest
from kombu.connection import Connection

from iwaki_sm import filebroker
from iwaki_sm.settings.parts import filesystem_broker

MESSAGES, WRITERS = 200, 3


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Any]:
    described = filesystem_broker(tmp_path)
    options = described["CELERY_BROKER_TRANSPORT_OPTIONS"]
    with Connection(described["CELERY_BROKER_URL"], transport_options=options) as connection:  # type: ignore[no-untyped-call]
        yield connection


def test_broker_of_the_embedded_run_is_ours(broker: Any) -> None:
    assert isinstance(broker.transport, filebroker.Transport)


@pytest.mark.broker
def test_messages_written_at_the_same_time_arrive_whole_and_once(broker: Any) -> None:
    channels = [broker.channel() for _ in range(WRITERS)]

    def write(channel: Any, writer: int) -> None:
        for number in range(MESSAGES):
            channel._put("celery", {"writer": writer, "number": number, "body": "x" * 5000})

    writers = [Thread(target=write, args=(channel, writer)) for writer, channel in enumerate(channels)]
    for thread in writers:
        thread.start()
    read: list[tuple[int, int]] = []
    reader = broker.channel()
    while any(thread.is_alive() for thread in writers) or len(read) < MESSAGES * WRITERS:
        try:
            message = reader._get("celery")
        except Empty:
            if not any(thread.is_alive() for thread in writers):
                break
            continue
        read.append((message["writer"], message["number"]))
    for thread in writers:
        thread.join()

    assert sorted(read) == [(writer, number) for writer in range(WRITERS) for number in range(MESSAGES)]


def test_half_written_message_is_not_taken(broker: Any, tmp_path: Path) -> None:
    (tmp_path / "queue" / "1_a.celery.msg.part").write_bytes(b'{"half')
    with pytest.raises(Empty):
        broker.channel()._get("celery")

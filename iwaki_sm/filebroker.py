"""The broker of the embedded run: kombu's file system transport, with messages that appear whole or not at all.

kombu opens a message's file under its final name and writes afterwards; a reader that comes in between takes an empty
file, and the worker ends with a JSONDecodeError (30 in 800 messages with two writers and one reader). Here a message is
written beside its name and renamed.
"""

import os
import uuid
from pathlib import Path
from time import monotonic
from typing import Any

from kombu.exceptions import ChannelError
from kombu.transport import TRANSPORT_ALIASES, filesystem
from kombu.utils.json import dumps

SCHEME = "wholefiles"


class Channel(filesystem.Channel):
    """A channel that writes messages atomically."""

    def _put(self, queue: str, payload: Any, **kwargs: Any) -> None:  # type: ignore[override]  # kombu has no types
        """Put a message onto a queue.

        Raises:
            ChannelError: when the folder can not be written.
        """
        name = f"{round(monotonic() * 1000)}_{uuid.uuid4()}.{queue}.msg"
        whole = Path(self.data_folder_out) / name
        part = whole.with_name(f"{name}.part")
        try:
            with part.open("wb") as file:
                file.write(dumps(payload).encode())  # type: ignore[no-untyped-call]
                file.flush()
                os.fsync(file.fileno())
            part.replace(whole)
        except OSError as error:
            raise ChannelError(f"Cannot add {name} to the queue's folder") from error


class Transport(filesystem.Transport):
    """kombu's file system transport with the channel above."""

    Channel = Channel


TRANSPORT_ALIASES[SCHEME] = f"{__name__}:Transport"

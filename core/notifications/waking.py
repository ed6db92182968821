"""Wakes the worker, so that whoever caused a mail waits neither for the broker nor for its disk.

Only a wake: without it the next beat of the task finds the rows. Wakes that wait for one another are one wake.
"""

import logging
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Lock

logger = logging.getLogger(__name__)


class Waker:
    """Runs one thing on a thread of its own; asked while it waits to run, it runs once."""

    def __init__(self, wake: Callable[[], object]) -> None:
        """Take what wakes the worker."""
        self._wake = wake
        self._lock = Lock()
        self._waiting = False
        self._begin()
        os.register_at_fork(after_in_child=self._begin)

    def _begin(self) -> None:
        """Start anew: a process that was forked has none of its parent's threads."""
        self._lock, self._waiting = Lock(), False
        self._thread = ThreadPoolExecutor(1, "waker")

    def ask(self) -> None:
        """Have it run soon."""
        with self._lock:
            if self._waiting:
                return
            self._waiting = True
        self._thread.submit(self._run)

    def _run(self) -> None:
        with self._lock:
            self._waiting = False
        try:
            self._wake()
        except Exception:  # whatever a broker raises: nobody waits for it, and the next beat does the work
            logger.warning("The worker could not be woken", exc_info=True)

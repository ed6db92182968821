"""Beat's own notes of what it started when, in a file that a kill in the middle of a write can not turn against it.

The notes are worth little - what is due is a function of the database and the day - but Celery lets a beat end that
finds them cut off (EOFError), at every start until somebody removes the file.
"""

import logging
from contextlib import suppress
from typing import Any

from celery.beat import PersistentScheduler

logger = logging.getLogger(__name__)


class Scheduler(PersistentScheduler):
    """Celery's scheduler, which begins its notes anew whenever it can not read them."""

    def setup_schedule(self) -> None:
        """Read the notes, or begin anew."""
        try:
            super().setup_schedule()
        except Exception:  # whatever a half written file raises: shelve, pickle and three kinds of dbm
            logger.warning("Beat's notes in %s can not be read and begin anew", self.schedule_filename, exc_info=True)
            self._let_go()
            self._remove_db()
            super().setup_schedule()

    def _let_go(self) -> None:
        """Close the file before it is removed: closed later, it would write its old table of contents over the new."""
        store: Any = self._store
        if store is not None:
            with suppress(Exception):  # it is broken and is removed next
                store.close()

"""What came of one request: its status in a word, and whether it changed a business row.

Writes are seen at the database connection, so that nothing has to be compared where nothing was written; what was
written and then undone by the request itself is told from a change by comparing everything.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.urls import reverse

from tests.factories import Rows, everything
from tests.matrix.target import Data, Target
from tests.matrix.world import City, undone

WRITE = re.compile(
    r'(?:^|\(|/\*|,)\s*(?:INSERT(?:\s+OR\s+\w+)?(?:\s+INTO)?|UPDATE|DELETE(?:\s+FROM)?)\s+"?(\w+)', re.IGNORECASE
)
"""Also inside of a statement, for events go in with one that holds three inserts, and what a prepared one names."""
NO_BUSINESS = frozenset({"django_session"})


@dataclass(frozen=True)
class Answer:
    """One answer in the table's words."""

    response: Any
    changed: bool

    @property
    def word(self) -> str:
        """Return `act` for a change, `in` for the way to the sign-in, otherwise the status."""
        if self.changed:
            return "act"
        leads_in = self.response.get("Location", "").startswith(reverse("people:signin"))
        return "in" if self.response.status_code == 302 and leads_in else str(self.response.status_code)


@contextmanager
def writes() -> Iterator[set[str]]:
    """Collect the names of the tables written to."""
    seen: set[str] = set()

    def watch(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        seen.update(WRITE.findall(sql))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield seen


def ask(city: City, kind: str, method: str, target: Target, before: Rows, data: Data | None = None) -> Answer:
    """Make one request as a kind of person and undo it."""
    browser = city.browser(kind)
    sent = target.data(kind) if data is None and method == "POST" else data
    with undone():
        with writes() as seen:
            response = browser.generic(method, target.url) if sent is None else browser.post(target.url, sent)
        changed = bool(seen - NO_BUSINESS) and everything() != before
    return Answer(response, changed)

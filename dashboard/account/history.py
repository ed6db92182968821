"""One page of the history of an account and its papers: an act a line, the newest first, with the way to earlier ones.

A page costs the same however long the history is. Of the account's own trail, the only one that grows without end, a
range of its numbers is read; the trails of papers, steps and operators are short. Each page says where the next begins.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.core import signing

from core.audit.history import TOLD, entry_of
from dashboard.account.chronicle import line_of

SALT = "dashboard.account.history"
EVENTS = 120
"""Events read for one page: so many acts of one event each, fewer of more."""
ACTS = 30
"""Acts on a page, where the events read tell of so many."""
FORMER = 10**15
"""No event of a record has a number like this."""
AT, NUMBER, KEY, ACT = (TOLD.index(name) for name in ("at", "number", "id", "act_id"))
Row = tuple[Any, ...]
"""The values of `TOLD`."""


@dataclass(frozen=True)
class Place:
    """Where a page begins: before an instant and key, and in the account's own trail before a number."""

    at: datetime = datetime(9999, 1, 1, tzinfo=UTC)
    key: int = 2**62
    number: int = FORMER

    @classmethod
    def read(cls, cursor: str | None) -> "Place":
        """Read a cursor; anything that was not given out means the newest page."""
        try:
            at, key, number = signing.loads(cursor or "", salt=SALT)
            return cls(datetime.fromisoformat(at), int(key), int(number))
        except (signing.BadSignature, ValueError, TypeError):
            return cls()

    @property
    def cursor(self) -> str:
        """Write the place as a cursor."""
        return signing.dumps([self.at.isoformat(), self.key, self.number], salt=SALT)


@dataclass(frozen=True)
class Told:
    """The lines of one page for `{% timeline %}`, and the cursor of the page before it; empty where there is none."""

    lines: list[dict[str, Any]]
    earlier: str
    is_first: bool


def told(own: Sequence[Row], others: Iterable[Row], place: Place) -> Told:
    """Return a page of what was read from a place on: whole acts, as many as a page holds.

    Args:
        own: the events of the account's own trail, `EVENTS` + 1 where there are so many.
        others: those of the other records, likewise.
    """
    rows = sorted((*own, *others), key=lambda row: (row[AT], row[KEY]), reverse=True)
    acts = list(_acts(rows[:EVENTS]).values())
    if len(rows) > EVENTS and len(acts) > 1:
        acts.pop()  # the rest of it may not have been read
    shown = acts[:ACTS]
    done = {row[KEY] for act in shown for row in act}
    left = [row for row in rows if row[KEY] not in done]
    earlier = _before(left, own, place).cursor if left else ""
    return Told([line_of([entry_of(row) for row in act[::-1]]) for act in shown], earlier, place == Place())


def _acts(rows: Iterable[Row]) -> dict[UUID, list[Row]]:
    acts: dict[UUID, list[Row]] = {}
    for row in rows:
        acts.setdefault(row[ACT], []).append(row)
    return acts


def _before(left: Sequence[Row], own: Sequence[Row], place: Place) -> Place:
    """Return where what is left begins."""
    keys = {row[KEY] for row in left}
    numbers = [row[NUMBER] + 1 for row in own if row[KEY] in keys]
    read = [row[NUMBER] for row in own]
    return Place(left[0][AT], left[0][KEY] + 1, max(numbers, default=min(read, default=place.number)))

"""Pages of a list by cursor: no counting, no offset, so that the thousandth page costs what the first does.

A cursor is signed, so what comes back is what was given out; anything else means the first page. The place in the
list is compared as one row, `(value, key) > (…)`: that is a range of an index over both, however many values are equal.
"""

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core import signing
from django.core.exceptions import FieldError, ValidationError
from django.db import models
from django.db.models import CharField, F, Func, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.lookups import GreaterThan, LessThan

M = TypeVar("M", bound=models.Model)
SALT = "core.lifecycle.cursors"
SIZE = 50
KEY, TIE = "order_key", "order_tie"
"""The annotations that carry the place of a row."""


@dataclass(frozen=True)
class Page(Generic[M]):
    """The rows of one page and the cursors of its neighbours (None where there is none)."""

    rows: list[M]
    previous: str | None
    next: str | None


@dataclass(frozen=True)
class Place:
    """Where a page begins: behind (or, backward, before) a value and a key."""

    backward: bool
    value: Any
    key: int


@dataclass(frozen=True)
class Reading(Generic[M]):
    """How one page is read: the rows from a place on, in an order, before they are cut.

    `found` carries the annotations `KEY` and `TIE`; whoever narrows it further cuts it with `page`.
    """

    found: QuerySet[M]
    order: str
    place: Place | None
    columns: tuple[str, ...]
    size: int = SIZE

    @property
    def reverse(self) -> bool:
        """Tell whether the largest comes first in what is read."""
        return self.order.startswith("-") != (self.place is not None and self.place.backward)

    @property
    def ordering(self) -> list[str]:
        """Return the order in which the rows are read."""
        return [f"{'-' if self.reverse else ''}{name}" for name in self.columns]

    def page(self, rows: list[M]) -> Page[M]:
        """Cut a page out of what was read in order: `size` rows, and one more where there is one."""
        more, rows = len(rows) > self.size, rows[: self.size]
        backward = self.place is not None and self.place.backward
        if backward:
            rows = rows[::-1]
        return Page(
            rows,
            previous=self._write(rows, 0) if (more if backward else self.place is not None) else None,
            next=self._write(rows, -1) if (backward or more) else None,
        )

    def _write(self, rows: list[Any], end: int) -> str | None:
        if not rows:
            return None
        row = rows[end]
        return signing.dumps([self.order, end == 0, str(getattr(row, KEY)), getattr(row, TIE)], salt=SALT)


def page_of(found: QuerySet[M], cursor: str | None, *, order: str = "pk", tie: str = "pk", size: int = SIZE) -> Page[M]:
    """Cut one page out of a queryset ordered by one column that is never null, ties by key.

    Args:
        found: rows in any order.
        cursor: what an earlier page gave out, from the query string.
        order: column name, with a minus for the largest first; it may lead to a related row.
        tie: column that is unique; of the same table as `order`, so that one index serves both.
        size: rows on a page.
    """
    reading = reading_of(found, cursor, order=order, tie=tie, size=size)
    return reading.page(list(reading.found.order_by(*reading.ordering)[: size + 1]))


def reading_of(found: QuerySet[M], cursor: str | None, *, order: str, tie: str = "pk", size: int = SIZE) -> Reading[M]:
    """Return how a page is read, for lists that read it in more than one step."""
    name = order.removeprefix("-")
    found = found.annotate(**{KEY: F(name), TIE: F(tie)})
    columns = (tie,) if name == tie else (name, tie)
    place = _read(cursor, found.query.annotations[KEY].output_field, order)
    reading = Reading(found, order, place, columns, size)
    if place is None:
        return reading
    values = [Value(place.key)] if len(columns) == 1 else [Value(place.value), Value(place.key)]
    beyond = (LessThan if reading.reverse else GreaterThan)(row(*map(F, columns)), row(*values))
    return Reading(found.filter(beyond), order, place, columns, size)


def row(*parts: Combinable) -> Func:
    """Return some expressions as one row value, compared from left to right."""
    return Func(*parts, template="(%(expressions)s)", output_field=CharField())


def _read(cursor: str | None, field: Any, order: str) -> Place | None:
    try:
        made_for, backward, value, key = signing.loads(cursor or "", salt=SALT)
        return Place(bool(backward), field.to_python(value), int(key)) if made_for == order else None
    except (signing.BadSignature, ValueError, TypeError, ValidationError, FieldError):
        return None

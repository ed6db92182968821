"""Pages of a list by cursor: no counting, no offset, so that the thousandth page costs what the first does.

A cursor is signed, so what comes back is what was given out; anything else means the first page. The place in the
list is compared as one row, `(value, key) > (…)`: that is a range of an index over both, however many values are equal.
"""

from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter, itemgetter
from typing import Any, Generic, TypeVar

from django.core import signing
from django.core.exceptions import FieldError, ValidationError
from django.db import models
from django.db.models import CharField, F, Func, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.lookups import GreaterThan, LessThan

M = TypeVar("M", bound=models.Model)
T = TypeVar("T")
SALT = "core.lifecycle.cursors"
SIZE = 50
KEY, TIE = "order_key", "order_tie"
"""The annotations that carry the place of a row."""


@dataclass(frozen=True)
class Page(Generic[T]):
    """The rows of one page and the cursors of its neighbours (None where there is none)."""

    rows: list[T]
    previous: str | None
    next: str | None


@dataclass(frozen=True)
class Place:
    """Where a page begins: behind (or, backward, before) a value and a key."""

    backward: bool
    value: Any
    key: int


def page_of(found: QuerySet[M], cursor: str | None, *, order: str = "pk", tie: str = "pk", size: int = SIZE) -> Page[M]:
    """Cut one page out of a queryset ordered by one column that is never null, ties by key.

    Args:
        found: rows in any order.
        cursor: what an earlier page gave out, from the query string.
        order: column name, with a minus for the largest first; it may lead to a related row.
        tie: column that is unique; of the same table as `order`, so that one index serves both.
        size: rows on a page.
    """
    name = order.removeprefix("-")
    found = found.annotate(**{KEY: F(name), TIE: F(tie)})
    columns = (tie,) if name == tie else (name, tie)
    place = place_of(cursor, found.query.annotations[KEY].output_field, order)
    reverse = order.startswith("-") != (place is not None and place.backward)
    if place is not None:
        values = [Value(place.key)] if len(columns) == 1 else [Value(place.value), Value(place.key)]
        found = found.filter((LessThan if reverse else GreaterThan)(row(*map(F, columns)), row(*values)))
    ordering = [f"{'-' if reverse else ''}{name}" for name in columns]
    rows = list(found.order_by(*ordering)[: size + 1])
    return cut(rows, place, size=size, order=order, of=attrgetter(KEY, TIE))


def cut(
    rows: list[T], place: Place | None, *, size: int, order: str, of: Callable[[Any], Any] = itemgetter(0, 1)
) -> Page[T]:
    """Cut a page out of what was read in order: `size` rows, and one more where there is one.

    Args:
        rows: what was read from the place on.
        place: where the page begins.
        size: rows on a page.
        order: column name, with a minus for the largest first.
        of: returns what a row is ordered by, and its key.
    """
    more, rows = len(rows) > size, rows[:size]
    backward = place is not None and place.backward
    if backward:
        rows = rows[::-1]
    before, after = more if backward else place is not None, backward or more
    return Page(
        rows,
        previous=_written(order, rows[0], of, backward=True) if rows and before else None,
        next=_written(order, rows[-1], of, backward=False) if rows and after else None,
    )


def _written(order: str, row: T, of: Callable[[Any], Any], *, backward: bool) -> str:
    value, key = of(row)
    return signing.dumps([order, backward, str(value), key], salt=SALT)


def row(*parts: Combinable) -> Func:
    """Return some expressions as one row value, compared from left to right."""
    return Func(*parts, template="(%(expressions)s)", output_field=CharField())


def place_of(cursor: str | None, field: Any, order: str) -> Place | None:
    """Return the place that a cursor names; None for none, and for what was not given out for this order.

    Args:
        cursor: what an earlier page gave out, from the query string.
        field: the column of the order.
        order: column name, with a minus for the largest first.
    """
    try:
        made_for, backward, value, key = signing.loads(cursor or "", salt=SALT)
        return Place(bool(backward), field.to_python(value), int(key)) if made_for == order else None
    except (signing.BadSignature, ValueError, TypeError, ValidationError, FieldError):
        return None

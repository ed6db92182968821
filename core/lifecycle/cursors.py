"""Pages of a list by cursor: no counting, no offset, so that the thousandth page costs what the first does.

A cursor is signed, so what comes back is what was given out; anything else means the first page.
"""

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core import signing
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q, QuerySet

M = TypeVar("M", bound=models.Model)
SALT = "core.lifecycle.cursors"
SIZE = 50


@dataclass(frozen=True)
class Page(Generic[M]):
    """The rows of one page and the cursors of its neighbours (None where there is none)."""

    rows: list[M]
    previous: str | None
    next: str | None


@dataclass(frozen=True)
class _Place:
    backward: bool
    value: Any
    pk: int


def page_of(found: QuerySet[M], cursor: str | None, *, order: str = "pk", size: int = SIZE) -> Page[M]:
    """Cut one page out of a queryset ordered by one column that is never null, ties by key.

    Args:
        found: rows in any order.
        cursor: what an earlier page gave out, from the query string.
        order: column name, with a minus for the largest first.
        size: rows on a page.
    """
    name, descending = order.removeprefix("-"), order.startswith("-")
    place = _read(cursor, found.model, order)
    backward = place is not None and place.backward
    if place is not None:
        found = found.filter(_beyond(name, place, descending != backward))
    sign = "-" if descending != backward else ""
    rows = list(found.order_by(f"{sign}{name}", f"{sign}pk")[: size + 1])
    more, rows = len(rows) > size, rows[:size]
    if backward:
        rows.reverse()
    return Page(
        rows,
        previous=_write(rows, order, backward=True) if (more if backward else place is not None) else None,
        next=_write(rows, order, backward=False) if (backward or more) else None,
    )


def _beyond(name: str, place: _Place, smaller: bool) -> Q:
    way = "lt" if smaller else "gt"
    if name == "pk":
        return Q(**{f"pk__{way}": place.pk})
    return Q(**{f"{name}__{way}": place.value}) | Q(**{name: place.value, f"pk__{way}": place.pk})


def _write(rows: list[Any], order: str, *, backward: bool) -> str | None:
    if not rows:
        return None
    row = rows[0 if backward else -1]
    field = _field(type(row), order)
    return signing.dumps([order, backward, field.value_to_string(row), row.pk], salt=SALT)


def _read(cursor: str | None, model: type[models.Model], order: str) -> _Place | None:
    try:
        made_for, backward, value, pk = signing.loads(cursor or "", salt=SALT)
        if made_for != order:
            return None
        return _Place(bool(backward), _field(model, order).to_python(value), int(pk))
    except (signing.BadSignature, ValueError, TypeError, ValidationError):
        return None


def _field(model: type[models.Model], order: str) -> Any:
    name = order.removeprefix("-")
    return model._meta.pk if name == "pk" else model._meta.get_field(name)

"""Records made of rows that were read in another way than by a queryset.

Django's own way gives each value to the constructor, which looks at every column of the model anew: ten microseconds a
record, of which a page makes dozens. A record is its values by the names of their columns; where a model or a listener
has a say in how records are made, Django makes them.
"""

from collections.abc import Collection, Sequence
from functools import cache
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, models
from django.db.models.base import ModelState
from django.db.models.signals import post_init, pre_init

M = TypeVar("M", bound=models.Model)


def record_of(model: type[M], names: Sequence[str], values: Collection[Any]) -> M:
    """Return a record of a row, as `Model.from_db` does: columns that are not named are read when asked for.

    Args:
        model: of which kind.
        names: the columns that were read, in any order.
        values: theirs, as the columns' fields give them.

    Raises:
        ValueError: for fewer or more values than names.
    """
    if not _is_plain(model) or pre_init.receivers or post_init.receivers:
        return model.from_db(DEFAULT_DB_ALIAS, *_in_order(model, names, values))
    made = model.__new__(model)
    state = ModelState()
    state.adding, state.db = False, DEFAULT_DB_ALIAS
    vars(made).update(zip(names, values, strict=True), _state=state)
    return made


@cache
def _is_plain(model: type[models.Model]) -> bool:
    """Tell whether a model leaves it to Django how its records are made."""
    way: Any = model.from_db
    base: Any = models.Model.from_db
    return way.__func__ is base.__func__ and model.__init__ is models.Model.__init__


def _in_order(model: type[models.Model], names: Sequence[str], values: Collection[Any]) -> tuple[list[str], list[Any]]:
    """Return names and values in the order of the model, as `from_db` wants them."""
    given = dict(zip(names, values, strict=True))
    found = [field.attname for field in model._meta.concrete_fields if field.attname in given]
    return found, [given[name] for name in found]

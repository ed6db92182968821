"""The field in which a record keeps its state."""

from typing import Any

from django.db import models
from django_fsm import FSMField


class StateField(FSMField):
    """A state that transitions alone may set; in the history of the schema it is plain text.

    A migration's models have no transitions, and django-fsm listens for each of them to every model that is made from
    then on: `migrate` spent most of its time on that (ADR 0039).
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **(kwargs | {"protected": True}))

    def deconstruct(self) -> Any:
        """Return what migrations write down: a text field of the same length."""
        name, _, args, kwargs = super().deconstruct()
        kwargs.pop("protected", None)
        return name, f"{models.__name__}.{models.CharField.__name__}", args, kwargs

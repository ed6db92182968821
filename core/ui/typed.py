"""What a person had typed into a form that could not be taken, so that a page can give it back."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django import forms
from django.http import HttpRequest

HELD_BACK = (
    *("csrfmiddlewaretoken", "seen", "seen_version", "proof", "capacity", "next", "go", "only", "move", "chosen"),
    *("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS"),
)
"""What a page sends of its own: tokens, what was seen, buttons, rows ticked in a list, how many rows there are."""
TICK = "on"
SHORTEST = 2
"""Choices and ticks are quickly made again; texts are what is missed."""


class TypedText(NamedTuple):
    """One text, and the label of its field; "" where the page's forms have no such field."""

    label: str
    text: str


def typed_texts(request: HttpRequest) -> list[TypedText]:
    """Return the texts of a posted form in its order; passwords, choices and what the page itself sent are left out."""
    asked = _asked_fields(request)
    posted = ((name.rpartition("-")[2], values) for name, values in request.POST.lists())
    return [
        TypedText(_label(asked.get(name)), text)
        for name, values in posted
        if name not in HELD_BACK and "password" not in name and not isinstance(asked.get(name), forms.ChoiceField)
        for text in _texts(values)
    ]


def _texts(values: list[str]) -> Iterator[str]:
    for text in (value.replace("\x00", "").strip() for value in values):
        if len(text) >= SHORTEST and text != TICK:
            yield text


def _asked_fields(request: HttpRequest) -> dict[str, forms.Field]:
    """Return the fields of the forms that the page posts (its `asked_forms`); it is asked, never run."""
    match = request.resolver_match
    made: Any = match.func if match else None  # by `as_view`, which keeps the class and what it was given
    if match is None or not hasattr(getattr(made, "view_class", None), "asked_forms"):
        return {}
    view = made.view_class(**made.view_initkwargs)
    view.setup(request, *match.args, **match.kwargs)
    return {name: field for form in view.asked_forms() for name, field in form.base_fields.items()}


def _label(field: forms.Field | None) -> str:
    return str(field.label or "") if field is not None else ""

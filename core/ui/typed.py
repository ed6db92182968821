"""What a person had typed into a form that could not be taken, so that a page can give it back."""

from django.http import HttpRequest

HELD_BACK = ("csrfmiddlewaretoken", "seen", "seen_version", "capacity", "next", "go", "only", "move", "chosen")
"""What a page sends of its own: tokens, what was seen, buttons, rows ticked in a list."""
TICK = "on"
SHORTEST = 2
"""Choices and ticks are quickly made again; texts are what is missed."""


def typed_texts(request: HttpRequest) -> list[str]:
    """Return the texts of a posted form in its order; passwords, ticks and what the page itself sent are left out."""
    return [
        text
        for name, values in request.POST.lists()
        if name not in HELD_BACK and "password" not in name
        for text in (value.replace("\x00", "").strip() for value in values)
        if len(text) >= SHORTEST and text != TICK
    ]

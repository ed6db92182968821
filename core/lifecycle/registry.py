"""Every `Move` of the installed apps, read out of their `moves` modules, and the names events give them.

What an office decided is never guessed from words: a move declares it (`decides`, `official`), and the lists for
auditors, the weekly digest and the check of the evidence read the declarations here.
"""

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from django.apps import apps
from django.utils.module_loading import module_has_submodule

from core.lifecycle.moves import Move
from core.records import Record


@cache
def moves() -> tuple[Move, ...]:
    """Return every move once, in order of module and name."""
    found: dict[int, Move] = {}
    for name in sorted(_modules()):
        found |= {id(value): value for value in vars(import_module(name)).values() if isinstance(value, Move)}
    return tuple(found.values())


@cache
def decisions() -> dict[str, Move]:
    """Map the names that events give to decisions, such as `approvals.step.permit`, to their moves."""
    return {name: move for move in moves() if move.is_decision for name in names_of(move)}


def names_of(move: Move) -> list[str]:
    """Return how events name a move: for each record that has or had its transition, its label and the verb."""
    models = [model for model in apps.get_models() if issubclass(model, Record)]
    labels = [model._meta.label_lower for model in models if getattr(model, move.name, None) is move.transition]
    return [f"{label}.{move.name}" for label in (*labels, *move.formerly)]


def _modules() -> Iterator[str]:
    for config in apps.get_app_configs():
        name = f"{config.name}.moves"
        if module_has_submodule(config.module, "moves"):
            module = import_module(name)
            yield name
            yield from (part.name for part in iter_modules(getattr(module, "__path__", []), f"{name}."))

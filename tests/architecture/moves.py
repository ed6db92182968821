"""Reads the table of moves out of the code: every `Move` in every module under a package or name `moves`."""

from collections.abc import Callable
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from django.apps import apps
from django.db import models

from core.lifecycle.moves import Move
from core.records import Record

OURS = ("core.", "accounts", "policies", "publications", "approvals", "incidents", "dashboard")
MACHINERY = {"core.lifecycle.moves"}
"""Defines what a move is and holds none."""


def moves() -> list[Move]:
    """Return every move once, in order of module and name."""
    found: dict[int, Move] = {}
    for name in _modules():
        found |= {id(value): value for value in vars(import_module(name)).values() if isinstance(value, Move)}
    return list(found.values())


def _modules() -> list[str]:
    names: list[str] = []
    for config in apps.get_app_configs():
        if not config.name.startswith(OURS):
            continue
        package = import_module(config.name)
        for module in iter_modules(package.__path__, f"{config.name}."):
            if module.name.endswith(".moves") and module.name not in MACHINERY:
                names.append(module.name)
                names += _submodules(module.name) if module.ispkg else []
    return sorted(names)


def _submodules(name: str) -> list[str]:
    return [module.name for module in iter_modules(import_module(name).__path__, f"{name}.")]


def records() -> list[type[Record]]:
    """Return the records of the project that have transitions."""
    models_ = (model for model in apps.get_models() if issubclass(model, Record))
    return [model for model in models_ if transitions_of(model)]


def transitions_of(model: type[models.Model]) -> dict[str, Callable[..., Any]]:
    """Return a model's transition methods by name."""
    members: dict[str, Any] = {name: getattr(model, name, None) for name in dir(model) if not name.startswith("_")}
    return {name: member for name, member in members.items() if hasattr(member, "_django_fsm")}


def moves_of(model: type[models.Model]) -> dict[str, Move]:
    """Return a model's moves by transition name; of a transition that two models inherit, any of the moves."""
    own = set(transitions_of(model).values())
    return {move.name: move for move in moves() if move.transition in own}

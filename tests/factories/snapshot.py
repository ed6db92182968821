"""Everything the database holds, to state that a refused act left nothing behind, and where a word stands."""

from functools import cache
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import Model

OURS = ("core.", "accounts", "policies", "publications", "approvals", "incidents", "dashboard")
Rows = dict[str, list[tuple[Any, ...]]]
"""Rows as the database keeps them, by the model's label."""
NamedRows = dict[str, list[dict[str, Any]]]
"""Rows as values by column names, by the model's label."""


def everything() -> Rows:
    """Return all rows of all tables of the project, each table in the order of its keys."""
    found: Rows = {}
    with connection.cursor() as cursor:
        for label, sql in _questions():
            cursor.execute(sql)
            found[label] = cursor.fetchall()
    return found


def everything_by_name() -> NamedRows:
    """Return the same as values by column names, for those who look into the rows."""
    return {model._meta.label: list(model._base_manager.order_by("pk").values()) for model in _models()}


def places_of(word: str) -> set[str]:
    """Return the tables in which a word stands, also inside of what is kept as JSON."""
    return {model._meta.label for model in _models() for row in model._base_manager.values_list() if word in repr(row)}


@cache
def _questions() -> list[tuple[str, str]]:
    """Return the question for each table, compiled once: a test asks them all twice."""
    return [(model._meta.label, str(model._base_manager.order_by("pk").values().query)) for model in _models()]


def _models() -> list[type[Model]]:
    configs = [config for config in apps.get_app_configs() if config.name.startswith(OURS)]
    return [model for config in configs for model in config.get_models()]

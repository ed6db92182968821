"""Copies of the migrated database to load the demonstration into, and what is in them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, connections, transaction
from django.test import override_settings

from tests.services import databases

APPS = ("staff", "rulebook", "audit", "notifications", "deadlines", "accounts", "policies", "approvals", "incidents")
BY_CHANCE = {"act_id", "hash", "previous", "facts_hash", "salt", "key", "root"}
"""Columns that hold random bytes, or follow from some."""


@contextmanager
def empty_copy(blocker: Any) -> Iterator[None]:
    """Use a copy of the migrated database, keys from the start, in a transaction that is rolled back; papers go too."""
    original = connection.settings_dict["NAME"]
    with blocker.unblock():
        connections.close_all()
        with _copy_of(original) as name:
            _use(name)
            try:
                with TemporaryDirectory() as papers, override_settings(MEDIA_ROOT=papers), transaction.atomic():
                    yield
                    transaction.set_rollback(True)
            finally:
                _use(original)


def _copy_of(name: str) -> Any:
    if connection.vendor == "sqlite":
        return databases.sqlite_copy(Path(name))
    assert isinstance(settings.DATABASE_URL, str)
    return databases.postgresql_copy(settings.DATABASE_URL, template=name)


def _use(name: str) -> None:
    connections.close_all()
    connection.settings_dict["NAME"] = name


def content() -> dict[str, list[dict[str, Any]]]:
    """Return every row of the project's own tables in order, without what is chance."""
    models = [model for label in APPS for model in apps.get_app_config(label).get_models()]
    return {
        model.__name__: [
            {column: value for column, value in row.items() if column not in BY_CHANCE}
            for row in model._default_manager.order_by("pk").values()
        ]
        for model in models
    }

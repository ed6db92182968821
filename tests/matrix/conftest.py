"""The city of the matrix, once for the whole package: it takes longer to build than most modules take to ask."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from tests.factories import NamedRows, Rows, everything, everything_by_name
from tests.matrix.target import Target
from tests.matrix.targets import targets
from tests.matrix.world import City, a_city, undone

FAR_KEY = 10_000_000
"""Keys given after the city are above this, and unmistakable in a text."""


@pytest.fixture(scope="package")
def city(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    """Build the city, and leave nothing of it behind.

    The tests that use it take no `db`, so pytest-django keeps them apart from those that do.
    """
    media_root: Path = settings.MEDIA_ROOT
    with django_db_blocker.unblock(), undone():
        yield a_city(tmp_path_factory.mktemp("media"))
    settings.MEDIA_ROOT = media_root


@pytest.fixture(scope="package")
def aims(city: City) -> dict[str, Target]:
    """Return the targets by name; the form of each is read once."""
    return targets(city)


@pytest.fixture(scope="package")
def before(city: City) -> Rows:
    """Return every row as the city was built; on PostgreSQL no rollback turns the sequences of keys back."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT setval(format('%%I.%%I', schemaname, sequencename)::regclass, %s) FROM pg_sequences", [FAR_KEY]
            )
    return everything()


@pytest.fixture(scope="package")
def by_name(before: Rows) -> NamedRows:
    """Return the same rows as values by column names."""
    return everything_by_name()

"""The city of the matrix, once for each module."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from tests.matrix.world import City, a_city, undone


@pytest.fixture(scope="module")
def city(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    """Build the city, and leave nothing of it behind."""
    media_root: Path = settings.MEDIA_ROOT
    with django_db_blocker.unblock(), undone():
        yield a_city(tmp_path_factory.mktemp("media"))
    settings.MEDIA_ROOT = media_root

"""Fixed addresses for what messages say and link to."""

from typing import Any

import pytest

from tests.factories.urls import use_test_addresses


@pytest.fixture(autouse=True)
def addresses(settings: Any) -> None:
    """Use the tests' own URL names and host names."""
    use_test_addresses(settings)

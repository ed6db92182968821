"""The people package's own addresses for its tests."""

from typing import Any

import pytest


@pytest.fixture(autouse=True)
def addresses(settings: Any) -> None:
    """Use the people package's addresses alone, mounted at the root."""
    settings.ROOT_URLCONF = "tests.core.people.urls"
    settings.LOGIN_REDIRECT_URL = "home"
    settings.PUBLIC_BASE_URL = "https://sns.city.example.jp"
    settings.MAIL_DOMAIN = "sns.city.example.jp"

"""The people package's own addresses for its tests."""

from typing import Any

import pytest

from tests.core.people.helpers import TODAY
from tests.factories.clocks import EdgeClock, edge_clock
from tests.factories.core import at_nine


@pytest.fixture(autouse=True)
def addresses(settings: Any) -> None:
    """Use the people package's addresses alone, mounted at the root."""
    settings.ROOT_URLCONF = "tests.core.people.urls"
    settings.LOGIN_REDIRECT_URL = "home"
    settings.PUBLIC_BASE_URL = "https://sns.city.example.jp"
    settings.MAIL_DOMAIN = "sns.city.example.jp"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> EdgeClock:
    """Hold the clock of web requests at nine in the morning of the real day until the test moves it."""
    return edge_clock(monkeypatch, at_nine(TODAY))

"""People at windows of their own, and the album of a journey."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.journeys.walker import Album, Keep, Walker

Somebody = Callable[..., Walker]


@pytest.fixture
def somebody(new_page: Callable[..., Page]) -> Somebody:
    """Return a function that lets a person of the demonstration sign in; it takes Playwright's context options."""

    def come_in(name: str, **options: object) -> Walker:
        walker = Walker(new_page(**options), name)
        walker.enter()
        return walker

    return come_in


@pytest.fixture
def album(screenshot: Keep, request: pytest.FixtureRequest) -> Album:
    """Return an album named after the journey."""
    return Album(screenshot, request.node.name.removeprefix("test_"))

"""Fixtures for tests that need more than a transaction: real commits, a running copy, a browser.

Journeys talk to the running copy only and never touch the ORM: Playwright's loop and Django's database calls exclude
each other in one process.
"""

import gc
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, connections
from django.test.utils import override_settings, teardown_databases
from hypothesis import settings as hypothesis_settings
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.factories.written import draw_from_what_is_written, written
from tests.services import chromium, databases, drills, prepared, sharing
from tests.services.live import LiveCopy, live_copy

SCREENSHOTS = Path(settings.BASE_DIR) / "build" / "screenshots"
PLAIN = {Path(settings.BASE_DIR, "tests", folder) for folder in ("architecture", "docs")}
"""What the tests of sources and documents stand in."""
CLOCK = "now"
"""The name of what tells the time, wherever it is imported."""
NewPage = Callable[..., Page]
failed = pytest.StashKey[bool]()
run = pytest.StashKey[ExitStack]()

# A property holds or it does not; how long an example took on a busy machine says nothing about it.
hypothesis_settings.register_profile("house", deadline=None)
hypothesis_settings.load_profile("house")


def pytest_configure(config: pytest.Config) -> None:
    """Let the workers of this run share what is prepared."""
    config.stash[run] = ExitStack()
    config.stash[run].enter_context(prepared.shared())


def pytest_unconfigure(config: pytest.Config) -> None:
    """Throw away what the workers shared."""
    config.stash[run].close()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> sharing.Sharing | None:
    """Share out by file where the run asks for scopes."""
    return sharing.Sharing(config, log) if config.getoption("dist") == sharing.DIST else None


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """Look for no garbage among what stays for the whole run: the modules, and thousands of tests."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.collect()
        gc.freeze()
        gc.enable()


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_modify_db_settings: None, django_db_blocker: Any
) -> Iterator[None]:
    """Migrate the test database for every selection: pytest-django skips it where only `committed_db` tests run."""
    with django_db_blocker.unblock():
        made = prepared.set_up_migrated(settings.DATABASE_URL)
    yield
    with django_db_blocker.unblock():
        teardown_databases(made, verbosity=0)


@pytest.fixture(scope="session", autouse=True)
def _own_uploads(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Give each process a folder for uploads: records of two workers have the same keys, and so the same paths."""
    with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")):
        yield


@pytest.fixture(autouse=True)
def _written(request: pytest.FixtureRequest) -> Iterator[None]:
    """Follow what a test writes from the migrated database on, so that factories may put in what they made before."""
    if request.node.get_closest_marker("django_db") or "db" in request.fixturenames:
        request.getfixturevalue("db")
        draw_from_what_is_written()
        written.begin()
    yield
    written.end()


class Patching(pytest.MonkeyPatch):  # type: ignore[misc]  # final for checkers alone
    """Lets nothing be put in that acts have left without what the test puts in place of their code."""

    def setattr(self, target: Any, name: Any, *value: Any, **options: Any) -> None:
        """Put something in place; clocks are read by pages, and acts are told the time."""
        if str(name if value else target).rpartition(".")[2] != CLOCK:
            written.end()
        super().setattr(target, name, *value, **options)

    def delattr(self, *what: Any, **options: Any) -> None:
        """Take something away."""
        written.end()
        super().delattr(*what, **options)

    def setitem(self, *what: Any) -> None:
        """Put something else into a table."""
        written.end()
        super().setitem(*what)

    def delitem(self, *what: Any, **options: Any) -> None:
        """Take something out of a table."""
        written.end()
        super().delitem(*what, **options)


@pytest.fixture
def monkeypatch() -> Iterator[pytest.MonkeyPatch]:
    """Put something else in place of code until the test has ended."""
    patching = Patching()
    yield patching
    patching.undo()


@pytest.fixture
def committed_db(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Put the test on a copy of the migrated database, where it may commit and use threads; then throw the copy away.

    Use it instead of `db`, never beside it. Threads that the test starts close their connections themselves.
    """
    original = connection.settings_dict["NAME"]
    with ExitStack() as stack, django_db_blocker.unblock():
        connections.close_all()
        copy = stack.enter_context(_copy_of(original))
        stack.callback(_use_database, original)
        _use_database(copy)
        yield


def _copy_of(name: str) -> Any:
    if connection.vendor == "sqlite":
        return databases.sqlite_copy(Path(name))
    assert isinstance(settings.DATABASE_URL, str)
    return databases.postgresql_copy(settings.DATABASE_URL, template=name)


def _use_database(name: str) -> None:
    connections.close_all()
    connection.settings_dict["NAME"] = name


@pytest.fixture
def report() -> drills.Report:
    """Return the function by which a drill states what it tried; it fails when anything was lost."""

    def state(area: str, what: str, *, tried: int, outcome: str, lost: int = 0) -> None:
        engine = "PostgreSQL" if settings.DATABASE_URL else "SQLite"
        drills.keep(drills.Row(area, what, engine, tried, outcome, lost))
        assert lost == 0, f"{area}, {what}: {lost} of {tried} lost"

    return state


@pytest.fixture(scope="session")
def live_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveCopy]:
    """Run the real web server, worker and beat with demonstration data on a fresh database of the engine under test."""
    with ExitStack() as stack:
        yield stack.enter_context(live_copy(tmp_path_factory.mktemp("live")))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start the installed Chromium."""
    path = chromium.installed()
    assert path, "No Chromium is installed: `make test` installs one, or set CHROMIUM to its path."
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=chromium.FLAGS)
        yield started
        started.close()


@pytest.fixture
def new_page(browser: Browser, live_app: LiveCopy, request: pytest.FixtureRequest) -> Iterator[NewPage]:
    """Return a function that opens a page in a browser window of its own, one for each person of a journey.

    It takes Playwright's context options, for example `java_script_enabled=False`. After a failure every open page is
    kept as a picture under build/screenshots/failed/.
    """
    with ExitStack() as stack:
        contexts: list[BrowserContext] = []

        def open_page(**options: Any) -> Page:
            office = {"viewport": {"width": 1280, "height": 900}, "locale": "ja-JP", "timezone_id": "Asia/Tokyo"}
            context = browser.new_context(base_url=live_app.url, **(office | options))
            stack.callback(context.close)
            context.set_default_timeout(10_000)
            contexts.append(context)
            return context.new_page()

        yield open_page
        if request.node.stash.get(failed, False):
            for number, page in enumerate(page for context in contexts for page in context.pages):
                stack.callback(picture, page, f"failed/{request.node.name}-{number}")


@pytest.fixture
def page(new_page: NewPage) -> Page:
    """Open one page in a window of its own, 1280 pixels wide."""
    return new_page()


def picture(page: Page, name: str) -> None:
    """Keep what `page` shows, at full length, as build/screenshots/<name>.png."""
    path = SCREENSHOTS / (re.sub(r"[^\w/.-]+", "-", name) + ".png")
    path.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=path, full_page=True)


@pytest.fixture
def screenshot() -> Callable[[Page, str], None]:
    """Return the function that keeps a picture of a page."""
    return picture


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what runs once: tests that use the browser, in a process that never touches the ORM, and plain ones."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("journey")
        if PLAIN & set(item.path.parents) and not item.get_closest_marker("django_db"):
            item.add_marker("plain")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Any:
    """Remember for the fixtures' teardown whether the test itself failed."""
    report = yield
    if report.when == "call":
        item.stash[failed] = report.failed
    return report

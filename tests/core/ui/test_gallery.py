"""Every component on one page, looked at in a browser.

It passes axe, has no inline style or script, and does not scroll sideways on a telephone. The page is a file, so no
server runs; whoever asks for the browser is marked as a journey all the same.
"""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.template.loader import render_to_string
from playwright.sync_api import Browser, Page

from tests.core.ui.gallery import render_gallery, shell_context

STATIC = Path(settings.BASE_DIR) / "static"
PAGES = ("gallery", "public", "400", "403", "404", "409", "500", "csrf")


def render(name: str) -> str:
    if name in {"gallery", "public"}:
        return render_gallery("base.html" if name == "gallery" else "base_public.html")
    return str(render_to_string(f"{name}.html", {**shell_context(), "crumbs": None}))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with every page and the static files beside them, to be opened without a server."""
    place = tmp_path_factory.mktemp("gallery")
    shutil.copytree(STATIC, place / "static")
    for name in PAGES:
        (place / f"{name}.html").write_text(render(name).replace('"/static/', '"static/'), encoding="utf-8")
    return place


@pytest.fixture(scope="module")
def browser_page(browser: Browser) -> Iterator[Page]:
    """Give one page of the installed Chromium."""
    page = browser.new_page(locale="ja-JP")
    page.set_default_timeout(5_000)
    yield page
    page.close()


def show(page: Page, folder: Path, name: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto((folder / f"{name}.html").as_uri())


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("name", PAGES)
def test_page_has_no_axe_violations(
    browser_page: Page, folder: Path, screenshot: Callable[[Page, str], None], name: str, width: int
) -> None:
    show(browser_page, folder, name, width)
    screenshot(browser_page, f"ui/{name}-{width}")

    result = Axe().run(browser_page)

    assert [violation["id"] for violation in result.response["violations"]] == []


@pytest.mark.parametrize("name", PAGES)
def test_page_does_not_scroll_sideways_at_320(browser_page: Page, folder: Path, name: str) -> None:
    show(browser_page, folder, name, 320)

    assert browser_page.evaluate("document.documentElement.scrollWidth") == 320


def test_page_with_open_menus_has_no_axe_violations(browser_page: Page, folder: Path) -> None:
    show(browser_page, folder, "gallery", 320)
    browser_page.click(".header-link--menu")
    browser_page.click("details.user > summary")

    result = Axe().run(browser_page)

    assert browser_page.is_visible(".side-nav a[aria-current]")
    assert [violation["id"] for violation in result.response["violations"]] == []


@pytest.mark.parametrize("name", PAGES)
def test_page_with_text_at_200_percent_does_not_scroll_sideways(browser_page: Page, folder: Path, name: str) -> None:
    show(browser_page, folder, name, 1280)
    browser_page.evaluate("document.documentElement.style.fontSize = '200%'")

    assert browser_page.evaluate("document.documentElement.scrollWidth") == 1280


@pytest.mark.parametrize("name", PAGES)
def test_page_has_no_inline_style_or_script(name: str) -> None:
    html = render(name)

    assert re.findall(r"<style|<script(?![^>]* src=)|\sstyle=|\son[a-z]+=", html) == []


def test_counter_follows_typing(browser_page: Page, folder: Path) -> None:
    show(browser_page, folder, "gallery", 1280)

    browser_page.fill("#id_purpose", "あいう\nえ")

    assert browser_page.inner_text("#id_purpose_count output") == "5/10文字"


def test_date_input_shows_its_era(browser_page: Page, folder: Path) -> None:
    show(browser_page, folder, "gallery", 1280)

    browser_page.fill("#id_wish", "2019-05-01")

    assert browser_page.inner_text("#id_wish_era") == "令和元年5月1日(水)"


def test_error_summary_takes_the_focus(browser_page: Page, folder: Path) -> None:
    show(browser_page, folder, "gallery", 1280)

    assert browser_page.evaluate("document.activeElement.id") == "error-summary"


def test_escape_closes_the_user_menu(browser_page: Page, folder: Path) -> None:
    show(browser_page, folder, "gallery", 1280)
    browser_page.click("details.user > summary")
    opened = browser_page.evaluate("document.querySelector('details.user').open")

    browser_page.keyboard.press("Escape")

    assert (opened, browser_page.evaluate("document.querySelector('details.user').open")) == (True, False)


@pytest.mark.parametrize(("composing", "stopped"), [(True, True), (False, False)])
def test_enter_during_conversion_submits_nothing(
    browser_page: Page, folder: Path, composing: bool, stopped: bool
) -> None:
    show(browser_page, folder, "gallery", 1280)
    press = """composing => {
        const facts = {key: "Enter", isComposing: composing, bubbles: true, cancelable: true};
        const event = new KeyboardEvent("keydown", facts);
        return !document.getElementById("id_name").dispatchEvent(event);
    }"""

    assert browser_page.evaluate(press, composing) is stopped

"""The script of the exported site answers as the application does, over the whole table of look-alikes."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, expect

from scripts.bootstrap import ROOT
from tests.journeys.walker import Album, Keep


class Quiet(SimpleHTTPRequestHandler):
    """Serve files and write nothing."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the base class names it so
        """Say nothing."""


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with an exported site and the answers of the application."""
    folder = tmp_path_factory.mktemp("exported")
    environ = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
    environ |= {"DJANGO_SETTINGS_MODULE": "iwaki_sm.settings.test", "IWAKI_VAR": str(folder / "var")}
    command = [sys.executable, "-m", "tests.publications.exported_city", str(folder)]
    subprocess.run(command, cwd=ROOT, env=environ, check=True)
    (folder / "home").mkdir()
    (folder / "site").rename(folder / "home" / "sns")
    return folder


@pytest.fixture
def site(city: Path) -> Iterator[str]:
    """Serve the site below a path of another one, as a city's web server does."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(city / "home")))
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/sns/"
    server.shutdown()
    thread.join()
    server.server_close()


def test_script_and_application_give_the_same_answers(
    browser: Browser, site: str, city: Path, screenshot: Keep
) -> None:
    answers = json.loads((city / "answers.json").read_text(encoding="utf-8"))
    page = browser.new_page()
    page.goto(site)
    page.locator("form[data-ready]").wait_for()
    asked = [[text, service] for text, service, _ in answers]
    found = page.evaluate("asked => asked.map(([text, service]) => genuine(text, service))", asked)
    given = zip(answers, found, strict=True)
    assert [(text, service, right, got) for (text, service, right), got in given if right != got] == []
    assert len(answers) > 300

    page.get_by_label("アカウントのURLか、アカウントID").fill("https://x.com/iwaki_bousai_")
    page.get_by_role("button", name="確かめる").click()
    expect(page.locator("[data-verdict]")).to_have_attribute("data-verdict", "imitation")
    expect(page.locator("#result")).to_be_focused()
    album = Album(screenshot, "exported")
    album.look(page, "答え")
    page.get_by_role("link", name="公式の「いわき市のx」").first.click()
    expect(page.locator("h1")).to_have_text("いわき市のx")
    album.look(page, "アカウント")
    assert album.faults == []
    page.close()


def test_without_script_the_site_says_how_to_compare_by_hand(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site)
    expect(page.get_by_role("heading", name="一覧で確かめるには")).to_be_visible()
    expect(page.get_by_role("button", name="確かめる")).to_be_hidden()
    expect(page.locator("table.data tbody tr")).to_have_count(5)
    context.close()


def test_the_exported_search_folds_as_the_registry_does(browser: Browser, site: str, city: Path) -> None:
    folds = json.loads((city / "folds.json").read_text(encoding="utf-8"))
    page = browser.new_page()
    page.goto(site)
    page.locator("form[data-find]:not([hidden])").wait_for()
    got = page.evaluate("texts => Promise.all(texts.map(fold))", [text for text, _ in folds])
    pairs = zip(folds, got, strict=True)
    assert [(text, right, found) for (text, right), found in pairs if right != found] == []
    assert len(folds) > 300
    page.close()


def test_the_exported_search_finds_by_name_and_by_purpose(browser: Browser, site: str, screenshot: Keep) -> None:
    page = browser.new_page()
    page.goto(site)
    page.locator("form[data-find]:not([hidden])").wait_for()
    album = Album(screenshot, "exported-search")
    found = page.locator("[data-found]")

    def search(words: str) -> None:
        page.get_by_label("ことば").fill(words)
        page.get_by_role("button", name="探す").click()

    search("かんこう 市内外")
    expect(found.locator("li")).to_have_count(0)
    search("観光 市内外 いわき市のＸ")
    expect(found.locator("li a")).to_have_text(["いわき市のx"])
    album.look(page, "見つかった")
    search("防")
    expect(found).to_contain_text("2文字から")
    search("どこにもない")
    expect(found).to_contain_text("条件に合う公式アカウントはありません")
    search("観光 いわき市のx")
    found.get_by_role("link").first.click()
    expect(page.locator("h1")).to_have_text("いわき市のx")
    assert album.faults == []
    page.close()

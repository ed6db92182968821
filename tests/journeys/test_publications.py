"""The section pastes the text into a stand-in of the city's site; the check turns green, and red after three days."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from scripts.homepage import server
from tests.journeys.conftest import Somebody
from tests.journeys.walker import Album
from tests.services.live import LiveCopy, live_copy

PASTED = "kanko/kanko-instagram.html"
PATIENCE = 60
"""Seconds that the worker may take for a look that was asked for."""


@pytest.fixture(scope="module")
def live_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveCopy]:
    """Run a copy of its own: elsewhere versions of the policy are decided today, and this one is shown since days."""
    with live_copy(tmp_path_factory.mktemp("publications")) as running:
        yield running


@pytest.fixture
def site(live_app: LiveCopy) -> Iterator[Path]:
    """Serve the folder of the stand-in, beside the running copy."""
    folder = live_app.var / "homepage"
    with server(folder, int(live_app.environ["CITY_STAND_IN_PORT"])) as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield folder
        running.shutdown()
        thread.join()


def until_reads(page: Page, words: str) -> None:
    """Open a page again until the worker has been there."""
    for _ in range(PATIENCE):
        if page.locator("main").get_by_text(words, exact=True).count():
            return
        page.wait_for_timeout(1000)
        page.reload()
    expect(page.locator("main")).to_contain_text(words)


def test_pasted_page_is_confirmed_and_missed(somebody: Somebody, album: Album, site: Path, live_app: LiveCopy) -> None:
    staff = somebody("緑川 栞")
    page = staff.page
    page.goto("/accounts/?q=旅だより")
    page.get_by_role("link", name="いわき旅だより").first.click()
    page.get_by_role("link", name="掲載を見る").click()
    album.look(page, "掲載")

    pasted = page.locator("#text-homepage").input_value()
    (site / "kanko").mkdir(exist_ok=True)
    (site / PASTED).write_text(f"<!DOCTYPE html><meta charset='utf-8'><body>{pasted}</body>", encoding="utf-8")
    page.get_by_role("link", name="載せ直したことを記録する").first.click()
    staff.fill(url="https://bit.ly/tabi")
    staff.press("掲載を記録する")
    staff.reads("短縮URLは使えません。")
    album.look(page, "短縮URLは断られる")
    day = page.evaluate("new Date().toLocaleDateString('sv-SE', {timeZone: 'Asia/Tokyo'})")
    homepage = f"http://127.0.0.1:{live_app.environ['CITY_STAND_IN_PORT']}/"
    staff.fill(url=f"{homepage}sns/list.html", posted_on=day)
    staff.press("掲載を記録する")
    staff.reads(f"観光部のサイト({homepage}kanko/)の外のページです。")
    album.look(page, "部署のサイトの外は理由を求められる")
    staff.fill(url=homepage + PASTED)
    staff.press("掲載を記録する")
    until_reads(page, "載せるものが、すべてありました。")
    album.look(page, "確認できた")

    (site / PASTED).unlink()
    page.get_by_role("button", name="いま確認する").first.click()
    until_reads(page, "ページがありません(応答の番号:404)。")
    assert min(live_app.ask("tests.journeys.looking", "1", "2")) >= 1
    until_reads(page, "掲載確認できず")
    album.look(page, "掲載確認できず")

    page.goto("/messages/")
    staff.reads("掲載を確認できませんでした")
    assert album.faults == []

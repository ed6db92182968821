"""Pages that few people see, and seldom: looked at like all others, at both widths and on paper."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.walker import Album
from tests.services.live import LiveCopy, live_copy

PAPER = {"width": 794, "height": 1123}
"""A sheet of A4 at 96 pixels an inch."""
BEYOND = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveCopy]:
    with live_copy(tmp_path_factory.mktemp("rare")) as running:
        yield running


@pytest.fixture(scope="module")
def made(copy: LiveCopy) -> dict[str, dict[str, Any]]:
    """Bring everything about; return people by office, and addresses."""
    found: dict[str, dict[str, Any]] = json.loads(called(copy, "set_up()").strip().splitlines()[-1])
    return found


def called(copy: LiveCopy, call: str) -> str:
    """Call a function of `rare` on the copy; return what it printed."""
    return copy.manage("shell", "-c", f"from tests.journeys import rare; rare.{call}")


def entered(browser: Browser, copy: LiveCopy, person: int) -> Page:
    """Return a window in which a person has signed in."""
    context = browser.new_context(base_url=copy.url, locale="ja-JP", timezone_id="Asia/Tokyo")
    page = context.new_page()
    page.goto("/signin/")
    page.locator(f"form[action='/enter/{person}/'] button").first.click()
    return page


def test_pages_of_retention(browser: Browser, copy: LiveCopy, made: dict[str, dict[str, Any]], album: Album) -> None:
    people, pages = made["people"], made["pages"]
    officer = entered(browser, copy, people["records_officer"])
    for path in ("", "disposals/", "holds/", "register/", "classes/"):
        officer.goto(f"/retention/{path}")
        album.look(officer, f"保存-{path.strip('/') or '廃棄できる記録'}")
    officer.goto(pages["asked"])
    album.look(officer, "廃棄の手続")
    officer.goto(f"{pages['permitted']}carry-out/")
    album.look(officer, "廃棄する")
    director = entered(browser, copy, people["general_affairs_director"])
    director.goto(f"{pages['asked']}permit/")
    album.look(director, "廃棄を許可する")
    called(copy, "age_proofs()")
    director.locator("main form button[type=submit]").last.click()
    album.look(director, "本人の確認")

    assert album.faults == []


def test_pages_of_the_trail(browser: Browser, copy: LiveCopy, made: dict[str, dict[str, Any]], album: Album) -> None:
    auditor = entered(browser, copy, made["people"]["auditor"])
    for title, path in (("監査証跡", "/trail/"), ("できごと", made["pages"]["event"]), ("封印", "/trail/seals/")):
        auditor.goto(path)
        album.look(auditor, title)
        auditor.emulate_media(media="print")
        auditor.set_viewport_size(PAPER)  # type: ignore[arg-type]  # a plain mapping is one
        album.keep(auditor, f"{album.name}/{title}-印刷")
        if auditor.evaluate(BEYOND) > 0:
            album.faults.append(f"{title} is wider than a sheet")
        auditor.emulate_media(media="screen")

    assert album.faults == []


def test_page_of_the_health(browser: Browser, copy: LiveCopy, made: dict[str, dict[str, Any]], album: Album) -> None:
    administrator = entered(browser, copy, made["people"]["administrator"])
    administrator.goto("/health/")
    album.look(administrator, "稼働状況")
    administrator.goto("/outbox/")
    album.look(administrator, "送信箱")

    assert album.faults == []


def test_pages_that_end_a_sign_in(
    browser: Browser, copy: LiveCopy, made: dict[str, dict[str, Any]], album: Album
) -> None:
    page = browser.new_context(base_url=copy.url, locale="ja-JP").new_page()
    for _ in range(5):
        page.goto("/signin/")
        page.locator("#id_staff_number").fill("777777")
        page.locator("#id_password").fill("naranai-kotoba")
        page.get_by_role("button", name="サインインする").click()
        album.look(page, "サインインの失敗") if not album.count else None
    album.look(page, "受付停止")
    head = entered(browser, copy, made["people"]["section_head"])
    head.goto("/me/deputies/new/")
    head.locator("#id_reason").fill("三日間の出張のため")
    called(copy, f"end_offices({made['people']['section_head']})")
    head.locator("main form button[type=submit]").last.click()
    album.look(head, "職の終わり")

    assert album.faults == []

"""An auditor gathers evidence: the registry of a day, a sample, the sheets of an account and its request, the list."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import SCREENSHOTS
from tests.journeys.conftest import Somebody
from tests.journeys.walker import Album

ONE_PAGE = re.compile(rb"/Type\s*/Page\b")


def printed(page: Page, name: str) -> int:
    """Print a page as a browser does, keep it, and return how many sheets of paper it takes."""
    path = SCREENSHOTS / f"evidence/{name}.pdf"
    path.parent.mkdir(parents=True, exist_ok=True)
    page.emulate_media(media="print")
    sheets = len(ONE_PAGE.findall(page.pdf(path=str(path), prefer_css_page_size=True)))
    page.screenshot(path=path.with_suffix(".png"), full_page=True)
    page.emulate_media(media="null")
    return sheets


def test_evidence_of_a_day(somebody: Somebody, album: Album) -> None:
    auditor = somebody("白波 健")
    page = auditor.page

    page.get_by_role("link", name="時点の台帳").click()
    auditor.reads("の終わりに運用中")
    album.look(page, "きょうの台帳")
    auditor.fill(on="2099-01-01")
    auditor.press("この時点を見る")
    auditor.reads("まだ来ていない日の状態は分かりません。")
    album.look(page, "先の日")
    day = page.evaluate("new Date(Date.now() - 864e5).toLocaleDateString('sv-SE')")
    auditor.fill(on=day)
    auditor.press("この時点を見る")
    rows = page.locator("table tbody tr")
    expect(rows.first).to_contain_text("許可した")
    first = rows.first.locator("th a")
    stream = first.get_attribute("href") or ""
    assert stream.startswith("/trail/records/accounts.account:")

    page.get_by_role("link", name="標本を抽出する").click()
    auditor.fill(seed="2026", size="3")
    album.look(page, "抽出の前")
    auditor.press("抽出して記録する")
    auditor.reads("標本を抽出し、記録しました。")
    album.look(page, "標本")
    drawn = page.locator("table tbody th").all_inner_texts()
    assert printed(page, "sample") >= 1
    page.get_by_role("link", name="引き直して確かめる").click()
    auditor.reads("いま引き直しても、同じ母集団から同じ標本が出ます")
    auditor.go("/samples/")
    album.look(page, "標本の一覧")
    auditor.go(f"/samples/new/?on={day}")
    auditor.fill(seed="2026", size="3")
    auditor.press("抽出して記録する")
    assert page.locator("table tbody th").all_inner_texts() == drawn

    key = stream.rstrip("/").rpartition(":")[2]
    auditor.go(f"/accounts/{key}/sheet/")
    album.look(page, "台帳票")
    assert printed(page, "account") == 1
    auditor.go(f"/accounts/{key}/")
    page.get_by_role("link", name=re.compile("アカウント取得の起案")).first.click()
    page.get_by_role("link", name="起案用紙を印刷する").click()
    album.look(page, "起案用紙")
    assert printed(page, "request") == 1

    assert album.faults == []


@pytest.mark.parametrize(
    ("button", "ending", "begins"), [("CSVで書き出す", "csv", b"\xef\xbb\xbf"), ("Excelで書き出す", "xlsx", b"PK")]
)
def test_list_is_taken_away(somebody: Somebody, tmp_path: Path, button: str, ending: str, begins: bytes) -> None:
    auditor = somebody("白波 健")
    page = auditor.page
    auditor.go("/accounts/?q=いわき")

    with page.expect_download() as waiting:
        auditor.press(button)

    path = tmp_path / "list"
    waiting.value.save_as(path)
    assert waiting.value.suggested_filename.endswith(f".{ending}")
    assert path.read_bytes().startswith(begins)

"""An auditor's round: what offices decided, one record, one person, the evidence checked."""

from playwright.sync_api import expect

from tests.journeys.conftest import Somebody
from tests.journeys.walker import Album


def test_round_of_an_auditor(somebody: Somebody, album: Album) -> None:
    auditor = somebody("白波 健")
    page = auditor.page

    auditor.go("/trail/evidence/")
    album.look(page, "突合の前")
    auditor.press("いま突き合わせる")
    auditor.reads("合わないところはありませんでした")
    album.look(page, "突合の後")

    page.get_by_role("link", name="職の決定").click()
    auditor.reads("月ごとの件数")
    album.look(page, "職の決定")
    auditor.fill(office="総合政策部長")
    auditor.press("絞り込む")
    expect(page.locator("table").last).not_to_contain_text("回議した")
    album.look(page, "総合政策部長の決定")
    auditor.fill(first_on="2020-04-01", last_on="2019-04-01")
    auditor.press("絞り込む")
    auditor.reads("始めの日と同じか、それより後の日を入力してください。")
    album.look(page, "期間の誤り")

    auditor.go("/trail/decisions/?by_deputies=on&first_on=2024-04-01&last_on=2027-03-31")
    album.look(page, "代決")
    page.locator("table").last.get_by_role("row").nth(1).get_by_role("link").nth(1).click()
    auditor.reads("どの記録のつながりにも台帳にも、欠けや書き換えは見つかりませんでした")
    album.look(page, "記録の経過")
    page.locator("table").get_by_role("row").nth(1).get_by_role("link").nth(1).click()
    auditor.reads("任用と代決")
    album.look(page, "職員の経過")

    assert album.faults == []

"""The errand of the first day: the accounts that the city has already, from a wrong file to the registry."""

import re
from typing import Any

from playwright.sync_api import Page, expect

from tests.accounts.importing import PLACES, a_row, sheet
from tests.journeys.conftest import Somebody
from tests.journeys.walker import Album

SECTION = "観光振興課"


def test_import_of_existing_accounts(somebody: Somebody, album: Album) -> None:
    director = somebody("松風 玲")
    director.act_as("総務部長")
    director.page.get_by_role("link", name="アカウントの取込み").click()
    album.look(director.page, "ファイル")

    read(director.page, "証拠.csv", b"%PDF-1.7")
    director.reads("この種類のファイルは読めません。")
    album.look(director.page, "読めないファイル")

    good = [a_row(number, SECTION, handle=f"@iwaki_mukashi{number}", url="") for number in range(1, 4)]
    wrong = [list(good[0]), list(good[1]), list(good[2])]
    wrong[0][PLACES["section"]] = "観光進興課"
    wrong[1][PLACES["started_on"]] = "2014/2/30"
    wrong[2][PLACES["url"]] = "https://twiter.com/iwaki_mukashi3"
    read(director.page, "いまあるアカウント.csv", sheet(wrong))
    album.look(director.page, "列")
    director.press("内容を確かめる")
    director.reads("「観光振興課」のことですか。")
    director.reads("実在する年月日を書いてください。")
    director.reads("打ち間違いではないか確かめてください。")
    expect(director.page.get_by_role("button", name="登録する")).to_have_count(0)
    album.look(director.page, "誤り")

    director.page.get_by_role("link", name="ファイルを選び直す").click()
    read(director.page, "いまあるアカウント.csv", sheet(good, "cp932"))
    director.press("内容を確かめる")
    director.reads("誤りはありません")
    album.look(director.page, "確かめた結果")
    director.press("登録する")
    director.reads("3件を登録し、0件を直しました。")

    director.go("/accounts/?q=iwaki_mukashi2")
    director.page.get_by_role("link", name=re.compile("公式アカウント2")).first.click()
    director.reads("26総第2号")
    album.look(director.page, "登録したアカウント")

    good[2][PLACES["common_name"]] = "むかしの公式"
    director.go("/accounts/import/")
    read(director.page, "いまあるアカウント.csv", sheet(good))
    director.press("内容を確かめる")
    director.reads("むかしの公式")
    album.look(director.page, "違うところ")
    director.press("登録する")
    director.reads("0件を登録し、1件を直しました。2件は台帳と同じでした。")

    assert album.faults == []


def read(page: Page, name: str, content: bytes) -> None:
    """Choose a file and have it read."""
    file: Any = {"name": name, "mimeType": "text/csv", "buffer": content}
    page.locator("#id_file").set_input_files(file)
    page.get_by_role("button", name="読み込む").click()

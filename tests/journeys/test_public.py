"""A citizen finds an account and asks whether others are genuine; ふるさと発信課 warns, and the citizen sees it."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Somebody
from tests.journeys.walker import Album

NewPage = Callable[..., Page]
FAKE = "https://x.com/iwaki_bousai_mihon_"


def ask(page: Page, text: str) -> str:
    """Ask for a text on the first page; return the verdict."""
    page.goto("/public/")
    page.locator("#who").fill(text)
    page.get_by_role("button", name="確かめる").click()
    verdict = page.locator("[data-verdict]")
    expect(verdict).to_be_visible()
    return str(verdict.get_attribute("data-verdict"))


def test_citizen_asks_and_is_warned(new_page: NewPage, somebody: Somebody, album: Album) -> None:
    citizen = new_page(java_script_enabled=True)
    citizen.goto("/public/")
    album.look(citizen, "一覧")
    citizen.locator("#q").fill("旅だより")
    citizen.get_by_role("button", name="探す", exact=True).click()
    expect(citizen.locator("table.data tbody tr")).to_have_count(1)
    album.look(citizen, "探した")
    citizen.get_by_role("link", name="いわき旅だより").click()
    expect(citizen.locator("main")).to_contain_text("@iwaki_tabi_mihon")
    expect(citizen.locator("main")).to_contain_text("メディアポリシー")
    album.look(citizen, "アカウント")

    assert ask(citizen, "https://x.com/iwaki_bousai_mihon") == "official"
    album.look(citizen, "公式")
    assert ask(citizen, FAKE) == "unregistered"
    assert ask(citizen, "https://x.com/iwaki_bоusai_mihon") == "unregistered"
    expect(citizen.locator("main")).to_contain_text("のことかもしれません")
    album.look(citizen, "似た文字")
    assert ask(citizen, "https://x.com@evil.example/iwaki_bousai_mihon") == "unregistered"
    assert ask(citizen, "https://bit.ly/x") == "untold"
    album.look(citizen, "短縮URL")

    keeper = somebody("久遠 葵")
    keeper.go("/publications/imitations/")
    album.look(keeper.page, "にせのアカウント")
    keeper.page.get_by_role("link", name="にせのアカウントを登録する").click()
    keeper.press("登録して警告する")
    album.look(keeper.page, "入力の誤り")
    keeper.fill(url="https://x.com/iwaki_bousai_mihon", first_seen_on="2026-11-01", words="偽の抽選です。")
    keeper.press("登録して警告する")
    keeper.reads("これは市の公式アカウントです")
    keeper.fill(platform="X", handle="iwaki_bousai_mihon_", url=FAKE, resembling="https://x.com/iwaki_bousai_mihon")
    keeper.press("登録して警告する")
    keeper.reads("偽の抽選です。")
    album.look(keeper.page, "登録した後")

    assert ask(citizen, FAKE) == "imitation"
    expect(citizen.locator("main")).to_contain_text("偽の抽選です。")
    album.look(citizen, "警告")
    citizen.get_by_role("link", name="すべての注意を見る").click()
    expect(citizen.locator("main")).to_contain_text("偽の抽選です。")
    album.look(citizen, "注意の一覧")
    citizen.goto("/public/sections/")
    album.look(citizen, "部署")

    keeper.page.get_by_role("link", name="警告を終える").click()
    keeper.fill(reason="サービスが削除しました。")
    album.look(keeper.page, "終える")
    keeper.press("警告を終える")
    keeper.reads("警告終了")
    assert ask(citizen, FAKE) == "unregistered"
    assert citizen.context.cookies() == []
    assert album.faults == []

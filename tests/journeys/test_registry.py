"""Looking for accounts: a search in another writing, filters, one kept and handed on to somebody of another section."""

from playwright.sync_api import expect

from tests.journeys.conftest import Somebody
from tests.journeys.walker import Album


def test_search_filter_keep_and_hand_on(somebody: Somebody, album: Album) -> None:
    staff = somebody("緑川 栞")
    page = staff.page

    staff.go("/accounts/")
    album.look(page, "台帳")
    staff.fill(q="ｲﾜｷ 旅ﾀﾞﾖﾘ")
    staff.press("絞り込む")
    expect(page.locator("table.data tbody tr")).to_have_count(1)
    staff.reads("いわき旅だより")
    staff.fill(q="なにもないことば")
    staff.press("絞り込む")
    staff.reads("条件に合うアカウントはありません")
    album.look(page, "見つからない")

    staff.go("/accounts/")
    staff.fill(department="観光部", state="運用中", order="名前の順")
    staff.press("絞り込む")
    expect(page.locator("#id_section option")).not_to_have_count(1)
    page.get_by_role("link", name="この絞り込みを保存する").click()
    staff.reads("部 観光部")
    album.look(page, "保存")
    staff.fill(name="観光部の運用中")
    staff.press("保存する")
    expect(page.get_by_role("link", name="観光部の運用中", exact=True)).to_have_attribute("aria-current", "true")
    album.look(page, "保存した後")
    names = page.locator("table.data tbody th a").all_inner_texts()

    page.get_by_role("link", name="直す・渡す").click()
    link = page.locator("main a.mono").inner_text()
    album.look(page, "渡す")
    other = somebody("白波 健")
    other.go(link)
    assert set(names) <= set(other.page.locator("table.data tbody th a").all_inner_texts())
    expect(other.page.get_by_role("link", name="観光部の運用中", exact=True)).to_have_count(0)

    page.get_by_role("link", name="この絞り込みを外す").click()
    album.look(page, "外す")
    staff.press("外す")
    expect(page.get_by_role("link", name="観光部の運用中", exact=True)).to_have_count(0)

    assert album.faults == []

"""The calendar in the browser: a month, a day, paper, whose deadlines, waiving, an address for one's own calendar.

Walked without scripts as well, and looked at in both widths.
"""

import re
from urllib.parse import urlsplit

from playwright.sync_api import expect

from tests.journeys.conftest import Somebody
from tests.journeys.walker import Album, Walker


def test_deadlines_by_their_dates(somebody: Somebody, album: Album) -> None:
    staff, director = somebody("緑川 栞", java_script_enabled=False), somebody("月岡 修")
    director.act_as("総合政策部長")

    month(staff, album)
    day(staff)
    scopes(staff, album)
    city(director, album)
    paper(director, album)
    own_address(staff)

    assert album.faults == []


def test_head_waives_what_the_staff_owe(somebody: Somebody, album: Album) -> None:
    head = somebody("若松 直人")
    head.go("/calendar/?scope=section&show=late")
    if not head.page.get_by_role("link", name=re.compile("^免除する")).count():
        head.go("/calendar/?scope=section")
    for _ in range(3):
        if head.page.get_by_role("link", name=re.compile("^免除する")).count():
            break
        head.page.locator("a[rel=next]").first.click()
    head.page.get_by_role("link", name=re.compile("^免除する")).first.click()
    expect(head.page.locator("h1")).to_have_text("義務を免除する")
    album.look(head.page, "免除")
    head.press("免除する")
    head.reads("入力してください。")
    album.look(head.page, "免除-理由がない")
    head.fill(waive_reason="催しが中止になり、この仕事は要らなくなったため")
    head.press("免除する")
    head.reads("免除しました。担当の職に知らせました。")

    assert album.faults == []


def month(staff: Walker, album: Album) -> None:
    """Open the calendar from the menu and go to the neighbouring months and back."""
    staff.page.get_by_role("navigation", name="主なメニュー").get_by_role("link", name="期限の暦").click()
    expect(staff.page.locator("h1")).to_have_text("期限の暦")
    expect(staff.page.locator("td[aria-current=date]")).to_have_count(1)
    album_look(staff, album, "月")
    here = staff.page.locator(".month-nav h2").inner_text()
    staff.page.locator(".month-nav a[rel=next]").click()
    staff.page.locator(".month-nav a[rel=prev]").click()
    expect(staff.page.locator(".month-nav h2")).to_have_text(re.compile(re.escape(here.partition(" ")[0])))


def album_look(walker: Walker, album: Album, title: str) -> None:
    """Look at a page of a window without scripts in one with them: axe is a script."""
    assert walker.page.context.browser is not None
    state, size = walker.page.context.storage_state(), {"width": 1280, "height": 900}
    context = walker.page.context.browser.new_context(storage_state=state, viewport=size, locale="ja-JP")  # type: ignore[arg-type]  # what Playwright gives it also takes
    page = context.new_page()
    page.goto(walker.page.url)
    album.look(page, title)
    context.close()


def day(staff: Walker) -> None:
    """Choose a day of the table and come back to the month."""
    staff.go("/calendar/")
    items = staff.page.locator(".month__items a")
    if not items.count():
        staff.page.locator(".month-nav a[rel=next]").click()
    items.first.click()
    expect(staff.page.locator("#list")).to_contain_text("の期限")
    staff.page.get_by_role("link", name="月の全部に戻す").click()
    assert "day=" not in staff.page.url


def scopes(staff: Walker, album: Album) -> None:
    """See the section's and the department's, late ones and ended ones."""
    for name in ("自分の課", "自分の部"):
        staff.page.get_by_role("link", name=name, exact=True).click()
        expect(staff.page.locator('.segments a[aria-current="true"]').first).to_have_text(name)
    staff.page.get_by_role("link", name="期限を過ぎたもの", exact=True).click()
    expect(staff.page.locator("table.month")).to_have_count(0)
    album_look(staff, album, "期限を過ぎたもの")
    staff.page.get_by_role("link", name="終わったもの", exact=True).click()
    album_look(staff, album, "終わったもの")


def city(director: Walker, album: Album) -> None:
    """See the city's and narrow it to a department."""
    director.go("/calendar/?scope=city")
    album.look(director.page, "市全体")
    director.page.locator("#unit").select_option(label="観光部")
    director.press("絞り込む")
    assert "unit=" in director.page.url


def paper(director: Walker, album: Album) -> None:
    """Print the month: the menu is left out, the table names its acts."""
    director.page.get_by_role("link", name="印刷用の一覧").click()
    album.look(director.page, "印刷用")
    director.page.emulate_media(media="print")
    expect(director.page.get_by_role("navigation", name="主なメニュー")).to_be_hidden()
    expect(director.page.locator("table.month")).to_be_visible()
    director.page.emulate_media(media="screen")


def own_address(staff: Walker) -> None:
    """Make an address, read it without the session, end it."""
    staff.go("/calendar/feed/")
    staff.press("アドレスを作る")
    path = urlsplit(staff.page.locator("dl.facts code").inner_text()).path
    assert staff.page.context.browser is not None
    origin = "{0.scheme}://{0.netloc}".format(urlsplit(staff.page.url))
    stranger = staff.page.context.browser.new_context(base_url=origin)
    answer = stranger.request.get(path)
    assert (answer.status, answer.text().startswith("BEGIN:VCALENDAR"), stranger.cookies()) == (200, True, [])
    staff.press("取りやめる")
    staff.reads("まだアドレスを作っていません")
    assert stranger.request.get(path).status == 404
    stranger.close()

"""An account whose end is announced is silenced, kept so for a later problem, and used again until it ends (第7)."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from core.periods.civil import earliest_effect
from core.periods.clock import japan_date, now
from tests.journeys.conftest import Somebody
from tests.journeys.responding import ACCOUNT, acknowledge, contain, do, follow, report, skip
from tests.journeys.walker import Album, Walker
from tests.services.live import LiveCopy, live_copy

NAME = "いわき旅だより"
KEEP = "この問題のためにも一時停止を続ける"
REFUSED = "一時停止のもとになった問題が、まだ収束していません。"


@pytest.fixture(scope="module")
def live_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveCopy]:
    """Run a copy of its own: elsewhere the account goes on."""
    with live_copy(tmp_path_factory.mktemp("closing")) as running:
        yield running


def test_an_account_that_ends_is_silenced_and_used_again(somebody: Somebody, album: Album, live_app: LiveCopy) -> None:
    staff, head = somebody("緑川 栞"), somebody("若松 直人")
    announce_the_end(staff, head, f"http://127.0.0.1:{live_app.environ['CITY_STAND_IN_PORT']}/haishi.html")
    account = silence(head, album)
    listed(head, ["廃止周知中", "一時停止中"], album)
    path = keep_silent(staff, head, album)
    use_again(head, account, path, album)
    listed(head, ["廃止周知中"], album)

    assert album.faults == []


def announce_the_end(staff: Walker, head: Walker, page: str) -> None:
    """Draft the closure, decide it, file it, tell the public by both channels."""
    to_account(staff)
    staff.page.get_by_role("link", name="廃止を周知する").click()
    planned_on = earliest_effect(japan_date(now()), months=1) + timedelta(days=7)
    staff.fill(reason="観光の案内を一つにまとめるため", planned_on=str(planned_on))
    staff.press("案を保存する")
    staff.press("提出する")
    staff.reads("決定待ち")
    head.open_task(f"廃止を決める:{ACCOUNT}")
    head.page.locator("input[name=move][value=settle]").check()
    head.press("この内容で記録する")
    head.reads("決定しました。")
    staff.open_task(f"総合政策部長へ廃止を届け出る:{ACCOUNT}")
    staff.press("届け出る")
    staff.page.get_by_role("link", name="変更・廃止を見る").click()
    for channel, url in (("account", "https://www.instagram.com/p/abc/"), ("homepage", page)):
        staff.page.locator(f"input[name=channel][value={channel}]").first.check()
        staff.fill(announce_url=url)
        staff.press("周知を記録する")
        staff.reads("周知を記録しました。")
    staff.reads("周知中")


def to_account(walker: Walker) -> None:
    """Open the page of the account from the registry."""
    walker.go(f"/accounts/?q={NAME}")
    walker.page.locator("main").get_by_role("link", name=NAME, exact=True).click()


def silence(head: Walker, album: Album) -> str:
    """Suspend the account from its own page, which still says that it ends; return its address."""
    to_account(head)
    account = head.page.url
    follow(head, "一時停止する")
    head.fill(suspended_for="覚えのない投稿があったため")
    album.look(head.page, "廃止の前に止める")
    head.press("一時停止する")
    head.go(account)
    head.reads("このアカウントは一時停止中です")
    expect(head.page.locator(".page-head")).to_contain_text("廃止周知中")
    album.look(head.page, "廃止周知中に止めた")
    return account


def listed(head: Walker, standing: list[str], album: Album) -> None:
    """Find the account among what ends, with its standing; among what is suspended while it is."""
    for state, is_there in (("closing", True), ("suspended", "一時停止中" in standing)):
        head.go(f"/accounts/?state={state}")
        row = head.page.locator("tbody tr", has_text=NAME)
        expect(row).to_have_count(int(is_there))
        if is_there:
            assert row.locator(".chip").all_inner_texts() == standing
            album.look(head.page, f"台帳-{state}-{len(standing)}")


def keep_silent(staff: Walker, head: Walker, album: Album) -> str:
    """Report a problem that came later, and keep the account silent because of it, too."""
    path = report(staff, "other", "別の覚えのない返信がある", ACCOUNT)
    acknowledge(head, path, "other")
    album.look(head.page, "後の問題")
    follow(head, KEEP)
    head.fill(reason="返信がだれのものか調べるため")
    album.look(head.page, "この問題のためにも")
    head.press("一時停止を続ける")
    head.reads("この問題のために止めました。")
    assert head.page.locator("main").get_by_role("link", name=KEEP).count() == 0
    album.look(head.page, "この問題のためにも止めた")
    return path


def use_again(head: Walker, account: str, path: str, album: Album) -> None:
    """Try too early, end the problem, put the account back; it goes on ending."""
    head.go(account)
    back(head)
    head.reads(REFUSED)
    album.look(head.page, "まだ戻せない")
    head.go(path)
    do(head, "事実を確かめる", "担当者の操作でした。")
    skip(head, "説明やおわびが要るか決める", "だれにも届いていないため")
    contain(head, path, "操作した人が分かりました。")
    head.go(account)
    back(head)
    head.reads("運用に戻しました。")
    expect(head.page.locator(".page-head")).to_contain_text("廃止周知中")
    assert not shows_banner(head.page)
    album.look(head.page, "戻って廃止を待つ")


def back(head: Walker) -> None:
    """Ask for the account's return."""
    follow(head, "運用に戻す")
    head.fill(done="操作した人に確かめました。")
    head.press("運用に戻す")


def shows_banner(page: Page) -> bool:
    """Tell whether the account's page says that it is suspended."""
    return page.get_by_text("このアカウントは一時停止中です").count() > 0

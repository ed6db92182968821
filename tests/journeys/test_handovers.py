"""An account passes to another section: a member of staff, the head that gives, the head that receives."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from core.periods.clock import japan_date, now
from tests.journeys.conftest import Somebody
from tests.journeys.walker import Album, Walker
from tests.services.live import LiveCopy, live_copy

ACCOUNT = "Instagram「いわき旅だより」"
GONE = "競技会の情報と一つにまとめて発信するため"


@pytest.fixture(scope="module")
def live_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveCopy]:
    """Run a copy of its own: elsewhere the account changes its name, which stands in the way."""
    with live_copy(tmp_path_factory.mktemp("handovers")) as running:
        yield running


def test_an_account_passes_to_another_section(somebody: Somebody, album: Album) -> None:
    drafter, giving, receiving = somebody("緑川 栞"), somebody("若松 直人"), somebody("原田 実")

    draft(drafter, album)
    send(giving, album)
    take_over(receiving, album)
    look_at_the_account(receiving, album)

    assert album.faults == []


def open_account(walker: Walker) -> None:
    """Open the account from the registry."""
    walker.go("/accounts/?q=いわき旅だより")
    walker.page.locator("main").get_by_role("link", name="いわき旅だより", exact=True).click()


def draft(drafter: Walker, album: Album) -> None:
    """Write the sheet: first without a reason, then whole."""
    open_account(drafter)
    drafter.page.get_by_role("link", name="所管替えの引継書を作る").click()
    album.look(drafter.page, "引継書")
    drafter.page.locator("#id_receiving").select_option(label="観光部 スポーツ振興課")
    drafter.fill(planned_on=japan_date(now()).isoformat(), matters="毎週金曜日に催しを案内しています。")
    drafter.press("引継書を保存する")
    album.look(drafter.page, "引継書-理由なし")
    drafter.fill(reason=GONE, recovery="課の代表のメールアドレスと電話")
    drafter.page.locator("#id_recovery_is_city").check()
    drafter.press("引継書を保存する")
    drafter.reads("引継書を保存しました。アカウント管理者の受信箱に載ります。")
    album.look(drafter.page, "引継書-作成中")


def send(giving: Walker, album: Album) -> None:
    """Send it as the account manager."""
    giving.open_task(f"所管替えの引継書を見て送る:{ACCOUNT}")
    giving.reads(GONE)
    giving.reads("アカウントに入る人")
    album.look(giving.page, "送る前")
    giving.press("引継書を送る")
    giving.reads("引継書を送りました。引き継ぐ課の課長の受信箱に載ります。")


def take_over(receiving: Walker, album: Album) -> None:
    """Take it over: first without anybody to operate it, then with one."""
    page = receiving.page
    receiving.open_task(f"所管替えの引継書を見て引き継ぐ:{ACCOUNT}")
    album.look(page, "引き継ぐ")
    receiving.press("引き継ぐ")
    receiving.reads("引き継いだ後の運用担当を、一人は決めてください。")
    album.look(page, "引き継ぐ-運用担当なし")
    page.locator("#id_operators-0-person").select_option(index=1)
    page.locator("#id_operators-0-access").select_option(label="共用のパスワード")
    page.locator("#id_operators-0-reason").fill("投稿するため")
    receiving.press("引き継ぐ")
    receiving.reads("アカウントを引き継ぎました。")
    album.look(page, "引継ぎ済")
    page.get_by_role("link", name="引継書を印刷する").click()
    album.look(page, "引継書の印刷")


def look_at_the_account(receiving: Walker, album: Album) -> None:
    """Find the account with the new section and what is owed anew."""
    open_account(receiving)
    receiving.reads("スポーツ振興課")
    receiving.reads(f"共用のパスワードを変え、前の課の人の権限を外す:{ACCOUNT}")
    receiving.reads(f"メディアポリシーの新しい版を作る:{ACCOUNT}")
    receiving.reads("アカウントの所管を引き継いだ")
    expect(receiving.page.get_by_role("link", name="スポーツ振興課への所管替え")).to_have_count(1)
    album.look(receiving.page, "アカウント")

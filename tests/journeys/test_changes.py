"""A change of a name as four people: planned, settled, filed, refused too early, announced, moved, filed again.

What takes months is walked with a clock that moves (`tests.approvals.notices.test_whole`); here people see the pages.
"""

from datetime import date, timedelta

from core.periods.civil import earliest_effect
from core.periods.clock import japan_date, now
from tests.journeys.conftest import Somebody
from tests.journeys.walker import Album, Walker
from tests.services.live import LiveCopy

ACCOUNT = "いわき旅だより"
NEW_NAME = "いわき旅ごよみ"
REASON = "暮らしの暦と合わせて覚えてもらうため"


def test_change_of_a_name(somebody: Somebody, album: Album, live_app: LiveCopy) -> None:
    drafter, head, director = somebody("緑川 栞"), somebody("若松 直人"), somebody("月岡 修")
    director.act_as("総合政策部長")
    general = somebody("松風 玲")
    general.act_as("総務部長")
    planned_on = earliest_effect(japan_date(now()), months=1) + timedelta(days=7)

    plan(drafter, album, planned_on)
    draft(drafter, album, planned_on)
    settle(head, album)
    announce_too_early(drafter, album)
    file(drafter, album)
    announce(drafter, album, f"http://127.0.0.1:{live_app.environ['CITY_STAND_IN_PORT']}/oshirase.html")
    effect_too_early(drafter, album)
    move(drafter, head, album, planned_on + timedelta(days=7))
    file_again(drafter, album)
    receive(general, album)
    look_on(director, album)
    look_at_a_closure(drafter, album)

    assert album.faults == []


def plan(drafter: Walker, album: Album, planned_on: date) -> None:
    """Ask the planner from both ends."""
    drafter.go("/")
    drafter.page.get_by_role("link", name="変更・廃止", exact=True).click()
    album.look(drafter.page, "一覧")
    drafter.page.get_by_role("link", name="日程を調べる").click()
    album.look(drafter.page, "日程-問う前")
    today = japan_date(now())
    drafter.fill(wish=str(planned_on), account_on=str(today), homepage_on=str(today))
    drafter.press("日程を計算する")
    drafter.reads("間に合います")
    drafter.reads("最も早い実施日")
    album.look(drafter.page, "日程-答え")


def draft(drafter: Walker, album: Album, planned_on: date) -> None:
    """Draft from the account's page, read both sides, submit."""
    drafter.go(f"/accounts/?q={ACCOUNT}")
    drafter.page.locator("main").get_by_role("link", name=ACCOUNT, exact=True).click()
    drafter.page.get_by_role("link", name="変更を周知する").click()
    album.look(drafter.page, "変更の案")
    drafter.fill(name=NEW_NAME, reason=REASON)
    drafter.press("案を保存する")
    drafter.press("提出する")
    drafter.reads("実施の予定日を入力してください。")
    album.look(drafter.page, "提出を断られた")
    drafter.page.get_by_role("link", name="案を直す").click()
    drafter.fill(planned_on=str(planned_on))
    drafter.press("案を保存する")
    drafter.reads(NEW_NAME)
    drafter.press("提出する")
    drafter.reads("決定待ち")


def settle(head: Walker, album: Album) -> None:
    """Decide as the account manager."""
    head.open_task(f"変更を決める:Instagram「{ACCOUNT}」")
    album.look(head.page, "決める")
    head.page.locator("input[name=move][value=settle]").check()
    head.press("この内容で記録する")
    head.reads("決定しました。")


def announce_too_early(drafter: Walker, album: Album) -> None:
    """Find that nothing can be announced before the filing."""
    drafter.open_task(f"総合政策部長へ変更を届け出る:Instagram「{ACCOUNT}」")
    drafter.page.get_by_role("link", name="変更・廃止を見る").click()
    assert drafter.page.locator("#announce").count() == 0
    album.look(drafter.page, "決定の後")


def file(drafter: Walker, album: Album) -> None:
    """File with 総合政策部長."""
    drafter.open_task(f"総合政策部長へ変更を届け出る:Instagram「{ACCOUNT}」")
    album.look(drafter.page, "届出")
    drafter.press("届け出る")
    drafter.reads("届け出ました。")


def announce(drafter: Walker, album: Album, page: str) -> None:
    """Record both announcements; a page outside of the city is refused."""
    drafter.page.get_by_role("link", name="変更・廃止を見る").click()
    _announce(drafter, "account", "https://www.instagram.com/p/abc/")
    drafter.reads("周知を記録しました。")
    _announce(drafter, "homepage", "https://example.com/oshirase.html")
    album.look(drafter.page, "市の外のページは断られる")
    _announce(drafter, "homepage", page)
    drafter.reads("周知中")
    album.look(drafter.page, "周知中")


def _announce(drafter: Walker, channel: str, url: str) -> None:
    drafter.page.locator(f"input[name=channel][value={channel}]").first.check()
    drafter.fill(announce_url=url)
    drafter.press("周知を記録する")


def effect_too_early(drafter: Walker, album: Album) -> None:
    """Find no form for the effect while the period runs."""
    assert drafter.page.locator("#effect").count() == 0
    drafter.reads("実施できる最も早い日")


def move(drafter: Walker, head: Walker, album: Album, planned_on: date) -> None:
    """File with 総務部長, then move the day; both days of the new announcement are asked for at once."""
    page = drafter.page.url
    drafter.open_task(f"総務部長へ変更を届け出る:Instagram「{ACCOUNT}」")
    drafter.press("届け出る")
    drafter.reads("届け出ました。")
    head.go(page)
    head.fill(move_planned_on=str(planned_on), move_reason="会場の都合のため")
    head.press("期日を変える")
    head.reads("2か所を直すと次へ進めます")
    album.look(head.page, "改めて周知した日が要る")
    today = str(japan_date(now()))
    head.fill(move_account_on=today, move_homepage_on=today)
    head.press("期日を変える")
    head.reads("期日を変えました。")


def file_again(drafter: Walker, album: Album) -> None:
    """File the corrected day, which repeats what is to change and leads to the first filing."""
    drafter.open_task(f"総務部長へ変更の予定日の訂正を届け出る:Instagram「{ACCOUNT}」")
    drafter.reads(f"{ACCOUNT} → {NEW_NAME}")
    album.look(drafter.page, "予定日の訂正の届出")
    drafter.press("届け出る")
    drafter.reads("届け出ました。")


def receive(general: Walker, album: Album) -> None:
    """Receive it as 総務部長."""
    general.open_task(f"変更の予定日の訂正の届出の受理:Instagram「{ACCOUNT}」")
    general.reads("もとの届出")
    album.look(general.page, "訂正の届出を受理する")
    general.press("受理する")
    general.reads("1件の届出を受理しました。")


def look_on(director: Walker, album: Album) -> None:
    """Read as 総合政策部長 what was filed."""
    director.go("/approvals/filings/?show=filed")
    album.look(director.page, "届出の一覧")
    director.reads(ACCOUNT)


def look_at_a_closure(drafter: Walker, album: Album) -> None:
    """Open the form of a closure."""
    drafter.go(f"/accounts/?q={ACCOUNT}")
    drafter.page.locator("main").get_by_role("link", name=ACCOUNT, exact=True).click()
    album.look(drafter.page, "アカウント")
    drafter.page.get_by_role("link", name="廃止を周知する").click()
    album.look(drafter.page, "廃止の案")

"""What is warned of does not become the city's, neither by a start nor by an import; what an import leaves to do."""

from playwright.sync_api import expect

from core.periods.clock import japan_date, now
from tests.accounts.importing import a_row, sheet
from tests.journeys.conftest import Somebody
from tests.journeys.test_import import read
from tests.journeys.walker import Album, Walker

SECTION = "観光振興課"
PARK, PARK_ID = "X「いわき公園だより」", "iwaki_parkmihon"
OLD, OLD_ID = "公式アカウント1", "iwaki_furui1"
WARNED = "このURL・アカウントIDには、「にせのアカウント」の警告が出ています。"
ASK = "先に警告を終えるよう、ふるさと発信課に依頼してください。"


def test_start_and_import_beside_a_warning(somebody: Somebody, album: Album) -> None:
    keeper, clerk, head = somebody("久遠 葵"), somebody("木下 萌"), somebody("遠山 篤")
    director, manager = somebody("松風 玲"), somebody("若松 直人")
    director.act_as("総務部長")
    for handle in (PARK_ID, OLD_ID):
        warn(keeper, handle)

    acquire(clerk, album)
    start_is_refused(head, album)
    import_is_refused(director, album)

    for handle in (PARK_ID, OLD_ID):
        end(keeper, handle)
    head.open_task(f"運用を始める:{PARK}")
    head.press("運用を始める")
    head.reads("の運用を始めました。")
    director.page.reload()
    director.reads("誤りはありません")
    director.press("登録する")
    director.reads("1件を登録し、0件を直しました。")
    write_first_policy(manager, album)
    shows_it(manager, album)
    found_by_its_year(director, album)
    assert album.faults == []


def warn(keeper: Walker, handle: str) -> None:
    """Warn of an ID on X."""
    keeper.go("/publications/imitations/new/")
    keeper.fill(platform="X", handle=handle, first_seen_on="2026-11-01", words="偽の抽選です。")
    keeper.press("登録して警告する")
    keeper.reads("偽の抽選です。")


def end(keeper: Walker, handle: str) -> None:
    """End the warning of an ID."""
    keeper.go("/publications/imitations/")
    keeper.page.get_by_role("link", name=f"@{handle}").first.click()
    keeper.page.get_by_role("link", name="警告を終える").click()
    keeper.fill(reason="市のアカウントだったため")
    keeper.press("警告を終える")
    keeper.reads("警告終了")


def acquire(clerk: Walker, album: Album) -> None:
    """Record the acquisition of the very account: that is a fact, and no refusal."""
    clerk.open_task(f"アカウントを取得し、記録する:{PARK}")
    clerk.fill(url=f"https://x.com/{PARK_ID}", handle=PARK_ID, acquired_on=japan_date(now()).isoformat())
    clerk.press("取得を記録する")
    clerk.reads("取得を記録しました。")
    album.look(clerk.page, "警告のあるアカウントの取得")


def start_is_refused(head: Walker, album: Album) -> None:
    """Read why operation does not start yet, and who helps."""
    head.open_task(f"運用を始める:{PARK}")
    head.reads(WARNED)
    head.reads(ASK)
    head.reads("まだ始められません")
    expect(head.page.get_by_role("button", name="運用を始める", exact=True)).to_have_count(0)
    album.look(head.page, "運用を始められない")


def import_is_refused(director: Walker, album: Album) -> None:
    """Read at the row why nothing is registered."""
    director.go("/accounts/import/")
    row = a_row(
        1, SECTION, handle=f"@{OLD_ID}", url=f"https://mobile.twitter.com/{OLD_ID}?s=20", started_on="2015/3/31"
    )
    read(director.page, "いまあるアカウント.csv", sheet([row]))
    director.press("内容を確かめる")
    director.reads(WARNED)
    director.reads(ASK)
    expect(director.page.get_by_role("button", name="登録する")).to_have_count(0)
    album.look(director.page, "警告のある行")


def write_first_policy(manager: Walker, album: Album) -> None:
    """Find the duty to write the first policy in the inbox, and begin it."""
    manager.open_task(f"最初のメディアポリシーを作り、掲載する:X「{OLD}」")
    album.look(manager.page, "版のないアカウント")
    manager.page.get_by_role("link", name="新しい版を作る").click()
    album.look(manager.page, "最初の版")


def shows_it(manager: Walker, album: Album) -> None:
    """See on the account's own page what it rests on, and that nothing can be shown before there is a policy."""
    manager.go(f"/accounts/?q={OLD_ID}")
    manager.page.locator("main").get_by_role("link", name=OLD, exact=True).click()
    manager.reads("26総第1号")
    album.look(manager.page, "登録されたアカウント")
    manager.page.get_by_role("link", name="掲載を見る").click()
    manager.reads("決定したメディアポリシーがありません")
    album.look(manager.page, "掲載はまだ")


def found_by_its_year(director: Walker, album: Album) -> None:
    """Find the registered account by the fiscal year of its start."""
    director.go("/accounts/?year=2014&q=iwaki_furui")
    director.reads(OLD)
    album.look(director.page, "年度で探す")
    director.go("/accounts/?year=2015&q=iwaki_furui")
    expect(director.page.locator("main").get_by_role("link", name=OLD, exact=True)).to_have_count(0)

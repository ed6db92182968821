"""A problem is put right: its account, a public warning and a closure that were linked by mistake (第7, 7-3)."""

from tests.journeys.conftest import Somebody
from tests.journeys.responding import NO_ACCOUNT, acknowledge, follow, report
from tests.journeys.walker import Album, Walker

ACCOUNT, NAME = "X「いわき市消防本部」", "いわき市消防本部"
ADDRESS = "https://x.com/iwaki_fire_mihon"
IMITATION = "iwaki_fire_nise1"


def test_what_was_linked_by_mistake_is_put_right(somebody: Somebody, album: Album) -> None:
    staff, leading = somebody("﨑田 勇"), somebody("朝日 まどか")
    leading.act_as("ふるさと発信課長")
    path = report(staff, "flaming", "消防の投稿への批判", NO_ACCOUNT)
    acknowledge(leading, path, "flaming")
    put_the_account_right(leading, album)
    begin_a_closure(staff)
    link_the_closure(leading, path, album)
    warn(leading)
    imitated = report(staff, "impersonation", "消防に似せたアカウント", ACCOUNT, post_url=f"https://x.com/{IMITATION}")
    acknowledge(leading, imitated, "impersonation")
    link_the_warning(leading, album)

    assert album.faults == []


def put_the_account_right(leading: Walker, album: Album) -> None:
    """Say by its address which account it is; first nothing at all."""
    follow(leading, "アカウントを改める")
    leading.press("アカウントを改める")
    leading.reads("アカウントを選ぶか、「一覧にないアカウント」に入力してください。")
    assert leading.page.locator("main [aria-invalid=true]").count() == 2
    album.look(leading.page, "アカウントを改める-空")
    leading.fill(other_account=ADDRESS, reason="消防の投稿のことでした。")
    leading.press("アカウントを改める")
    leading.reads(f"アカウント:{NO_ACCOUNT} → {ACCOUNT}")
    leading.reads("谷口 進")
    album.look(leading.page, "アカウントを改めた")


def begin_a_closure(staff: Walker) -> None:
    """Draft the closure of the account beside the problem."""
    staff.go(f"/accounts/?q={NAME}")
    follow(staff, NAME)
    follow(staff, "廃止を周知する")
    staff.fill(reason="消防の発信を一つにまとめるため")
    staff.press("案を保存する")
    staff.reads("案を保存しました。内容を確かめて、提出してください。")


def link_the_closure(leading: Walker, path: str, album: Album) -> None:
    """Link the closure, and take that back."""
    leading.go(path)
    follow(leading, "進行中の廃止を結び付ける")
    album.look(leading.page, "廃止を結び付ける")
    leading.page.locator("#id_notice").select_option(index=1)
    leading.press("結び付ける")
    leading.reads("進行中のアカウントの廃止を結び付けた")
    album.look(leading.page, "廃止を結び付けた")
    follow(leading, "廃止との結び付きを外す")
    leading.press("外す")
    leading.reads("入力してください。")
    album.look(leading.page, "廃止を外す-空")
    leading.fill(reason="批判とは関わりのない廃止でした。")
    leading.press("外す")
    leading.reads("アカウントの廃止との結び付きを外した")
    album.look(leading.page, "廃止を外した")


def warn(leading: Walker) -> None:
    """Warn of an imitation on the list, before anybody reports it."""
    leading.go("/publications/imitations/new/")
    leading.fill(platform="X", handle=IMITATION, first_seen_on="2026-11-01", words="偽の募集です。")
    leading.press("登録して警告する")
    leading.reads("偽の募集です。")


def link_the_warning(leading: Walker, album: Album) -> None:
    """Link the warning, by which its step is done; take that back, with the step once more."""
    link = leading.page.locator("main").get_by_role("link", name="登録済みの警告を結び付ける")
    link.first.click()
    album.look(leading.page, "警告を結び付ける")
    leading.page.locator("#id_imitation").select_option(index=1)
    leading.press("結び付ける")
    leading.reads("登録済みの公開の警告を結び付けた")
    assert link.count() == 0
    album.look(leading.page, "警告を結び付けた")
    leading.page.locator("main").get_by_role("link", name="結び付きを外す").first.click()
    leading.reads("担当の仕事としてもう一度載ります")
    album.look(leading.page, "警告を外す")
    leading.fill(reason="別の偽のアカウントの警告でした。")
    leading.press("外す")
    leading.reads("公開の警告との結び付きを外した")
    assert link.count() == 1
    album.look(leading.page, "警告を外した")

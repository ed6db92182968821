"""A hijacked account is silenced, citizens read that, and it comes back once its access is the city's again."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Somebody
from tests.journeys.responding import ACCOUNT, acknowledge, contain, do, follow, report, skip
from tests.journeys.test_public import ask
from tests.journeys.walker import Album, Walker

NewPage = Callable[..., Page]
HANDLE = "https://www.instagram.com/iwaki_tabi_mihon/"
SAID = "ただいま使用を止めています。見どころは、市ホームページで確かめてください。"


def test_an_account_is_silenced_and_comes_back(new_page: NewPage, somebody: Somebody, album: Album) -> None:
    citizen, reporter, head = new_page(java_script_enabled=True), somebody("緑川 栞"), somebody("若松 直人")
    path = report(reporter, "hijack", "覚えのない投稿がある", ACCOUNT)
    acknowledge(head, path, "hijack")
    album.look(head.page, "手順と操作")
    silence(head, album)
    read_as_citizen(citizen, album)
    settle(head, path, album)
    assert ask(citizen, HANDLE) == "official"
    expect(citizen.locator("main")).to_contain_text("市の公式アカウントです")

    assert album.faults == []


def silence(head: Walker, album: Album) -> None:
    """Suspend the account from the problem's page: first with words that argue back."""
    follow(head, "アカウントを一時停止する")
    album.look(head.page, "止める")
    head.fill(suspended_for="覚えのない投稿があったため", suspended_words="事実無根の投稿がありました。")
    head.press("一時停止する")
    head.reads("言い返していると読まれる言葉があります")
    album.look(head.page, "言い返す文")
    head.fill(suspended_words=SAID)
    head.press("一時停止する")
    head.reads("この問題のために止めました。")
    album.look(head.page, "止めた")


def read_as_citizen(citizen: Page, album: Album) -> None:
    """Ask whether it is genuine, and read its page."""
    assert ask(citizen, HANDLE) == "official"
    expect(citizen.locator("main")).to_contain_text("市の公式アカウントですが、一時停止中です")
    expect(citizen.locator("main")).to_contain_text(SAID)
    album.look(citizen, "市民の答え")
    citizen.get_by_role("link", name="公式の「いわき旅だより」").first.click()
    expect(citizen.locator("main")).to_contain_text("一時停止中")
    album.look(citizen, "市民のページ")


def settle(head: Walker, path: str, album: Album) -> None:
    """Try too early, do what is left, and put the account back."""
    head.go(path)
    follow(head, ACCOUNT)
    head.reads("このアカウントは一時停止中です")
    account = head.page.url
    album.look(head.page, "アカウント")
    back(head)
    head.reads("まだ収束していません")
    album.look(head.page, "戻せない")
    head.go(path)
    change_password(head, album)
    do(head, "覚えのない権限と連携を取り消す", "連携を1つ取り消しました。")
    skip(head, "アカウントを止めるか決める", "すでに止めたため")
    do(head, "情報が漏れていないか確かめる", "届いたメッセージはありません。")
    skip(head, "市民に知らせるか決める", "一覧で知らせたため")
    contain(head, path, "権限を確かめました。")
    head.go(account)
    back(head)
    head.reads("運用に戻しました。")
    album.look(head.page, "戻した")


def back(head: Walker) -> None:
    """Ask for the account's return."""
    follow(head, "運用に戻す")
    head.fill(done="パスワードと権限を確かめました。")
    head.press("運用に戻す")


def change_password(head: Walker, album: Album) -> None:
    """Record the step of the new password, and by the same form the change on the account: first without who did it."""
    follow(head, "したことを記録する:アカウントに入り直し、パスワードを変える")
    head.fill(result="復旧の手続で入り、変えました。")
    head.press("したことを記録する")
    head.reads("選んでください。")
    album.look(head.page, "パスワードの手順")
    head.page.locator("#id_changed_by").select_option(index=1)
    head.press("したことを記録する")
    head.reads("したことと、共用のパスワードの変更を記録しました。")

"""An account that imitates the city's: reported, acknowledged, worked through, contained, closed, read by another."""

from tests.journeys.conftest import Somebody
from tests.journeys.responding import ACCOUNT, follow
from tests.journeys.walker import Album, Walker

TITLE = "「いわき旅だより」に似せたアカウント"


def test_an_impersonation(somebody: Somebody, album: Album) -> None:
    reporter, head, consulted = somebody("緑川 栞"), somebody("若松 直人"), somebody("朝日 まどか")
    consulted.act_as("ふるさと発信課長")

    report(reporter, album)
    acknowledge(head, album)
    ask_for_deletion(reporter, album)
    judge(head, consulted, album)
    contain_and_close(head, album)
    read_as_director(somebody("月岡 修"), album)

    assert album.faults == []


def report(reporter: Walker, album: Album) -> None:
    """Report from the first page, with something missing first."""
    reporter.go("/")
    reporter.page.get_by_role("link", name="問題を報告", exact=True).click()
    reporter.press("報告する")
    reporter.reads("選んでください。")
    album.look(reporter.page, "報告-足りない")
    reporter.page.locator("input[name=kind][value=impersonation]").check()
    reporter.fill(title=TITLE, account=ACCOUNT, post_url="https://www.instagram.com/iwaki_tabl_mihon/")
    album.look(reporter.page, "報告-書いた")
    reporter.press("報告する")
    reporter.reads("報告しました。")
    album.look(reporter.page, "報告した")


def acknowledge(head: Walker, album: Album) -> None:
    """Acknowledge from the inbox."""
    head.open_task("問題の報告を確かめる")
    follow(head, "覚知する")
    album.look(head.page, "覚知する")
    head.press("覚知する")
    head.reads("覚知しました。対応の手順を用意しました。")
    album.look(head.page, "覚知した")


def ask_for_deletion(reporter: Walker, album: Album) -> None:
    """Record the deletion request, without words first, and its outcome twice."""
    open_incident(reporter)
    follow(reporter, "したことを記録する:サービスに削除を求める")
    reporter.press("したことを記録する")
    reporter.reads("入力してください。")
    album.look(reporter.page, "したこと-書いていない")
    reporter.fill(result="申立ての窓口から求めました。受付番号 IG-000000")
    reporter.press("したことを記録する")
    outcomes = (("", "返事がありません。", "again"), ("(2回目)", "削除されました。", "last"))
    for turn, result, after in outcomes:
        follow(reporter, f"したことを記録する:削除の求めの結果を記録する{turn}")
        reporter.fill(result=result)
        reporter.page.locator(f"input[name=next][value={after}]").check()
        album.look(reporter.page, f"結果-{after}")
        reporter.press("したことを記録する")
    follow(reporter, "経過を書き足す")
    reporter.fill(words="市民から電話が2件ありました。公式一覧を案内しました。")
    reporter.press("書き足す")
    reporter.reads("書き足しました。")
    follow(reporter, "発表の案を書く")
    reporter.page.locator("input[name=channel][value=account]").check()
    reporter.fill(words="このアカウントは市のものではありません。誤解です。")
    reporter.press("案を残す")
    reporter.reads("言い返していると読まれる言葉:誤解です")
    album.look(reporter.page, "発表の案")


def judge(head: Walker, consulted: Walker, album: Album) -> None:
    """Judge each in the office that bears it: one is needed and done, the others are not."""
    open_incident(head)
    follow(head, "この文を出すと決める:発表の文(アカウントへの投稿)")
    head.reads("言い返していると読まれる言葉があります")
    head.page.locator("#id_confirmed").check()
    album.look(head.page, "発表を決める")
    head.press("この文を出すと決める")
    head.reads("この文を出すと決めました。")
    follow(head, "発表を記録する:発表の文(アカウントへの投稿)")
    head.fill(released_where="https://www.instagram.com/p/mihon/")
    head.press("発表を記録する")
    head.reads("発表を記録しました。")
    follow(head, "必要と判断する:ホームページとアカウントで知らせるか決める")
    head.press("必要と判断する")
    follow(head, "したことを記録する:ホームページとアカウントで知らせるか決める")
    head.fill(result="両方に載せました。")
    head.press("したことを記録する")
    open_incident(consulted)
    for title in ("公開の一覧で警告するか決める", "関係する機関を通じた注意喚起が要るか決める"):
        follow(consulted, f"不要と判断する:{title}")
        consulted.fill(unneeded_for="すでに削除されたため")
        album.look(consulted.page, "不要と判断する")
        consulted.press("不要と判断する")
        consulted.reads("不要と判断したことを記録しました。")
    album.look(consulted.page, "すべて済んだ")


def contain_and_close(head: Walker, album: Album) -> None:
    """Contain, and close with the review."""
    open_incident(head)
    follow(head, "収束にする")
    head.fill(contained_words="サービスが削除しました。")
    head.press("収束にする")
    head.reads("収束にしました。")
    album.look(head.page, "収束")
    head.open_task("原因と再発防止を振り返る")
    follow(head, "完了にする")
    head.fill(causes="名前と写真が同じでした。", measures="認証の印を今月中に申請します。")
    album.look(head.page, "振り返り")
    head.press("完了にする")
    head.reads("完了にしました。")
    album.look(head.page, "完了")


def read_as_director(director: Walker, album: Album) -> None:
    """Read what happened on a telephone; nothing can be done there."""
    director.act_as("総合政策部長")
    director.go("/incidents/")
    album.look(director.page, "一覧")
    open_incident(director, cut="over")
    director.reads("認証の印を今月中に申請します。")
    album.look(director.page, "部長が読む")
    director.go("/incidents/playbooks/")
    album.look(director.page, "対応の手順")


def open_incident(walker: Walker, cut: str = "open") -> None:
    """Open the incident from the list."""
    walker.go(f"/incidents/?cut={cut}")
    walker.page.locator("main").get_by_role("link", name=TITLE).first.click()
    walker.reads(TITLE)

"""The main errand as six people: from the draft to the filing received, and found by the auditor."""

import re

from playwright.sync_api import expect

from core.periods.clock import japan_date, now
from tests.journeys.conftest import Somebody
from tests.journeys.drafting import Draft, draft_by_parts, submit
from tests.journeys.walker import Album, Walker

DRAFT = Draft("Instagram", "いわき四季だより", "iwaki_shiki_mihon", "緑川 栞")
ADDRESS = "https://www.instagram.com/iwaki_shiki_mihon/"
REASON = "夜間に届いたご意見の扱いを書いてください。"
MENDED = "開庁日の16時に担当が確認し、夜間のものは翌開庁日に確認する。"
DIRECTOR = "総合政策部長"


def test_errand_of_six_people(somebody: Somebody, album: Album) -> None:
    drafter, head, department = somebody("緑川 栞"), somebody("若松 直人"), somebody("海野 誠")
    director, general, auditor = somebody("月岡 修"), somebody("松風 玲"), somebody("白波 健")
    director.act_as(DIRECTOR)
    general.act_as("総務部長")

    album.look(drafter.page, "受信箱")
    path = draft_by_parts(drafter, DRAFT, lambda title: album.look(drafter.page, title))
    submit(drafter)
    album.look(drafter.page, "提出後")

    decide_from_inbox(head, "consent", album, "回議")
    decide_from_inbox(department, "permit", album, "部長の決裁")
    return_from_inbox(director, album)
    mend(drafter, path, album)

    for walker, choice, title in (
        (head, "consent", "回議2"),
        (department, "permit", "部長2"),
        (director, "permit", "決裁2"),
    ):
        sees_difference(walker)
        decide_from_inbox(walker, choice, album, title)

    acquire(drafter, path, album)
    start(head, album)
    file(drafter, album)
    receive(general, album)
    find(auditor, album)

    assert album.faults == []


def decide_from_inbox(walker: Walker, choice: str, album: Album, title: str) -> None:
    """Open the task in the inbox and decide."""
    walker.open_task(DRAFT.name)
    album.look(walker.page, title)
    walker.decide(choice)
    walker.reads("を記録しました")


def return_from_inbox(director: Walker, album: Album) -> None:
    """Return without a reason, which is refused, then with one."""
    director.open_task(DRAFT.name)
    director.decide("return")
    director.reads("差し戻す理由を入力してください。")
    album.look(director.page, "差戻し-理由なし")
    director.decide("return", REASON)
    director.reads("「差し戻す」を記録しました。")
    album.look(director.page, "差戻し後")


def mend(drafter: Walker, path: str, album: Album) -> None:
    """Mend what was returned, and submit the second round."""
    drafter.open_task(f"差し戻された起案を直す:{DRAFT.service}「{DRAFT.name}」の取得")
    drafter.reads(REASON)
    drafter.go(f"{path}edit/policy/")
    album.look(drafter.page, "起案-直す")
    drafter.fill(opinions=MENDED)
    drafter.press("保存して次へ")
    submit(drafter)


def sees_difference(walker: Walker) -> None:
    """Find the difference between the rounds marked on the page."""
    walker.open_task(DRAFT.name)
    changes = walker.page.locator("section", has=walker.page.locator("#changes"))
    expect(changes).to_contain_text(REASON)
    expect(changes.locator("ins").first).to_contain_text("夜間のもの")


def acquire(drafter: Walker, path: str, album: Album) -> None:
    """Record the acquisition: first with a foreign shortener, then right."""
    drafter.open_task(f"アカウントを取得し、記録する:{DRAFT.service}「{DRAFT.name}」")
    album.look(drafter.page, "取得")
    drafter.fill(url="https://bit.ly/iwaki-shiki", handle=DRAFT.handle, acquired_on=japan_date(now()).isoformat())
    drafter.press("取得を記録する")
    drafter.reads("短縮URLは使えません。転送先の長いURLをそのまま入力してください。第4-4-(4)")
    expect(drafter.page.locator("#id_handle")).to_have_value(DRAFT.handle)
    album.look(drafter.page, "取得-短縮URL")
    drafter.fill(url=ADDRESS)
    drafter.press("取得を記録する")
    drafter.reads("取得を記録しました。")
    album.look(drafter.page, "取得後の届出")


def start(head: Walker, album: Album) -> None:
    """Start operation as the account manager."""
    head.open_task(f"運用を始める:{DRAFT.service}「{DRAFT.name}」")
    album.look(head.page, "運用開始")
    head.press("運用を始める")
    head.reads("の運用を始めました。")
    album.look(head.page, "運用中")


def file(drafter: Walker, album: Album) -> None:
    """File with 総務部長."""
    drafter.open_task(f"総務部長へ届け出る:{DRAFT.service}「{DRAFT.name}」")
    drafter.fill(note="運用を始めています。")
    drafter.press("届け出る")
    drafter.reads("届け出た内容")
    album.look(drafter.page, "届出後")


def receive(general: Walker, album: Album) -> None:
    """Receive the filing with one press in the list."""
    general.go("/approvals/filings/")
    album.look(general.page, "届出の一覧")
    general.press(f"受理する:{DRAFT.service}「{DRAFT.name}」")
    general.reads("1件の届出を受理しました。")


def find(auditor: Walker, album: Album) -> None:
    """Find account, history and decisions as the auditor."""
    auditor.go("/accounts/")
    album.look(auditor.page, "台帳")
    auditor.fill(q=DRAFT.name)
    auditor.press("絞り込む")
    auditor.page.locator("main").get_by_role("link", name=DRAFT.name, exact=True).click()
    history = auditor.page.locator("section", has=auditor.page.locator("#history"))
    for deed in ("取得が許可された", "アカウントを取得した", "運用を始めた", "届け出た", "届出を受理した"):
        expect(history).to_contain_text(deed)
    album.look(auditor.page, "監査-アカウント")
    auditor.page.get_by_role("link", name=re.compile("アカウント取得の起案")).click()
    for words in (REASON, "差し戻した", "回議した", "許可した"):
        auditor.reads(words)
    album.look(auditor.page, "監査-起案")

"""A policy's second version as three people: drafted, returned, mended, decided, published, compared, reviewed.

Then a third one that the account manager writes and decides himself, and a call for the review of all.
"""

import re
from datetime import timedelta

from playwright.sync_api import expect

from core.periods.clock import japan_date, now
from tests.journeys.conftest import Somebody
from tests.journeys.walker import Album, Walker

ACCOUNT = "Instagram「いわき旅だより」"
REASON = "駐車場のお尋ねが増えたため"
RETURNED = "夜間に届いたお尋ねの扱いを書いてください。"
OPINIONS = "開庁日の16時に担当が確認する。夜間のものは翌開庁日に返信する。"


def test_versions_of_a_policy(somebody: Somebody, album: Album) -> None:
    drafter, head, director = somebody("緑川 栞"), somebody("若松 直人"), somebody("月岡 修")
    director.act_as("総合政策部長")

    account = open_account(drafter)
    draft(drafter, album)
    return_it(head, album)
    mend(drafter, album)
    settle(head, album)
    publish(drafter, album)
    compare(drafter, account, album)
    keep(head, album)
    decide_own(head, account, album)
    call(director, album)
    read_call(head, album)

    assert album.faults == []


def open_account(drafter: Walker) -> str:
    """Go from the registry to the list of versions; return the path of the list."""
    drafter.go("/accounts/?q=いわき旅だより")
    drafter.page.locator("main").get_by_role("link", name="いわき旅だより", exact=True).click()
    drafter.page.get_by_role("link", name="メディアポリシーの版の一覧").click()
    return drafter.page.url.partition("/policies/")[2]


def draft(drafter: Walker, album: Album) -> None:
    """Draft with an item missing, read what is missing, complete it and submit."""
    album.look(drafter.page, "版の一覧")
    drafter.page.get_by_role("link", name="新しい版を作る").click()
    album.look(drafter.page, "新しい版")
    drafter.fill(topics="催し、見どころ、駐車場の空き。", opinions="", reason=REASON)
    drafter.press("案を保存する")
    drafter.reads("提出するまでに書くところがあります")
    album.look(drafter.page, "案-書きかけ")
    drafter.press("提出する")
    drafter.reads("メディアポリシーの「④ ご意見・ご質問の扱い」を入力してください。")
    album.look(drafter.page, "案-提出を断られた")
    drafter.page.get_by_role("link", name="④ ご意見・ご質問の扱い").click()
    drafter.fill(opinions="開庁日の16時に担当が確認する。")
    drafter.press("案を保存する")
    drafter.press("提出する")
    drafter.reads("提出しました。アカウント管理者の受信箱に載ります。")


def return_it(head: Walker, album: Album) -> None:
    """Return without a reason, which is refused, then with one."""
    head.open_task(f"メディアポリシーを決める:{ACCOUNT}")
    head.reads("前の版から変わるところ")
    album.look(head.page, "決める")
    answer(head, "return")
    head.reads("差し戻す理由を入力してください。第4-2-(1)")
    album.look(head.page, "差戻し-理由なし")
    answer(head, "return", RETURNED)
    head.reads("差し戻しました。課の受信箱に載ります。")


def answer(head: Walker, choice: str, opinion: str = "") -> None:
    """Answer as the account manager."""
    head.page.locator(f"input[name=move][value={choice}]").check()
    head.fill(opinion=opinion)
    head.press("この内容で記録する")


def mend(drafter: Walker, album: Album) -> None:
    """Read the reason, mend, submit again."""
    drafter.open_task(f"差し戻されたメディアポリシーを直す:{ACCOUNT}")
    drafter.reads(RETURNED)
    album.look(drafter.page, "差戻し")
    drafter.page.get_by_role("link", name="案を直す").click()
    drafter.fill(opinions=OPINIONS)
    drafter.press("案を保存する")
    drafter.press("提出する")
    drafter.reads("提出しました。")


def settle(head: Walker, album: Album) -> None:
    """Decide the mended version."""
    head.open_task(f"メディアポリシーを決める:{ACCOUNT}")
    answer(head, "settle", "分かりやすくなりました。")
    head.reads("決定しました。掲載と記録を、課に求めました。")
    head.reads("若松 直人(観光振興課長)")
    album.look(head.page, "決定後")


def publish(drafter: Walker, album: Album) -> None:
    """Record the publication: first a day to come, then today."""
    drafter.open_task(f"メディアポリシーを掲載し、記録する:{ACCOUNT}")
    album.look(drafter.page, "掲載を記録する")
    drafter.fill(published_on=(japan_date(now()) + timedelta(days=3)).isoformat())
    drafter.press("掲載を記録する")
    drafter.reads("掲載日は、きょう以前の日を入力してください。")
    drafter.fill(published_on=japan_date(now()).isoformat())
    drafter.press("掲載を記録する")
    drafter.reads("掲載を記録しました。")
    album.look(drafter.page, "掲載中")


def compare(drafter: Walker, account: str, album: Album) -> None:
    """See the two versions side by side, and hear the marks."""
    drafter.go(f"/policies/{account}")
    expect(drafter.page.locator("main table")).to_contain_text("旧版")
    album.look(drafter.page, "版の一覧-二つ")
    drafter.page.get_by_role("link", name="版を比べる").click()
    changes = drafter.page.locator("section", has=drafter.page.locator("#changes"))
    expect(changes.locator("ins").filter(has_text="駐車場")).to_have_count(1)
    expect(changes.locator("ins .hidden-visually").first).to_have_text("(ここから追加)")
    album.look(drafter.page, "比べる")


def keep(head: Walker, album: Album) -> None:
    """Review what is out and leave it as it is."""
    head.page.reload()
    head.reads("見直して、変えないとき")
    album.look(head.page, "見直す")
    head.fill(review_note="いまの運用と合っています。")
    head.press("変更なしとして記録する")
    head.reads("見直しの結果を記録しました。")
    album.look(head.page, "見直し後")


def decide_own(head: Walker, account: str, album: Album) -> None:
    """Write a version as the account manager, and decide it only with the word for it."""
    head.go(f"/policies/{account}")
    head.page.get_by_role("link", name="新しい版を作る").click()
    head.fill(frequency="週3回ほど", reason="人数が増えたため")
    head.press("案を保存する")
    head.press("提出する")
    head.reads("自分が作った、または直した版です")
    answer(head, "settle")
    head.reads("自己決定として記録することを確かめてください。")
    album.look(head.page, "自己決定-断られた")
    head.page.locator("input[name=move][value=settle]").check()
    head.page.locator("#id_knows_own").check()
    head.press("この内容で記録する")
    head.reads("決定しました。")
    expect(head.page.locator("main .chip", has_text="自己決定")).to_have_count(1)
    album.look(head.page, "自己決定")
    head.go(f"/policies/{account}")
    expect(head.page.locator("main .chip", has_text="自己決定")).to_have_count(1)


def call(director: Walker, album: Album) -> None:
    """Call for the review of all policies: first without a reason, then with one."""
    director.page.get_by_role("link", name="見直しの求め").click()
    album.look(director.page, "見直しの求め")
    director.page.get_by_role("link", name="見直しを求める").click()
    director.press("見直しを求める")
    expect(director.page.locator("#error-summary")).to_be_visible()
    album.look(director.page, "見直しを求める-空")
    director.page.locator("input[name=cause][value=guideline]").check()
    director.fill(
        reason="ガイドラインの改正に合わせるため", due_on=(japan_date(now()) + timedelta(days=60)).isoformat()
    )
    director.press("見直しを求める")
    director.reads("見直しを求めました。対象の課へ、順に届きます。")
    director.page.wait_for_function(
        "() => fetch(location.href).then((answer) => answer.text()).then((text) => !text.includes('届けているところ'))",
        timeout=30_000,
        polling=500,
    )
    director.page.reload()
    album.look(director.page, "求めの内容")


def read_call(head: Walker, album: Album) -> None:
    """Find the call among one's messages, and what of it waits."""
    head.go("/messages/")
    head.page.get_by_role("link", name=re.compile("メディアポリシーの見直しをお願いします")).first.click()
    head.reads("ガイドラインの改正に合わせるため")
    head.reads(f"メディアポリシーを見直す:{ACCOUNT}")
    album.look(head.page, "届いた求め")

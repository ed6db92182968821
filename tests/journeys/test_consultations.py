"""A section asks what the guideline leaves open, ふるさと発信課長 answers, the head of the section takes it up."""

from tests.journeys.conftest import Somebody
from tests.journeys.walker import Album

WAITING = "海外の旅行者からの外国語の質問への返信"
REPLY = "自動の翻訳で返信できます。翻訳によることを書き添えてください。"


def test_a_consultation(somebody: Somebody, album: Album) -> None:
    drafter, consulted, head = somebody("緑川 栞"), somebody("朝日 まどか"), somebody("若松 直人")
    consulted.act_as("ふるさと発信課長")

    drafter.go("/accounts/?q=いわき旅だより")
    drafter.page.locator("main").get_by_role("link", name="いわき旅だより", exact=True).click()
    drafter.page.get_by_role("link", name="ふるさと発信課長に協議する").click()
    drafter.fill(topic="写真の二次利用")
    drafter.press("協議する")
    album.look(drafter.page, "協議-書きかけ")
    drafter.fill(clause="第5-1", question="投稿した写真を市民が使いたいと言っています。")
    drafter.press("協議する")
    drafter.reads("協議しました。ふるさと発信課長の受信箱に載ります。")
    album.look(drafter.page, "回答待ち")

    consulted.open_task(f"協議に回答する:{WAITING}")
    album.look(consulted.page, "回答する")
    consulted.fill(reply=REPLY)
    consulted.press("回答する")
    consulted.reads("回答しました。尋ねた人とその課長に知らせました。")
    consulted.go("/approvals/consultations/")
    album.look(consulted.page, "一覧")

    head.go("/approvals/consultations/?cut=answered")
    head.page.locator("main").get_by_role("link", name=WAITING).click()
    head.reads(REPLY)
    album.look(head.page, "回答済")
    head.fill(outcome="メディアポリシーに書き足します。")
    head.press("協議を終える")
    head.reads("協議を終えました。")
    album.look(head.page, "終了")
    head.go("/approvals/consultations/?cut=ended&clause=第6")
    album.look(head.page, "一覧-空")

    assert album.faults == []

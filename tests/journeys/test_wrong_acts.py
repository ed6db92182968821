"""Wrong acts in the browser: what is not for one's eyes, one's own draft, and a page that has gone stale."""

import re

from playwright.sync_api import expect

from tests.journeys.conftest import Somebody
from tests.journeys.drafting import Draft, draft_by_parts, submit
from tests.journeys.walker import Album, Walker

MISSING = "/approvals/requests/999999/"
VARYING = re.compile(r'name="csrfmiddlewaretoken" value="\w+"|999999|/requests/\d+/')
OF_THE_MOMENT = re.compile(r'<span>期限の巡回:[^<]*</span>|data-left="\d+"')


def test_another_section_gets_the_answer_of_a_missing_page(somebody: Somebody, album: Album) -> None:
    drafter, stranger = somebody("緑川 栞"), somebody("文倉 詩")
    path = draft_by_parts(drafter, Draft("X", "いわき夜景だより", "iwaki_yakei_mihon", "緑川 栞"))

    foreign, missing = answer(stranger, path), answer(stranger, MISSING)
    album.look(stranger.page, "見つかりません")

    assert foreign == missing
    assert foreign[0] == 404
    assert album.faults == []


def answer(walker: Walker, path: str) -> tuple[int, str]:
    """Return status and text of an answer, without what differs from request to request and from second to second."""
    response = walker.page.request.get(path)
    walker.page.goto(path)
    return response.status, OF_THE_MOMENT.sub("", VARYING.sub("", response.text()))


def test_the_drafter_can_not_decide(somebody: Somebody, album: Album) -> None:
    head = somebody("若松 直人")
    path = draft_by_parts(head, Draft("X", "いわき朝市だより", "iwaki_asaichi_mihon", "緑川 栞"))
    submit(head)

    head.go(path)

    head.reads("自分が作った、または直した起案は決められません。")
    expect(head.page.locator("input[name=move]")).to_have_count(0)
    album.look(head.page, "起案者は決められない")
    assert album.faults == []


def test_a_stale_page_is_a_conflict_that_shows_the_change(somebody: Somebody, album: Album) -> None:
    drafter, head = somebody("緑川 栞"), somebody("若松 直人")
    path = draft_by_parts(drafter, Draft("X", "いわき温泉だより", "iwaki_onsen_mihon", "緑川 栞"))
    submit(drafter)
    head.go(path)
    head.page.locator("input[name=move][value=consent]").check()
    head.fill(opinion="よいと思います。")
    head.page.locator("#id_confirmed").check()

    drafter.go(path)
    drafter.press("引き戻す")
    drafter.go(f"{path}edit/policy/")
    drafter.fill(frequency="週5回ほど")
    drafter.press("保存して次へ")
    submit(drafter)
    head.press("この内容で決裁する")

    head.reads("あなたの操作は、何も記録していません。")
    head.reads("週5回ほど")
    head.reads("よいと思います。")
    album.look(head.page, "決裁していません")
    assert album.faults == []

"""Without scripts: draft, save in between, mend what is missing, submit."""

from playwright.sync_api import expect

from tests.journeys.conftest import Somebody
from tests.journeys.drafting import Draft, draft_by_parts, submit, write_account

DRAFT = Draft("LINE", "いわき花めぐり", "iwaki_hana_mihon", "緑川 栞")


def test_drafting_and_submitting_without_scripts(somebody: Somebody) -> None:
    drafter = somebody("緑川 栞", java_script_enabled=False)

    path = draft_by_parts(drafter, DRAFT)
    drafter.go(path)
    drafter.reads("作成中")
    drafter.go(f"{path}edit/confirm/")
    submit(drafter)

    drafter.reads("決裁中")


def test_submitting_too_early_lists_what_is_missing_without_scripts(somebody: Somebody) -> None:
    drafter = somebody("緑川 栞", java_script_enabled=False)
    drafter.go("/approvals/requests/new/")
    write_account(drafter, Draft("X", "いわき星空だより", "iwaki_hoshi_mihon", "緑川 栞"))
    drafter.press("下書きを保存して閉じる")
    drafter.go(drafter.page.url + "edit/confirm/")

    drafter.press("提出する")

    expect(drafter.page.locator("#error-summary a").first).to_be_visible()
    drafter.reads("まだ提出していません。入力した内容はすべて残っています。")
    drafter.page.get_by_role("link", name="運用担当を1人以上決めてください。").first.click()
    expect(drafter.page.locator("h1")).to_have_text("体制を決める")

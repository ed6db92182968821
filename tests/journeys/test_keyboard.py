"""The keyboard alone: sign in, open what waits, decide."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import Somebody
from tests.journeys.drafting import Draft, draft_by_parts, submit
from tests.journeys.walker import worded

NAME = "いわき里山だより"
MOST_STEPS = 200


def test_deciding_with_the_keyboard_alone(somebody: Somebody, new_page: Callable[..., Page]) -> None:
    drafter = somebody("緑川 栞")
    draft_by_parts(drafter, Draft("X", NAME, "iwaki_satoyama_mihon", "緑川 栞"))
    submit(drafter)
    page = new_page()

    page.goto("/signin/")
    tab_to(page, page.get_by_role("button", name=worded("入る(若松 直人、観光部 観光振興課長として)")))
    page.keyboard.press("Enter")
    expect(page.locator("details.user summary")).to_contain_text("若松 直人")
    tab_to(page, page.locator("main").get_by_role("link", name=NAME).first)
    page.keyboard.press("Enter")
    expect(page.locator("#decide")).to_be_visible()
    tab_to(page, page.locator("input[name=move]").first)
    page.keyboard.press("Space")
    tab_to(page, page.locator("#id_confirmed"))
    page.keyboard.press("Space")
    tab_to(page, page.get_by_role("button", name="この内容で決裁する"))
    page.keyboard.press("Enter")

    expect(page.locator("main")).to_contain_text("「回議済とする」を記録しました。")


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until the focus is on a control; whatever has it on the way must come into view, as for a person.

    The page scrolls a moment after the key: keys pressed faster than that would leave it at an earlier control.
    """
    expect(wanted).to_have_count(1)
    for _ in range(MOST_STEPS):
        page.keyboard.press("Tab")
        if (focused := page.locator(":focus")).count():
            expect(focused).to_be_in_viewport()
        if wanted.evaluate("wanted => wanted === document.activeElement"):
            return
    raise AssertionError(f"{wanted} is not reached by the keyboard")

"""Away from the screen: the warning, the cover, the way back to what was typed, and the question before a decision.

The browser's clock is moved by Playwright, the server's sessions are made older in the database: both sides must agree.
"""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Somebody
from tests.journeys.drafting import Draft, draft_by_parts, submit
from tests.journeys.walker import Album, Walker
from tests.services.live import LiveCopy

OLDER = """
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
for key in Session.objects.values_list("session_key", flat=True):
    session = SessionStore(key)
    for name in {names}:
        if name in session: session[name] -= {seconds}
    session.save()
"""
PASSWORD = "nagisa-no-koe-2026"
WITH_PASSWORD = """
from django.contrib.auth.hashers import make_password
from core.lifecycle.act import edit
from core.lifecycle.actor import SYSTEM
from core.periods.clock import now
from core.staff.models import Person
edit(Person.objects.get(name="{name}"), by=SYSTEM, at=now(), password=make_password("{password}"))
"""
Age = Callable[..., None]


@pytest.fixture
def age(live_app: LiveCopy) -> Age:
    """Return a function that makes clocks of all sessions older by so many seconds."""

    def make_older(*names: str, seconds: int) -> None:
        live_app.manage("shell", "-c", OLDER.format(names=list(names), seconds=seconds))

    return make_older


def at_the_profile(somebody: Somebody) -> Walker:
    """Let somebody open a page with a form, under a clock that can be moved."""
    walker = somebody("若松 直人")
    walker.page.clock.install()
    walker.go("/me/deputies/new/")
    return walker


def pass_by(page: Page, seconds: int) -> None:
    """Let time pass in the browser, as for a tab in the background."""
    page.clock.fast_forward(seconds * 1000)


def test_warning_comes_a_minute_before_and_the_session_goes_on(somebody: Somebody, album: Album, age: Age) -> None:
    walker = at_the_profile(somebody)
    warning = walker.page.locator("#idle")
    walker.fill(reason="三日間の出張のため")
    age("active", seconds=29 * 60 + 5)
    pass_by(walker.page, 29 * 60 + 5)

    expect(warning).to_be_visible()
    expect(warning.get_by_role("button")).to_be_focused()
    album.look(walker.page, "まもなく終わります")
    walker.page.keyboard.press("Enter")

    expect(warning).to_be_hidden()
    expect(walker.page.locator("#id_reason")).to_have_value("三日間の出張のため")
    assert walker.page.evaluate("fetch('/session/').then(a => a.json()).then(a => a.left)") > 29 * 60
    assert album.faults == []


def test_no_warning_while_another_tab_goes_on(somebody: Somebody) -> None:
    walker = at_the_profile(somebody)

    with walker.page.expect_response("**/session/"):
        pass_by(walker.page, 29 * 60 + 5)

    expect(walker.page.locator("#idle")).to_be_hidden()
    pass_by(walker.page, 60)
    expect(walker.page).to_have_url(re.compile("/me/deputies/new/"))


def test_end_leads_to_the_sign_in_and_leaves_nothing_to_read(somebody: Somebody, album: Album, age: Age) -> None:
    walker = at_the_profile(somebody)
    age("active", seconds=31 * 60)
    pass_by(walker.page, 31 * 60)

    expect(walker.page).to_have_url(re.compile(r"/signin/\?next=%2Fme%2Fdeputies%2Fnew%2F$"))
    expect(walker.page.locator("main")).to_contain_text("サインインを終えました。")
    expect(walker.page.locator("details.user")).to_have_count(0)
    album.look(walker.page, "サインインの画面")
    assert album.faults == []


def test_typed_words_wait_behind_the_cover_for_their_writer(somebody: Somebody, album: Album, age: Age) -> None:
    walker = at_the_profile(somebody)
    page, over = walker.page, walker.page.locator("#idle-over")
    walker.fill(reason="三日間の出張のため")
    age("active", seconds=31 * 60)
    pass_by(page, 31 * 60)

    expect(over).to_be_visible()
    expect(page.locator("main")).to_be_hidden()
    expect(page.locator("header").first).to_be_hidden()
    assert page.title() == "サインインが終わりました"
    album.look(page, "覆い")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(over).to_be_visible()
    over.get_by_role("button", name="入力に戻る").click()
    expect(over).to_contain_text("まだサインインしていません。")

    Walker(page.context.new_page(), "若松 直人").enter()
    over.get_by_role("button", name="入力に戻る").click()
    expect(page.locator("main")).to_be_visible()
    expect(page.locator("#id_reason")).to_have_value("三日間の出張のため")
    walker.press("代決者に指定する")

    walker.reads("か所を直すと次へ進めます")
    assert album.faults == []


def test_typed_words_are_not_shown_to_somebody_else(somebody: Somebody, age: Age) -> None:
    walker = at_the_profile(somebody)
    page = walker.page
    page.on("dialog", lambda dialog: dialog.accept())
    walker.fill(reason="三日間の出張のため")
    age("active", seconds=31 * 60)
    pass_by(page, 31 * 60)
    expect(page.locator("#idle-over")).to_be_visible()

    Walker(page.context.new_page(), "緑川 栞").enter()
    page.locator("#idle-over").get_by_role("button", name="入力に戻る").click()

    expect(page.get_by_text("三日間の出張のため")).to_have_count(0)
    expect(page.locator("#id_reason")).to_have_count(0)


def test_old_sign_in_decides_after_a_click(somebody: Somebody, album: Album, age: Age) -> None:
    drafter, head = somebody("緑川 栞"), somebody("若松 直人")
    path = draft_by_parts(drafter, Draft("X", "いわき港だより", "iwaki_minato_mihon", "緑川 栞"))
    submit(drafter)
    head.go(path)
    age("proved", seconds=31 * 60)

    head.decide("consent", "よいと思います。")
    head.reads("まだ何も記録していません")
    album.look(head.page, "本人であることの確認")
    head.press("本人です。続ける")

    head.reads("「回議済とする」を記録しました。")
    head.reads("よいと思います。")
    assert album.faults == []


def test_old_sign_in_decides_after_the_password(
    somebody: Somebody, album: Album, age: Age, live_app: LiveCopy, new_page: Callable[..., Page]
) -> None:
    drafter = somebody("緑川 栞")
    path = draft_by_parts(drafter, Draft("X", "いわき灯台だより", "iwaki_todai_mihon", "緑川 栞"))
    submit(drafter)
    live_app.manage("shell", "-c", WITH_PASSWORD.format(name="若松 直人", password=PASSWORD))
    number = live_app.manage(
        "shell", "-c", "from core.staff.models import Person; print(Person.objects.get(name='若松 直人').staff_number)"
    ).split()[-1]
    head = Walker(new_page(), "若松 直人")
    head.go("/signin/")
    head.fill(staff_number=number, password=PASSWORD)
    head.press("サインインする")
    head.go(path)
    age("proved", seconds=31 * 60)

    head.decide("consent")
    head.fill(proof_password="wrong")
    head.press("確かめて続ける")
    head.reads("パスワードが違います。")
    album.look(head.page, "パスワードの確認")
    head.fill(proof_password=PASSWORD)
    head.press("確かめて続ける")

    head.reads("「回議済とする」を記録しました。")
    assert album.faults == []

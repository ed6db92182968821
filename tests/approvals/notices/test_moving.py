"""The texts of a new day come before the move that asks when they were posted (4-5-(2))."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from approvals.models import ChangeNotice
from approvals.notices.states import Channel, NoticeKind, NoticeState
from core.lifecycle.actor import Actor
from core.periods.civil import earliest_effect
from core.periods.era import era_date
from tests.approvals.pages import a_world, ago, browser_of, send, text_of, to, today
from tests.factories.approvals import OfficeWorld, again
from tests.factories.notices import a_notice, announced_in

pytestmark = pytest.mark.django_db
S = NoticeState
MAKE, MOVED = "期日の変更を知らせる文を作る", "先にお知らせした実施の日が変わりました。"


@pytest.fixture
def world() -> OfficeWorld:
    return a_world()


def days_on(days: int) -> date:
    """Return a day that an announcement of today reaches, so many days after the first one."""
    return earliest_effect(today(), months=1) + timedelta(days=days)


def made(at: NoticeState, world: OfficeWorld, kind: NoticeKind = NoticeKind.CHANGE) -> ChangeNotice:
    """Return a notice planned for a day that can be moved both ways."""
    return a_notice(at, kind, world=world, when=ago(hours=1), planned_on=days_on(20))


def asked(actor: Actor, notice: ChangeNotice, day: object) -> Any:
    """Return the page of a notice, asked for the texts of a new day."""
    return browser_of(actor).get(reverse("approvals:notice_detail", args=[notice.pk]), {"new_day": str(day)})


def day_words(day: date) -> str:
    """Write a day as the texts do."""
    return era_date(day, weekday=False)


@pytest.mark.parametrize("kind", list(NoticeKind))
def test_the_texts_name_the_new_day_and_the_move_begins_with_it(world: OfficeWorld, kind: NoticeKind) -> None:
    notice, new = made(S.ANNOUNCED, world, kind), days_on(50)

    answer = asked(world.section_head, notice, new)

    moving = answer.context["moving"]
    for text in (moving.told.post.text, moving.told.page):
        assert (MOVED in text, day_words(new) in text, day_words(days_on(20)) in text) == (True, True, False)
    shown = answer.content.decode()
    assert [shown.count(f'data-copy="{key}-moved"') for key in ("post", "page")] == [1, 1]
    assert answer.context["move_form"]["planned_on"].value() == new


def test_before_a_day_is_given_no_text_tells_that_it_moved(world: OfficeWorld) -> None:
    notice = made(S.ANNOUNCED, world)

    answer = to(world.section_head, "notice_detail", notice.pk)

    assert (MAKE in text_of(answer), MOVED in text_of(answer)) == (True, False)


def test_the_staff_who_post_it_make_the_texts_too_and_nobody_else(world: OfficeWorld) -> None:
    notice, new = made(S.ANNOUNCED, world), days_on(50)
    strangers = [one for one in world.foreign.values() if one != world.staff]

    assert MOVED in text_of(asked(world.staff, notice, new))
    assert [MAKE in text_of(asked(one, notice, new)) for one in strangers[:2]] == [False, False]


def test_where_one_channel_alone_was_told_its_text_is_made(world: OfficeWorld) -> None:
    notice, new = made(S.FILED, world), days_on(50)
    before = text_of(asked(world.section_head, notice, new))
    announced_in(notice, Channel.HOMEPAGE, world, when=ago(minutes=30))

    after = text_of(asked(world.section_head, notice, new))

    assert (MAKE in before, MOVED in before) == (False, False)
    assert (MAKE in after, MOVED in after, "中止するときの文" in after) == (True, True, True)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (lambda: days_on(20), "いまの予定日と同じです。"),
        (lambda: days_on(-1), "周知の期間が満ちた後の"),
        (today, "新しい予定日は、改めて周知した日より後の日にしてください。"),
        (lambda: "", "入力してください。"),
        (lambda: "2027-02-31", "実在する年月日を入力してください。"),
    ],
    ids=["same", "too early", "today", "none", "no day"],
)
def test_a_day_that_the_move_would_refuse_gets_no_text(world: OfficeWorld, day: Any, words: str) -> None:
    notice = made(S.ANNOUNCED, world)

    answer = asked(world.section_head, notice, day())

    assert answer.status_code == 200
    assert words in answer.context["moving"].form.errors["new_day"][0]
    assert MOVED not in text_of(answer)


def test_what_was_told_is_then_recorded(world: OfficeWorld) -> None:
    notice, new = made(S.ANNOUNCED, world), days_on(50)
    told = asked(world.section_head, notice, new).context["moving"].told
    facts = {"planned_on": str(new), "reason": "準備のため", "account_on": str(today()), "homepage_on": str(today())}

    send(world.section_head, "notice_reschedule", notice.pk, seen=again(notice).fingerprint(), **facts)

    moved = again(notice)
    assert moved.planned_on == new
    assert [one.text for one in moved.showings()] == [told.text, told.text]

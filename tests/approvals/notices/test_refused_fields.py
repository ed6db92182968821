"""A refusal marks every field that it is about, or leads to the form in which that stands (4-5)."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from accounts.states import AccountState
from approvals.models import ChangeNotice
from approvals.notices.states import Channel, NoticeKind, NoticeState
from core.lifecycle.actor import Actor
from core.periods.civil import earliest_effect
from core.periods.era import era_date
from tests.approvals.pages import a_world, ago, browser_of, errors_of, send, text_of, today
from tests.factories import everything
from tests.factories.approvals import OfficeWorld, again, an_account
from tests.factories.notices import a_notice, announced_in

pytestmark = pytest.mark.django_db
S, CLOSURE = NoticeState, NoticeKind.CLOSURE
DAY = timedelta(days=1)
TAKEN: dict[str, Any] = {"handle": "iwaki_taken", "url": "https://x.com/iwaki_taken"}


@pytest.fixture
def world() -> OfficeWorld:
    return a_world()


def refused(actor: Actor, act: str, notice: ChangeNotice, **data: Any) -> Any:
    """Post an act that must change nothing; return the page."""
    before = everything()
    answer = send(actor, f"notice_{act}", notice.pk, seen=again(notice).fingerprint(), **data)
    assert everything() == before
    return answer


def led_to(answer: Any) -> list[str]:
    """Return the fields that the list of errors at the head of a page leads to; all of them stand on the page."""
    page = answer.content.decode()
    head = re.search(r'<div class="error-summary".*?</div>', page, re.DOTALL)
    assert head is not None
    found = re.findall(r'href="#([^"]+)"', head.group())
    assert [name for name in found if f'id="{name}"' not in page] == []
    return found


def moved(world: OfficeWorld, notice: ChangeNotice, planned_on: date, **told: date | str) -> Any:
    """Try to move the day; what each channel told anew is given by its field."""
    return refused(world.section_head, "reschedule", notice, planned_on=planned_on, reason="準備のため", **told)


def an_announced(world: OfficeWorld, kind: NoticeKind = NoticeKind.CHANGE, days: int = 10) -> ChangeNotice:
    """Return a notice that was announced some days ago for a day that can be moved both ways."""
    planned_on = earliest_effect(today(), months=1) + 20 * DAY
    return a_notice(S.ANNOUNCED, kind, world=world, when=ago(days=days), planned_on=planned_on)


def test_a_move_asks_for_both_days_on_which_it_was_told(world: OfficeWorld) -> None:
    notice = an_announced(world)
    later = earliest_effect(today(), months=1) + 30 * DAY

    answer = moved(world, notice, later)

    words = "期日の変更を、両方で改めて周知した日を入力してください。第4-5-(2)"
    assert errors_of(answer, "move_form") == {"account_on": [words], "homepage_on": [words]}
    assert led_to(answer) == ["id_move_account_on", "id_move_homepage_on"]
    assert list(errors_of(moved(world, notice, later, account_on=today()), "move_form")) == ["homepage_on"]


def test_a_day_before_the_new_period_marks_the_announcement_it_counts_from(world: OfficeWorld) -> None:
    notice = an_announced(world)
    anew = earliest_effect(today(), months=1)

    answer = moved(world, notice, anew - DAY, account_on=today() - DAY, homepage_on=today())

    words = (
        f"新しい予定日は、周知の期間が満ちた後の、{era_date(anew)}からの日にしてください。"
        f"早めるときは、改めて周知した日(遅いほうは{era_date(today())})から数えます。第4-5-(2)"
    )
    assert errors_of(answer, "move_form") == {"planned_on": [words], "homepage_on": [words]}
    assert led_to(answer) == ["id_move_planned_on", "id_move_homepage_on"]


def test_a_day_before_the_first_period_names_where_that_is_put_right(world: OfficeWorld) -> None:
    notice = an_announced(world, days=0)
    assert notice.earliest_on is not None

    answer = moved(world, notice, notice.earliest_on - DAY, account_on=today(), homepage_on=today())

    [words] = errors_of(answer, "move_form")["planned_on"]
    assert f"{era_date(notice.earliest_on)}からの日にしてください。" in words
    assert "先に「周知の日を直す」で直してください。" in words
    assert led_to(answer) == ["id_move_planned_on"]
    assert 'id="redate"' in answer.content.decode()


def test_a_day_that_is_not_after_its_announcement_marks_both(world: OfficeWorld) -> None:
    notice = an_announced(world)

    answer = moved(world, notice, today(), account_on=today() - DAY, homepage_on=today())

    assert list(errors_of(answer, "move_form")) == ["planned_on", "homepage_on"]
    assert "新しい予定日は、改めて周知した日より後の日にしてください。" in text_of(answer)


@pytest.mark.parametrize("days", [-30, 1])
def test_both_days_that_can_not_be_are_marked(world: OfficeWorld, days: int) -> None:
    notice, wrong = an_announced(world, CLOSURE), str(today() + days * DAY)
    given = {"account_on": wrong, "homepage_on": wrong}

    shifted = moved(world, notice, earliest_effect(today(), months=1) + 30 * DAY, **given)
    called_off = refused(world.section_head, "cancel", notice, cancel_reason="続けるため", **given)

    words = ["周知した日からきょうまでの日を入力してください。第4-5-(2)"]
    for answer, form in ((shifted, "move_form"), (called_off, "cancel_form")):
        assert errors_of(answer, form) == {"account_on": words, "homepage_on": words}


def test_a_cancellation_asks_for_the_retraction_in_every_channel_that_told_it(world: OfficeWorld) -> None:
    both, one = an_announced(world, CLOSURE), a_notice(S.FILED, CLOSURE, world=world, when=ago(hours=1))
    announced_in(one, Channel.HOMEPAGE, world, when=ago(minutes=30))

    answers = [refused(world.section_head, "cancel", notice, cancel_reason="続けるため") for notice in (both, one)]

    assert [led_to(answer) for answer in answers] == [
        ["id_cancel_account_on", "id_cancel_homepage_on"],
        ["id_cancel_homepage_on"],
    ]
    words = "取りやめることを同じ場所で知らせて、その日を入力してください。すでに周知しているためです。第4-5-(2)"
    assert errors_of(answers[1], "cancel_form") == {"homepage_on": [words]}


def test_what_a_submission_lacks_is_named_at_once_and_leads_to_the_form(world: OfficeWorld) -> None:
    notice = a_notice(world=world, when=ago(hours=1), planned_on=None, reason="", name="")

    answer = refused(world.staff, "submit", notice)

    assert answer.status_code == 403
    assert "実施の予定日と理由と新しいアカウント名を入力してください。" in text_of(answer)
    edit = reverse("approvals:notice_edit", args=[notice.pk])
    links = re.findall(rf'href="{edit}#([^"]+)"', answer.content.decode())
    assert links == ["id_planned_on", "id_reason", "id_name"]
    page = browser_of(world.staff).get(edit).content.decode()
    assert [name for name in links if f'id="{name}"' not in page] == []


def test_a_decision_on_an_address_that_another_account_has_leads_to_the_words(world: OfficeWorld) -> None:
    notice = a_notice(S.SUBMITTED, world=world, when=ago(hours=1), **TAKEN)
    an_account(AccountState.ACTIVE, world=world, when=ago(minutes=30), handle=TAKEN["handle"])

    answer = refused(world.section_head, "decide", notice, move="settle", opinion="")

    edit = reverse("approvals:notice_edit", args=[notice.pk])
    assert "このアカウントは、すでに台帳にあります" in text_of(answer)
    assert f'<a href="{edit}#id_url">新しいURL</a>' in answer.content.decode()


def test_an_effect_on_an_address_that_another_account_has_says_how_to_go_on(world: OfficeWorld) -> None:
    notice = a_notice(S.ANNOUNCED, world=world, when=ago(days=60), **TAKEN)
    an_account(AccountState.ACTIVE, world=world, when=ago(minutes=30), handle=TAKEN["handle"])

    answer = refused(world.staff, "effect", notice, effected_on=today(), effect_reason="担当者の急な休み")

    shown = text_of(answer)
    assert answer.status_code == 403
    assert "このアカウントは、すでに台帳にあります" in shown
    assert "「中止する」で取りやめて、案を作り直してください。" in shown
    assert "案を直す:" not in shown

"""The pages of notices through the web: a change from its first words to its end, and refusals on the page."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.states import AccountState
from approvals.models import ChangeNotice
from approvals.notices.states import NoticeKind, NoticeState
from core.deadlines.models import Obligation
from core.lifecycle.actor import Actor
from core.notifications.models import Message
from core.periods.civil import earliest_effect, period_end
from core.periods.clock import now
from core.staff.offices import Office
from tests.approvals.pages import a_world, ago, browser_of, send, to, today
from tests.factories.approvals import OfficeWorld, again, an_account
from tests.factories.core import a_version
from tests.factories.notices import NOTICE_PAGE, POST, a_notice, announced, filed

pytestmark = pytest.mark.django_db
S = NoticeState


def act(actor: Actor, name: str, notice: ChangeNotice, /, **data: Any) -> Any:
    """Post an act on a notice as it stands."""
    return send(actor, f"notice_{name}", notice.pk, **({"seen": again(notice).fingerprint()} | data))


def a_case(at: NoticeState = S.DRAFT, **values: Any) -> tuple[OfficeWorld, ChangeNotice]:
    """Return a world and a notice of its section, made an hour ago."""
    world = a_world()
    return world, a_notice(at, world=world, when=ago(hours=1), **values)


def changed(notice: ChangeNotice) -> dict[str, str]:
    """Return the new values as the form takes them."""
    names = ("name", "common_name", "handle", "url")
    return {"platform": str(notice.account.platform_id), **{name: getattr(notice, name) for name in names}}


def text_of(answer: Any) -> str:
    """Return the page."""
    return str(answer.content.decode())


def test_change_is_drafted_from_the_values_as_they_are() -> None:
    world = a_world()
    account = an_account(AccountState.ACTIVE, world=world, when=ago(hours=1))
    page = text_of(to(world.staff, "notice_change", account.pk))
    assert 'value="いわき観光だより"' in page

    given = {"platform": account.platform_id, "name": "いわきの観光", "handle": account.handle, "url": account.url}
    answer = send(world.staff, "notice_change", account.pk, **given, reason="分かりやすくするため")

    notice = ChangeNotice.objects.get()
    assert answer.url == reverse("approvals:notice_detail", args=[notice.pk])
    shown = text_of(browser_of(world.staff).get(answer.url))
    assert "いわき観光だより" in shown
    assert "いわきの観光" in shown


def test_page_of_every_state_opens_for_everybody_of_the_section() -> None:
    world = a_world()
    for at in (S.DRAFT, S.SUBMITTED, S.RETURNED, S.SETTLED, S.FILED, S.ANNOUNCED, S.CANCELLED):
        notice = a_notice(at, world=world, when=ago(hours=1))
        for actor in (world.staff, world.section_head):
            assert to(actor, "notice_detail", notice.pk).status_code == 200, at


def test_submission_without_a_day_names_the_field() -> None:
    world, notice = a_case(planned_on=None)

    answer = act(world.staff, "submit", notice)

    assert "実施の予定日を入力してください。" in text_of(answer)
    assert again(notice).state == S.DRAFT


def test_manager_settles_on_the_page() -> None:
    world, notice = a_case(S.SUBMITTED)

    answer = act(world.section_head, "decide", notice, move="settle", opinion="")

    assert answer.status_code == 302
    assert again(notice).state == S.SETTLED


def test_announcement_before_the_filing_is_refused_with_the_way_on() -> None:
    world, notice = a_case(S.SETTLED)

    answer = act(world.staff, "announce", notice, channel="homepage", posted_on=str(today()), url=NOTICE_PAGE)

    assert answer.status_code == 403
    assert "総合政策部長への届出より前に、周知はできません。" in text_of(answer)


def test_announcements_on_the_page_begin_the_period() -> None:
    world, notice = a_case(S.FILED)

    act(world.staff, "announce", notice, channel="homepage", posted_on=str(today()), url=NOTICE_PAGE)
    act(world.staff, "announce", notice, channel="account", posted_on=str(today()), url=POST)

    assert again(notice).state == S.ANNOUNCED
    assert "周知中" in text_of(to(world.staff, "notice_detail", notice.pk))


def test_page_outside_of_the_city_is_refused_at_its_field() -> None:
    world, notice = a_case(S.FILED)

    answer = act(
        world.staff, "announce", notice, channel="homepage", posted_on=str(today()), url="https://example.com/a"
    )

    assert answer.status_code == 200
    assert again(notice).state == S.FILED


def test_early_effect_is_refused() -> None:
    world, notice = a_case(S.ANNOUNCED)

    answer = act(world.staff, "effect", notice, effected_on=str(today()))

    assert "から実施できます" in text_of(answer)
    assert again(notice).state == S.ANNOUNCED


def test_foreign_section_sees_drafts_as_if_there_were_none() -> None:
    world, notice = a_case()
    stranger = next(iter(world.foreign.values()))

    assert to(stranger, "notice_detail", notice.pk).status_code == 404


def test_announced_notice_is_open_to_all_staff() -> None:
    world, notice = a_case(S.ANNOUNCED)
    stranger = next(iter(world.foreign.values()))

    assert to(stranger, "notice_detail", notice.pk).status_code == 200


def test_planner_answers_from_the_wish_and_from_the_announcements() -> None:
    world = a_world()

    wished = text_of(to(world.staff, "notice_planner", wish="2027-02-01"))
    told = text_of(to(world.staff, "notice_planner", account_on="2026-12-18", homepage_on="2026-12-21"))

    assert "令和8年12月31日(木)" in wished
    assert "閉庁日" in wished
    assert "令和9年1月22日(金)" in told


def test_planner_takes_any_input() -> None:
    world = a_world()

    for wish in ("9999-12-31", "0001-01-01", "x", "2027-02-31"):
        assert to(world.staff, "notice_planner", wish=wish).status_code == 200, wish


def test_list_costs_the_same_at_one_row_and_at_three() -> None:
    world, _ = a_case(S.ANNOUNCED)
    browser, url = browser_of(world.staff), reverse("approvals:notice_list")
    browser.get(url)
    with CaptureQueriesContext(connection) as one:
        browser.get(url)
    for _ in range(2):
        a_notice(S.ANNOUNCED, NoticeKind.CLOSURE, world=world, when=ago(hours=1))
    with CaptureQueriesContext(connection) as three:
        shown = text_of(browser.get(url))

    assert len(one) == len(three)
    assert shown.count("の廃止</a>") == 2


def test_account_page_leads_to_both_kinds() -> None:
    world = a_world()
    account = an_account(AccountState.ACTIVE, world=world, when=ago(hours=1))

    page = text_of(browser_of(world.staff).get(reverse("accounts:account_detail", args=[account.pk])))

    assert reverse("approvals:notice_change", args=[account.pk]) in page
    assert reverse("approvals:notice_closure", args=[account.pk]) in page


def test_every_field_of_the_page_has_an_id_of_its_own() -> None:
    world, notice = a_case(S.ANNOUNCED)
    ids = re.findall(r' id="([^"]+)"', text_of(to(world.section_head, "notice_detail", notice.pk)))

    assert len(ids) == len(set(ids))


def test_a_planned_day_that_can_not_be_reached_is_said_before_anybody_decides() -> None:
    world, notice = a_case(planned_on=today() + timedelta(days=5))
    later = a_notice(world=world, when=ago(hours=1), planned_on=today() + timedelta(days=80))

    shown, kept = (text_of(to(world.staff, "notice_detail", one.pk)) for one in (notice, later))

    assert "予定日には実施できません" in shown
    assert f"{earliest_effect(today(), months=1):%Y-%m-%d}" in shown
    assert "予定日には実施できません" not in kept


def test_giving_up_asks_for_the_retraction_only_where_something_was_announced() -> None:
    world, notice = a_case()
    told = a_notice(S.ANNOUNCED, NoticeKind.CLOSURE, world=world, when=ago(hours=1))

    plain, after = (text_of(to(world.section_head, "notice_detail", one.pk)) for one in (notice, told))

    assert "アカウントで取りやめを知らせた日" not in plain
    assert "アカウントで取りやめを知らせた日" in after


def test_what_everybody_reads_of_a_notice_is_what_the_public_was_told() -> None:
    world, notice = a_case(S.SUBMITTED)
    act(world.section_head, "decide", notice, move="return", opinion="内輪の意見です。")
    act(world.staff, "submit", notice)
    act(world.section_head, "decide", notice, move="settle", opinion="")
    told = announced(filed(again(notice), world, when=ago(minutes=1)), world, when=ago(minutes=1))

    inside, outside = (text_of(to(one, "notice_detail", told.pk)) for one in (world.staff, world.foreign[Office.STAFF]))

    assert "内輪の意見です。" in inside
    assert "いわきの観光" in outside
    assert "内輪の意見です。" not in outside
    assert "これまでの経過" not in outside


def test_days_of_an_announced_notice_keep_their_numbers_after_a_revision() -> None:
    world, notice = a_case(S.ANNOUNCED)
    before = text_of(to(world.staff, "notice_detail", notice.pk))
    a_version(today(), settings={"notice_months": 3, "change_keep_months": 24}, at=now())

    after = text_of(to(world.staff, "notice_detail", notice.pk))

    assert notice.planned_on is not None
    kept = period_end(notice.planned_on, months=12)
    assert f"{kept:%Y-%m-%d}" in before
    assert f"{kept:%Y-%m-%d}" in after


def test_what_waits_for_the_manager_is_taken_back_and_comes_again() -> None:
    world, notice = a_case(S.SUBMITTED)
    assert "引き戻す" in text_of(to(world.staff, "notice_detail", notice.pk))
    seen = notice.fingerprint()

    act(world.staff, "pull_back", notice)

    assert again(notice).state == S.DRAFT
    assert not Obligation.objects.open().about(notice.stream).exists()
    told = Message.objects.get(title__startswith="引き戻されました")
    assert told.person == world.section_head.person
    assert act(world.section_head, "decide", notice, seen=seen, move="settle", opinion="").status_code == 409
    act(world.staff, "edit", notice, planned_on=str(notice.planned_on), reason="書き直した理由", **changed(notice))
    act(world.staff, "submit", notice)
    assert [one.rule for one in Obligation.objects.open().about(notice.stream)] == ["approvals.notice_decide"]
    act(world.section_head, "decide", notice, move="settle", opinion="")
    assert (again(notice).state, again(notice).reason) == (S.SETTLED, "書き直した理由")


def test_what_is_decided_is_not_taken_back() -> None:
    world, notice = a_case(S.SETTLED)
    assert "引き戻す" not in text_of(to(world.staff, "notice_detail", notice.pk))

    assert act(world.staff, "pull_back", notice).status_code == 409
    assert again(notice).state == S.SETTLED

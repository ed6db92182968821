"""What the public is told: within the service's length, in every phase, and as the check finds it on the page."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.models import Platform
from accounts.services import edit_service
from accounts.states import AccountState
from approvals.notices.actions import cancel_notice
from approvals.notices.models import ChangeNotice
from approvals.notices.posts import limit_of
from approvals.notices.standing import record_announcement
from approvals.notices.states import Channel, NoticeKind, NoticeState
from approvals.notices.texts import told_of, told_of_move
from core.deadlines.models import Obligation
from core.notifications.models import Message
from core.periods.clock import now
from core.periods.era import era_date
from core.staff.offices import Office
from publications.checking.daily import look_at_pages
from publications.checking.reach import Reach
from publications.posting.models import PageCheck
from publications.posting.states import Outcome, PublicationState
from tests.approvals.pages import a_world, ago, to
from tests.factories.approvals import again, an_office_world
from tests.factories.core import AT, ON
from tests.factories.notices import NOTICE_PAGE, a_notice, account_in, announced_in, effected
from tests.publications.checking.server import Answer, page, serving

pytestmark = pytest.mark.django_db
S = NoticeState


def texts(notice: ChangeNotice) -> list[str]:
    """Return the labels of what can be told now."""
    return [one.label for one in told_of(again(notice))]


WIDE = "観" * 80
LONGEST: dict[str, Any] = {"name": WIDE, "common_name": WIDE, "reason": "あ" * 300}


@pytest.mark.parametrize(
    ("code", "most"),
    [("x", 280), ("line", 500), ("instagram", 2200), ("facebook", 63206), ("mastodon", 500), ("note", None)],
)
@pytest.mark.parametrize("kind", list(NoticeKind))
def test_every_post_of_its_life_fits_its_service(kind: NoticeKind, code: str, most: int | None) -> None:
    values: dict[str, Any] = {"reason": LONGEST["reason"]} if kind == NoticeKind.CLOSURE else LONGEST
    world = an_office_world()
    announced = a_notice(S.ANNOUNCED, kind, world=world, **values)
    cancel: dict[str, Any] = {"cancel_reason": "い" * 300, "account_on": ON, "homepage_on": ON}
    with on_service(announced, code, most):
        assert announced.planned_on is not None
        told = [*told_of(again(announced)), told_of_move(again(announced), announced.planned_on + timedelta(days=9))]
        late = effected(announced, world, on=announced.planned_on + timedelta(days=1), reason="遅れたため")
        told += told_of(late)
    cancelled = a_notice(S.ANNOUNCED, kind, world=world, **values)
    with on_service(cancelled, code, most):
        told += told_of(again(cancel_notice(cancelled, by=world.section_head, at=AT, **cancel)))

    limit = limit_of(Platform(code=code, post_limit=most))
    assert len(told) == 5
    assert [one.post.text for one in told if limit.count(one.post.text) > limit.most] == []
    assert all(one.post.length == limit.count(one.post.text) for one in told)


@contextmanager
def on_service(notice: ChangeNotice, code: str, most: int | None) -> Iterator[None]:
    """Let the service of a notice be known by another code, and take so much in a post."""
    service = Platform._base_manager.filter(pk=notice.account.platform_id)
    service.update(code=code, post_limit=most)
    yield
    service.update(code="x", post_limit=280)


def test_a_post_that_does_not_fit_is_shorter_and_still_names_the_day() -> None:
    world = an_office_world()
    notice = a_notice(S.ANNOUNCED, world=world, **LONGEST)
    assert notice.planned_on is not None
    day = era_date(notice.planned_on, weekday=False)

    announced, moved = told_of(again(notice))[0], told_of_move(again(notice), notice.planned_on)

    assert [one.post.is_whole for one in (announced, moved)] == [False, False]
    assert f"{day}から、このアカウントのアカウント名・通称が変わります。" in announced.post.text
    assert "先にお知らせした実施の日が変わりました。" in moved.post.text
    assert day in moved.post.text
    assert all(one.post.leads and NOTICE_PAGE in one.post.text for one in (announced, moved))


def test_a_post_gives_up_its_reason_before_it_gives_up_what_changes() -> None:
    world = an_office_world()
    notice = a_notice(S.FILED, world=world, name="いわきの観光", reason="あ" * 100)

    post = told_of(again(notice))[0].post

    assert "いわき観光だより → いわきの観光" in post.text
    assert ("理由:" in post.text, post.is_whole, post.leads) == (False, False, False)


def test_the_page_says_that_a_post_was_shortened_and_how_it_leads_to_the_whole() -> None:
    world = a_world()
    long, plain = (a_notice(S.FILED, world=world, when=ago(hours=1), reason=reason) for reason in ("あ" * 300, "短い"))

    shown, whole = (to(world.staff, "notice_detail", one.pk).content.decode() for one in (long, plain))

    assert "収まらないため、短くしました。" in shown
    assert "市ホームページの周知を先に記録すると" in shown
    assert "全角の文字と絵文字は2文字、URLは23文字と数えます。" in shown
    assert "収まらないため、短くしました。" not in whole


def lengthened(world: Any, most: int | None) -> None:
    """Let a post on X be of another length from now on."""
    service = Platform.objects.get(code="x")
    admin = world.people[Office.ADMINISTRATOR]
    edit_service(service, by=admin, at=now(), seen=service.fingerprint(), reason="サービスの変更", post_limit=most)


def test_another_length_of_the_service_is_that_of_the_next_post() -> None:
    world = a_world()
    notice = a_notice(S.ANNOUNCED, world=world, when=ago(hours=1), reason="あ" * 300)
    kept = [(one.title, one.text) for one in notice.showings()]
    short = to(world.staff, "notice_detail", notice.pk).content.decode()

    lengthened(world, 2000)

    whole = to(world.staff, "notice_detail", notice.pk).content.decode()
    assert ("Xは280文字まで" in short, "Xは2,000文字まで" in whole) == (True, True)
    assert ("収まらないため、短くしました。" in short, "収まらないため、短くしました。" in whole) == (True, False)
    assert [(one.title, one.text) for one in again(notice).showings()] == kept


def test_without_a_length_the_post_is_the_most_careful_one_and_says_so() -> None:
    world = a_world()
    notice = a_notice(S.FILED, world=world, when=ago(hours=1), reason="あ" * 300)

    lengthened(world, None)

    page = to(world.staff, "notice_detail", notice.pk).content.decode()
    assert "Xの「投稿の文字数」は登録されていないので、最も短いサービスの280文字に収めました" in page
    assert "収まらないため、短くしました。" in page


def test_where_no_text_fits_the_page_says_so() -> None:
    world = a_world()
    notice = a_notice(S.ANNOUNCED, world=world, when=ago(hours=1), reason="あ" * 300)
    before = to(world.staff, "notice_detail", notice.pk).content.decode()

    lengthened(world, 50)

    after = to(world.staff, "notice_detail", notice.pk).content.decode()
    words = "最も短い文でも、Xの1回の投稿に収まりません。"
    assert (words in before, words in after) == (False, True)


def test_texts_follow_the_life_of_the_notice() -> None:
    world = an_office_world()
    notice = a_notice(S.FILED, world=world)
    assert texts(notice) == ["周知の文"]
    announced = a_notice(S.ANNOUNCED, NoticeKind.CLOSURE, world=world)
    assert texts(announced) == ["周知の文", "中止するときの文"]
    assert texts(announced_in(a_notice(S.FILED, world=world), Channel.HOMEPAGE, world)) == [
        "周知の文",
        "中止するときの文",
    ]
    cancel: dict[str, Any] = {"cancel_reason": "続けるため", "account_on": ON, "homepage_on": ON}
    assert texts(cancel_notice(announced, by=world.section_head, at=AT, **cancel)) == ["中止のお知らせの文"]
    assert texts(a_notice(S.EFFECTED, world=world)) == ["実施後に載せておく文"]


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (AccountState.ACTIVE, "これまでどおり運用します。"),
        (AccountState.SUSPENDED, "このアカウントは、引き続き一時停止しています。"),
        (AccountState.ACQUIRED, "このアカウントは、まだ運用を始めていません。"),
    ],
)
def test_a_retraction_tells_how_the_account_goes_on(state: AccountState, words: str) -> None:
    world = an_office_world()
    notice = a_notice(S.ANNOUNCED, NoticeKind.CLOSURE, world=world, account=account_in(state, world=world))
    before = told_of(again(notice))[-1]
    cancel: dict[str, Any] = {"cancel_reason": "続けるため", "account_on": ON, "homepage_on": ON}

    cancelled = again(cancel_notice(again(notice), by=world.section_head, at=AT, **cancel))

    assert cancelled.account.state == state
    for told in (before, *told_of(cancelled)):
        assert told.text.split("\n")[:2] == ["先にお知らせした運用の終了は、取りやめました。", words]
        assert words in told.post.text


def test_a_change_that_lapsed_with_its_account_promises_nothing() -> None:
    world = an_office_world()
    account = account_in(AccountState.ACTIVE, world=world)
    change = a_notice(S.ANNOUNCED, world=world, account=account)
    a_notice(S.EFFECTED, NoticeKind.CLOSURE, world=world, account=again(account))

    lapsed = again(change)

    assert lapsed.state == S.CANCELLED
    assert "これまでどおり" not in told_of(lapsed)[0].text


def test_announcement_names_old_and_new_values_and_the_day() -> None:
    notice = a_notice(S.FILED, name="いわきの観光")
    told = told_of(again(notice))[0]

    assert "いわき観光だより → いわきの観光" in told.text
    assert "から、次のとおり変わります。" in told.text
    assert "<h2>" in told.page


def test_words_that_look_like_markup_are_escaped_on_the_page() -> None:
    told = told_of(again(a_notice(S.FILED, name="<b>いわき</b>")))[0]

    assert "<b>" not in told.page
    assert "&lt;b&gt;" in told.page


def test_public_reads_the_notice_while_it_stands() -> None:
    notice = a_notice(S.ANNOUNCED, name="いわきの観光")
    shown = Client().get(f"/public/accounts/{notice.account_id}/").content.decode()

    assert "いわきの観光" in shown
    assert "の変更" in shown


def test_public_does_not_read_what_is_not_announced() -> None:
    notice = a_notice(S.FILED, name="いわきの観光")

    assert "いわきの観光" not in Client().get(f"/public/accounts/{notice.account_id}/").content.decode()


def test_check_finds_the_notice_on_its_page_and_misses_it_after_three_days(settings: Any) -> None:
    answers: dict[str, Answer] = {}
    with serving(answers) as served:
        settings.CITY_STAND_IN = [served.place]
        reach = Reach(frozenset(), frozenset({served.place}), lambda host, port: ["127.0.0.1"])
        world = an_office_world()
        notice = a_notice(S.FILED, world=world, name="いわきの観光")
        told = told_of(notice)[0]
        answers["/oshirase"] = page(told.page.encode(), "text/html; charset=utf-8")
        facts: dict[str, Any] = {"by": world.staff, "at": AT, "posted_on": ON, "url": served.url("/oshirase")}
        announced = record_announcement(notice, Channel.HOMEPAGE, **facts)

        assert look_at_pages(lambda: AT, reach) == 1
        assert PageCheck.objects.get().outcome == Outcome.CONFIRMED
        answers["/oshirase"] = page(b"<h2>x</h2>")
        for later in (1, 2, 3):
            look_at_pages(lambda later=later: AT + timedelta(days=later), reach)  # type: ignore[misc]  # bound now

    shown = again(announced).on_homepage
    assert shown is not None
    assert shown.state == PublicationState.MISSING
    restore = Obligation.objects.get(rule="publications.restore")
    assert (restore.link_name, restore.link_pk) == ("approvals:notice_detail", notice.pk)
    told_of_it = Message.objects.filter(link_name="approvals:notice_detail", title__contains="確認できません")
    offices = (Office.POLICY_DIRECTOR, Office.PR_SECTION_HEAD, Office.AUDITOR)
    people = {world.section_head.person, *(world.people[office].person for office in offices)}
    assert people <= {one.person for one in told_of_it}

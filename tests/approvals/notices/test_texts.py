"""What the public is told: within the service's length, in every phase, and as the check finds it on the page."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from approvals.notices.actions import cancel_notice
from approvals.notices.models import ChangeNotice
from approvals.notices.standing import record_announcement
from approvals.notices.states import Channel, NoticeKind, NoticeState
from approvals.notices.texts import POST_LIMITS, told_of
from core.deadlines.models import Obligation
from core.notifications.models import Message
from core.staff.offices import Office
from publications.checking.daily import look_at_pages
from publications.checking.reach import Reach
from publications.posting.models import PageCheck
from publications.posting.states import Outcome, PublicationState
from tests.factories.approvals import again, an_office_world
from tests.factories.core import AT, ON
from tests.factories.notices import a_notice
from tests.publications.checking.server import Answer, page, serving

pytestmark = pytest.mark.django_db
S = NoticeState


def texts(notice: ChangeNotice) -> list[str]:
    """Return the labels of what can be told now."""
    return [one.label for one in told_of(again(notice))]


def test_every_post_fits_its_service() -> None:
    for kind in NoticeKind:
        notice = a_notice(S.ANNOUNCED, kind, reason="あ" * 300)
        for told in told_of(again(notice)):
            assert told.post.length <= POST_LIMITS["x"]
            assert told.post.fits


def test_texts_follow_the_life_of_the_notice() -> None:
    world = an_office_world()
    notice = a_notice(S.FILED, world=world)
    assert texts(notice) == ["周知の文"]
    announced = a_notice(S.ANNOUNCED, NoticeKind.CLOSURE, world=world)
    assert texts(announced) == ["周知の文", "期日を変えたときの文", "中止するときの文"]
    cancel: dict[str, Any] = {"cancel_reason": "続けるため", "account_on": ON, "homepage_on": ON}
    assert texts(cancel_notice(announced, by=world.section_head, at=AT, **cancel)) == ["中止のお知らせの文"]
    assert texts(a_notice(S.EFFECTED, world=world)) == ["実施後に載せておく文"]


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

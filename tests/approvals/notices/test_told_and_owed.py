"""What people hear of each act on a notice, and what stays owed whatever happened before (4-5)."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from approvals.actions import file_filing
from approvals.consultations.states import ConsultationState
from approvals.models import ChangeNotice
from approvals.notices.actions import (
    cancel_notice,
    cite_consultation,
    deviate_notice,
    effect_notice,
    reschedule_notice,
    return_notice,
    submit_notice,
)
from approvals.notices.standing import record_announcement, record_early_end, record_end
from approvals.notices.states import Channel, NoticeKind, NoticeState
from core.deadlines.models import Obligation
from core.deadlines.moves import WAIVE
from core.lifecycle.act import edit, perform
from core.lifecycle.actor import SYSTEM
from core.lifecycle.errors import Denied
from core.notifications.models import Message
from core.periods.clock import now
from core.staff.offices import Office
from tests.approvals.notices.test_life import open_rules
from tests.approvals.pages import a_world, browser_of, today
from tests.factories import everything
from tests.factories.approvals import OfficeWorld, again, an_office_world, appointment_of
from tests.factories.consultations import a_consultation
from tests.factories.core import AT, ON
from tests.factories.notices import (
    NOTICE_PAGE,
    a_notice,
    announced,
    announced_in,
    effected,
    filed,
    filing_with,
    noon,
    settled,
)

pytestmark = pytest.mark.django_db
S, CLOSURE = NoticeState, NoticeKind.CLOSURE
DAY = timedelta(days=1)
WHY = "アカウントが乗っ取られたため"


@pytest.fixture
def world() -> OfficeWorld:
    return an_office_world()


def told(world: OfficeWorld, office: Office, title: str) -> list[str]:
    """Return what the holder of an office was told under a title."""
    person = world.people[office].person
    return [one.body for one in Message.objects.filter(person=person, title__startswith=title).order_by("pk")]


def moved(notice: ChangeNotice, world: OfficeWorld, by: int) -> ChangeNotice:
    assert notice.planned_on is not None
    days: dict[str, Any] = {"account_on": None, "homepage_on": None}
    if any(one.posted_on for one in notice.showings()):
        days = {"account_on": ON, "homepage_on": ON}
    return reschedule_notice(
        notice,
        by=world.section_head,
        at=AT,
        seen=notice.fingerprint(),
        planned_on=notice.planned_on + by * DAY,
        reason="準備のため",
        **days,
    )


def gone(notice: ChangeNotice, world: OfficeWorld, channel: Channel = Channel.HOMEPAGE) -> ChangeNotice:
    record_early_end(again(notice), channel, by=world.staff, at=AT, removed_on=ON, reason="消えていた")
    return again(notice)


def test_a_page_may_go_early_as_often_as_it_does(world: OfficeWorld) -> None:
    notice = a_notice(S.FILED, CLOSURE, world=world)
    for _ in range(2):
        notice = moved(notice, world, 1)
    notice = announced(notice, world)
    for _ in range(4):
        notice = gone(notice, world)
        assert "publications.notice" in open_rules(notice)
        notice = again(announced_in(notice, Channel.HOMEPAGE, world))
        assert "publications.notice" not in open_rules(notice)


def test_a_deviation_owes_its_effect_on_its_day(world: OfficeWorld) -> None:
    notice = a_notice(S.SETTLED, CLOSURE, world=world, planned_on=ON + 5 * DAY, deviation_reason=WHY)
    owed = Obligation.objects.open().about(notice.stream).get(rule="approvals.notice_effect")
    assert owed.due_on == ON + 5 * DAY
    notice = announced(filed(notice, world), world)
    owed = Obligation.objects.open().about(notice.stream).get(rule="approvals.notice_effect")
    assert owed.due_on == ON + 5 * DAY


def test_what_becomes_a_deviation_owes_its_effect_and_one_consultation(world: OfficeWorld) -> None:
    notice = a_notice(S.ANNOUNCED, CLOSURE, world=world)
    notice = deviate_notice(notice, by=world.section_head, at=AT, seen=notice.fingerprint(), deviation_reason=WHY)
    assert {"approvals.notice_effect", "approvals.notice_consult"} <= open_rules(notice)
    assert told(world, Office.AUDITOR, "周知の期間を置かないことにしました") == [f"理由:{WHY}"]


def test_a_consultation_cited_before_covers_a_deviation_that_is_said_again(world: OfficeWorld) -> None:
    notice = a_notice(S.DRAFT, CLOSURE, world=world, deviation_reason=WHY)
    answered = a_consultation(ConsultationState.ANSWERED, world=world, account=notice.account)
    notice = cite_consultation(notice, answered, by=world.staff, at=AT)
    notice = edit(notice, by=SYSTEM, at=AT, deviation_reason="", planned_on=ON + 60 * DAY)
    notice = a_settled(notice, world)
    notice = deviate_notice(notice, by=world.section_head, at=AT, seen=notice.fingerprint(), deviation_reason=WHY)
    assert "approvals.notice_consult" not in open_rules(notice)


def a_settled(notice: ChangeNotice, world: OfficeWorld) -> ChangeNotice:
    return settled(submit_notice(notice, by=world.staff, at=AT), world)


def test_everybody_hears_to_which_day_it_was_moved_and_why(world: OfficeWorld) -> None:
    notice = moved(a_notice(S.ANNOUNCED, CLOSURE, world=world), world, 10)
    (words,) = told(world, Office.POLICY_DIRECTOR, "実施の期日が変わりました")
    assert words.endswith("理由:準備のため")
    assert told(world, Office.GENERAL_AFFAIRS_DIRECTOR, "実施の期日が変わりました") == []
    file_filing(filing_with(notice, Office.GENERAL_AFFAIRS_DIRECTOR), by=world.staff, at=AT)
    moved(notice, world, 10)
    assert len(told(world, Office.GENERAL_AFFAIRS_DIRECTOR, "実施の期日が変わりました")) == 1


def test_whom_it_was_filed_with_hears_that_it_was_given_up(world: OfficeWorld) -> None:
    notice = a_notice(S.ANNOUNCED, CLOSURE, world=world)
    file_filing(filing_with(notice, Office.GENERAL_AFFAIRS_DIRECTOR), by=world.staff, at=AT)
    given: dict[str, Any] = {"cancel_reason": "続けるため", "account_on": ON, "homepage_on": ON}
    cancel_notice(again(notice), by=world.section_head, at=AT, **given)
    for office in (Office.GENERAL_AFFAIRS_DIRECTOR, Office.POLICY_DIRECTOR):
        assert told(world, office, "中止しました") == ["理由:続けるため"]


def test_what_was_given_up_is_filed_no_more(world: OfficeWorld) -> None:
    notice = a_notice(S.SETTLED, CLOSURE, world=world)
    filing = filing_with(notice, Office.POLICY_DIRECTOR)
    cancel_notice(notice, by=world.section_head, at=AT, cancel_reason="続けるため")
    before = everything()
    with pytest.raises(Denied, match="「中止」です") as refused:
        file_filing(filing, by=world.staff, at=AT)
    assert (refused.value.clause, everything()) == ("第4-5-(1)", before)


def test_of_a_drafter_who_left_the_section_hears(world: OfficeWorld) -> None:
    notice = a_notice(S.SUBMITTED, world=world)
    edit(appointment_of(world.staff), by=SYSTEM, at=AT, ends_on=ON)
    later = AT + DAY
    return_notice(notice, by=world.section_head, at=later, seen=notice.fingerprint(), opinion="理由を詳しく。")
    assert told(world, Office.STAFF, "差し戻されました") == []


def test_what_stands_anew_before_the_effect_is_kept_no_longer(world: OfficeWorld) -> None:
    notice = a_notice(S.ANNOUNCED, CLOSURE, world=world)
    assert notice.planned_on is not None
    late = notice.planned_on + 9 * DAY
    url = f"{NOTICE_PAGE}?2"
    record_announcement(notice, Channel.HOMEPAGE, by=world.staff, at=noon(late), posted_on=late, url=url)
    given: dict[str, Any] = {"effected_on": notice.planned_on, "effect_reason": ""}
    done = again(effect_notice(again(notice), by=world.staff, at=noon(late), **given))
    straight = a_notice(S.EFFECTED, CLOSURE, world=world)
    assert done.on_homepage is not None
    assert straight.on_homepage is not None
    assert done.on_homepage.keep_until == straight.on_homepage.keep_until


def test_what_was_never_announced_does_not_end_as_if_it_had_stood(world: OfficeWorld) -> None:
    notice = a_notice(S.SETTLED, CLOSURE, world=world, planned_on=ON, deviation_reason=WHY)
    done = effected(notice, world, on=ON)
    assert done.on_homepage is not None
    assert done.on_homepage.keep_until is not None
    day = done.on_homepage.keep_until + DAY
    with pytest.raises(Denied, match="まだ周知していない"):
        record_end(done, Channel.HOMEPAGE, by=world.staff, at=noon(day), removed_on=day)
    owed = Obligation.objects.open().about(done.on_homepage.stream).get(rule="publications.notice")
    perform(owed, WAIVE, by=world.section_head, at=noon(day), waive_reason="サイトがなくなったため", ended_on=day)
    record_end(again(done), Channel.HOMEPAGE, by=world.staff, at=noon(day), removed_on=day)
    assert again(done).state == S.COMPLETED


def test_a_deviation_leads_to_a_consultation_about_its_account() -> None:
    world = a_world()
    notice = a_notice(S.SETTLED, CLOSURE, world=world, when=now(), planned_on=today(), deviation_reason=WHY)
    page: Any = browser_of(world.staff).get(reverse("approvals:notice_detail", args=[notice.pk]))
    asks = f"{reverse('approvals:consultation_new')}?account={notice.account_id}"
    assert f'href="{asks}"' in page.content.decode()

"""An effect on another day than the public was told: announced anew, or with a reason for auditors (4-5)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from approvals.models import ChangeNotice
from approvals.notices.actions import reschedule_notice
from approvals.notices.states import NoticeKind, NoticeState
from approvals.notices.texts import told_of
from core.lifecycle.errors import Denied
from core.notifications.models import Message
from core.periods.era import era_date
from core.staff.offices import Office
from tests.approvals.pages import a_world, ago, browser_of, send, to, today
from tests.factories.approvals import OfficeWorld, again, an_office_world
from tests.factories.core import ON
from tests.factories.notices import a_notice, announced, effected, filed, noon, settled

pytestmark = pytest.mark.django_db
S = NoticeState
DAY = timedelta(days=1)
REASON = "作業の担当者が急に休んだため"
SUBJECT = "知らせた日と違う日に実施しました"


def a_late_one(world: OfficeWorld, *, days: int = 2) -> ChangeNotice:
    """Return a notice that came into effect some days after the one that was told."""
    notice = a_notice(S.ANNOUNCED, world=world)
    assert notice.planned_on is not None
    return effected(notice, world, on=notice.planned_on + days * DAY, reason=REASON)


def messages_to_auditors(world: OfficeWorld) -> list[str]:
    """Return what auditors were told of departures."""
    told = Message.objects.filter(title__startswith=SUBJECT, person=world.people[Office.AUDITOR].person)
    return list(told.values_list("body", flat=True))


@pytest.mark.parametrize("kind", list(NoticeKind))
def test_another_day_than_told_needs_its_reason(kind: NoticeKind) -> None:
    world = an_office_world()
    notice = a_notice(S.ANNOUNCED, kind, world=world)
    assert notice.planned_on is not None
    later = notice.planned_on + DAY

    with pytest.raises(Denied) as refused:
        effected(notice, world, on=later, reason="  ")

    assert (refused.value.field, refused.value.clause) == ("effect_reason", "第4-5-(2)")
    assert "期日を変える" in str(refused.value.way)
    assert again(notice).state == S.ANNOUNCED
    assert effected(notice, world, on=later, reason=REASON).effect_reason == REASON


def test_the_day_that_was_told_needs_none() -> None:
    world = an_office_world()
    notice = a_notice(S.EFFECTED, world=world)

    assert (notice.departs, notice.effect_reason) == (False, "")
    assert messages_to_auditors(world) == []


def test_a_day_told_in_time_of_a_new_announcement_needs_none() -> None:
    world = an_office_world()
    notice = a_notice(S.ANNOUNCED, world=world)
    assert notice.planned_on is not None
    later = notice.planned_on + 5 * DAY
    told = notice.planned_on - DAY
    moved = reschedule_notice(
        notice,
        by=world.section_head,
        at=noon(told),
        seen=notice.fingerprint(),
        planned_on=later,
        reason="準備のため",
        account_on=told,
        homepage_on=told,
    )

    assert not effected(again(moved), world, on=later).departs


def test_a_planned_day_that_the_period_did_not_reach_is_the_day_that_was_told() -> None:
    world = an_office_world()
    notice = filed(settled(a_notice(S.SUBMITTED, world=world), world), world)
    told = announced(notice, world, when=noon(ON + 3 * DAY))
    assert told.earliest_on is not None

    with pytest.raises(Denied, match="違う日に実施した理由"):
        effected(told, world, on=told.earliest_on)
    assert effected(told, world, on=told.earliest_on, reason=REASON).departs


def test_auditors_are_told_both_days_and_the_reason() -> None:
    world = an_office_world()
    done = a_late_one(world)

    assert done.planned_on is not None
    assert done.effected_on is not None
    days = f"知らせた日:{era_date(done.planned_on)}\n実施日:{era_date(done.effected_on)}"
    assert messages_to_auditors(world) == [f"{days}\n理由:{REASON}"]


def test_a_deviation_has_said_why_already() -> None:
    world = an_office_world()
    notice = a_notice(S.ANNOUNCED, world=world, deviation_reason="サービスが止まったため")
    assert notice.planned_on is not None

    done = effected(notice, world, on=notice.planned_on + 3 * DAY)

    assert (done.departs, done.effect_reason) == (False, "")
    assert messages_to_auditors(world) == []


def test_citizens_read_that_it_was_another_day() -> None:
    world = an_office_world()
    late, kept = a_late_one(world), a_notice(S.EFFECTED, world=world)

    words = [told_of(one)[0].text for one in (late, kept)]

    assert ["先にお知らせした日" in text for text in words] == [True, False]
    assert late.on_homepage is not None
    assert late.on_homepage.text == words[0]


def test_the_database_holds_the_reason_too() -> None:
    done = a_late_one(an_office_world())

    with pytest.raises(IntegrityError), transaction.atomic():
        ChangeNotice._base_manager.filter(pk=done.pk).update(effect_reason="")


def test_auditors_find_departures_and_deviations_in_the_list() -> None:
    world = a_world()
    notice = a_notice(S.ANNOUNCED, world=world, when=ago(days=60))
    a_notice(S.ANNOUNCED, NoticeKind.CLOSURE, world=world, when=ago(days=60))
    given = {"effected_on": str(today()), "effect_reason": REASON, "seen": again(notice).fingerprint()}

    send(world.staff, "notice_effect", notice.pk, **given)

    auditor = world.people[Office.AUDITOR]
    page = to(auditor, "notice_detail", notice.pk).content.decode()
    listed = browser_of(auditor).get("/approvals/notices/?show=departed").content.decode()
    assert "知らせた日と違う実施" in page
    assert REASON in page
    assert (listed.count("知らせた日と違う実施</span>"), listed.count("の廃止</a>")) == (1, 0)

"""An effect on another day than the one that was filed is filed again, too (4-5-(1), ADR 0040)."""

from datetime import timedelta

import pytest

from approvals.actions import ask_correction, correct_filing, file_filing
from approvals.models import ChangeNotice
from approvals.notices.states import NoticeKind, NoticeState
from core.notifications.models import Message
from core.periods.opening_days import add_opening_days
from core.staff.offices import Office
from tests.approvals.notices.test_amending import filed_with_both, moved, owed
from tests.factories.approvals import OfficeWorld, again, an_office_world
from tests.factories.core import ON
from tests.factories.notices import a_notice, amendment_of, effected, filing_with, noon

pytestmark = pytest.mark.django_db
S, CLOSURE = NoticeState, NoticeKind.CLOSURE
DAY = timedelta(days=1)
POLICY, GENERAL = Office.POLICY_DIRECTOR, Office.GENERAL_AFFAIRS_DIRECTOR


@pytest.fixture
def world() -> OfficeWorld:
    return an_office_world()


def carried_out(notice: ChangeNotice, world: OfficeWorld, days: int, why: str = "担当者の急な休み") -> ChangeNotice:
    """Record the effect some days after the planned one, with both filings made before."""
    assert notice.planned_on is not None
    return effected(notice, world, on=notice.planned_on + days * DAY, reason=why)


def test_an_effect_on_another_day_is_owed_to_each_office_that_has_a_filing(world: OfficeWorld) -> None:
    notice = filed_with_both(world)
    done = carried_out(notice, world, 2)

    assert done.effected_on is not None
    assert done.planned_on is not None
    due, title = add_opening_days(done.effected_on, 5), again(notice.account).title
    assert owed(done) == [
        ("approvals.notice_file_before", f"総合政策部長へ変更の予定日の訂正を届け出る:{title}", due),
        ("approvals.notice_file_after", f"総務部長へ変更の予定日の訂正を届け出る:{title}", due),
    ]
    made = file_filing(amendment_of(filing_with(done, GENERAL)), by=world.staff, at=noon(done.effected_on))
    days = [made.body.get(label) for label in ("先に届け出た予定日", "実施日", "改めた予定日", "改める理由")]
    assert days == [done.planned_on.isoformat(), done.effected_on.isoformat(), None, "担当者の急な休み"]
    assert made.tells_effect
    told = Message.objects.filter(title__startswith="知らせた日と違う日に実施しました")
    offices = (POLICY, GENERAL, Office.AUDITOR)
    assert {one.person for one in told} == {world.people[office].person for office in offices}


def test_an_effect_on_the_planned_day_amends_nothing(world: OfficeWorld) -> None:
    assert owed(carried_out(filed_with_both(world), world, 0)) == []


def test_what_waits_of_a_moved_day_says_the_effect_instead(world: OfficeWorld) -> None:
    notice = filed_with_both(world)
    was = notice.planned_on
    moved_once = moved(notice, world, 10)
    dates = [(rule, due_on) for rule, _, due_on in owed(moved_once)]
    done = carried_out(moved_once, world, 2)
    waiting = amendment_of(filing_with(done, POLICY))
    assert (waiting.was_on, waiting.now_on, waiting.tells_effect) == (was, done.effected_on, True)
    assert [(rule, due_on) for rule, _, due_on in owed(done)] == dates
    assert waiting.amend_reason == "担当者の急な休み"


def test_a_moved_day_that_is_kept_stays_as_it_waits(world: OfficeWorld) -> None:
    done = carried_out(moved(filed_with_both(world), world, 10), world, 0)
    waiting = amendment_of(filing_with(done, POLICY))
    assert (waiting.amend_reason, waiting.tells_effect, len(owed(done))) == ("準備のため", False, 2)


def test_an_effect_on_the_day_that_was_filed_owes_nothing(world: OfficeWorld) -> None:
    done = carried_out(moved(filed_with_both(world, planned_on=ON + 60 * DAY), world, -10), world, 10)
    assert (done.departs, owed(done)) == (True, [])


def test_a_deviation_is_amended_with_its_reason(world: OfficeWorld) -> None:
    notice = filed_with_both(world, CLOSURE, deviation_reason="サービスが止まったため")
    done = carried_out(notice, world, 3, "")
    waiting = amendment_of(filing_with(done, GENERAL))
    assert (waiting.now_on, waiting.amend_reason) == (done.effected_on, "サービスが止まったため")
    assert len(owed(done)) == 2


def test_a_first_filing_after_the_effect_states_both_days(world: OfficeWorld) -> None:
    done = carried_out(a_notice(S.ANNOUNCED, world=world), world, 2)
    assert done.effected_on is not None
    assert done.planned_on is not None
    first = file_filing(filing_with(done, GENERAL), by=world.staff, at=noon(done.effected_on))
    said = (first.body["実施の予定日"], first.body["実施日"])
    assert said == (done.planned_on.isoformat(), done.effected_on.isoformat())
    assert first.amendments.count() == 0


DAYS = ("実施の予定日", "実施日", "先に届け出た予定日", "改めた予定日")


def test_a_correction_after_the_effect_leaves_the_day_of_it_to_what_amends(world: OfficeWorld) -> None:
    done = carried_out(filed_with_both(world), world, 2)
    assert done.effected_on is not None
    at = noon(done.effected_on)
    first = filing_with(done, POLICY)
    for filing in (first, file_filing(amendment_of(first), by=world.staff, at=at)):
        before = [filing.body.get(label) for label in DAYS]
        asked = ask_correction(filing, by=world.policy_director, at=at, correction="理由を")
        answered = correct_filing(asked, by=world.staff, at=at, note="補いました。")
        assert [answered.body.get(label) for label in DAYS] == before

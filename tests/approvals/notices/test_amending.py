"""What was filed of a day that does not hold any more is filed again, once for each office that has it (4-5-(1))."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from accounts.states import AccountState
from approvals.actions import ask_correction, correct_filing, file_filing, receive_filings
from approvals.models import ChangeNotice
from approvals.notices.actions import cancel_notice, effect_notice, reschedule_notice
from approvals.notices.states import NoticeKind, NoticeState
from core.deadlines.models import Obligation
from core.lifecycle.errors import Conflict, Denied
from core.notifications.models import Message
from core.periods.civil import earliest_effect
from core.periods.clock import now
from core.periods.opening_days import add_opening_days
from core.staff.offices import Office
from tests.approvals.pages import a_world, browser_of, today
from tests.factories import everything
from tests.factories.approvals import OfficeWorld, again, an_account, an_office_world
from tests.factories.core import AT, ON
from tests.factories.notices import REASON, a_notice, amendment_of, effected, filing_with, noon

pytestmark = pytest.mark.django_db
S, CLOSURE = NoticeState, NoticeKind.CLOSURE
DAY = timedelta(days=1)
POLICY, GENERAL = Office.POLICY_DIRECTOR, Office.GENERAL_AFFAIRS_DIRECTOR


@pytest.fixture
def world() -> OfficeWorld:
    return an_office_world()


def moved(notice: ChangeNotice, world: OfficeWorld, by: int, why: str = "準備のため", when: Any = AT) -> ChangeNotice:
    fresh = again(notice)
    assert fresh.planned_on is not None
    told = ON if any(one.posted_on for one in fresh.showings()) else None
    return reschedule_notice(
        fresh,
        by=world.section_head,
        at=when,
        seen=fresh.fingerprint(),
        planned_on=fresh.planned_on + by * DAY,
        reason=why,
        account_on=told,
        homepage_on=told,
    )


def called_off(notice: ChangeNotice, world: OfficeWorld) -> ChangeNotice:
    told = ON if any(one.posted_on for one in again(notice).showings()) else None
    given: dict[str, Any] = {"cancel_reason": "続けるため", "account_on": told, "homepage_on": told}
    return cancel_notice(again(notice), by=world.section_head, at=AT, **given)


def filed_with_both(world: OfficeWorld, kind: NoticeKind = NoticeKind.CHANGE, **values: Any) -> ChangeNotice:
    """Bring a notice to both announcements, with both filings made."""
    notice = a_notice(S.ANNOUNCED, kind, world=world, **values)
    file_filing(filing_with(notice, GENERAL), by=world.staff, at=AT)
    return again(notice)


def owed(notice: ChangeNotice) -> list[tuple[str, str, date | None]]:
    """Return rule, title and date of the filings that the section owes about a notice, in order."""
    streams = [one.stream for one in notice.filings.order_by("pk")]
    found = Obligation.objects.open().about(*streams).filter(debtor_office=Office.STAFF).order_by("pk")
    return list(found.values_list("rule", "title", "due_on"))


def page(by: Any, name: str, *args: Any, show: str = "") -> str:
    found: Any = browser_of(by).get(reverse(f"approvals:{name}", args=args) + show)
    assert found.status_code == 200
    return str(found.content.decode())


def test_a_moved_day_is_owed_to_each_office_that_has_a_filing(world: OfficeWorld) -> None:
    notice = filed_with_both(world)
    was = notice.planned_on

    after = moved(notice, world, 10, when=AT + DAY)

    due = add_opening_days(ON + DAY, 5)
    title = notice.account.title
    assert owed(after) == [
        ("approvals.notice_file_before", f"総合政策部長へ変更の予定日の訂正を届け出る:{title}", due),
        ("approvals.notice_file_after", f"総務部長へ変更の予定日の訂正を届け出る:{title}", due),
    ]
    for office in (POLICY, GENERAL):
        made = amendment_of(filing_with(after, office))
        assert (made.office, made.was_on, made.now_on, made.due_on) == (office, was, after.planned_on, due)
        assert (made.amend_reason, made.document_number) == ("準備のため", "")


def test_what_was_not_filed_is_filed_with_the_new_day_alone(world: OfficeWorld) -> None:
    notice = moved(a_notice(S.ANNOUNCED, world=world), world, 10)
    assert notice.planned_on is not None
    first = file_filing(filing_with(notice, GENERAL), by=world.staff, at=AT)
    assert (first.body["実施の予定日"], first.amendments.count()) == (notice.planned_on.isoformat(), 0)
    assert amendment_of(filing_with(notice, POLICY)).now_on == notice.planned_on


def test_before_any_filing_a_move_amends_nothing(world: OfficeWorld) -> None:
    notice = moved(a_notice(S.SETTLED, world=world), world, 10)
    assert notice.filings.exclude(amends=None).count() == 0


def test_before_the_announcement_it_is_owed_in_time_for_that(world: OfficeWorld) -> None:
    notice = moved(a_notice(S.FILED, world=world), world, 1)
    assert amendment_of(filing_with(notice, POLICY)).due_on == ON + DAY


def test_it_is_filed_with_its_own_number_and_received(world: OfficeWorld) -> None:
    notice = filed_with_both(world)
    was = notice.planned_on
    notice = moved(notice, world, 10)
    first = filing_with(notice, POLICY)
    before = dict(first.body)

    made = file_filing(amendment_of(first), by=world.staff, at=AT, note="よろしくお願いします。")

    assert was is not None
    assert notice.planned_on is not None
    assert made.document_number not in {"", first.document_number}
    assert made.body == {
        "もとの届出": first.document_number,
        "種類": "変更",
        "サービス": "X",
        "アカウント名": notice.old_values()["name"],
        "アカウントID": notice.old_values()["handle"],
        "URL": notice.old_values()["url"],
        "アカウント名の変更": f"{notice.old_values()['name']} → いわきの観光",
        "変更の理由": REASON,
        "先に届け出た予定日": was.isoformat(),
        "改めた予定日": notice.planned_on.isoformat(),
        "改める理由": "準備のため",
        "運用する部署": world.section.full_name,
        "備考": "よろしくお願いします。",
    }
    assert again(first).body == before
    assert [rule for rule, _, _ in owed(notice)] == ["approvals.notice_file_after"]
    told = Message.objects.filter(
        title__startswith="変更の予定日の訂正の届出がありました", body=made.document_number
    ).get()
    assert told.person == world.policy_director.person
    assert receive_filings([made], by=world.policy_director, at=AT) == 1
    assert receive_filings([made], by=world.policy_director, at=AT) == 0
    with pytest.raises(Conflict):
        file_filing(again(made), by=world.staff, at=AT)


def test_a_second_move_is_said_by_the_same_amendment(world: OfficeWorld) -> None:
    notice = filed_with_both(world)
    was = notice.planned_on
    once = moved(notice, world, 10)
    first = owed(once)

    twice = moved(once, world, 5, "会場の都合", when=AT + 3 * DAY)

    assert owed(twice) == first
    made = amendment_of(filing_with(twice, GENERAL))
    assert (made.was_on, made.now_on, made.amend_reason) == (was, twice.planned_on, "会場の都合")


def test_before_the_announcement_its_date_follows_a_day_moved_earlier(world: OfficeWorld) -> None:
    notice = moved(a_notice(S.FILED, world=world, planned_on=ON + 60 * DAY), world, 10)
    [(rule, title, due_on)] = owed(notice)
    reach = earliest_effect(ON + DAY, months=1)

    earlier = moved(notice, world, (reach - ON).days - 70)

    assert (due_on, owed(earlier)) == (add_opening_days(ON, 5), [(rule, title, ON + DAY)])
    waiting = amendment_of(filing_with(earlier, POLICY))
    assert (waiting.due_on, waiting.now_on) == (ON + DAY, reach)
    assert owed(moved(earlier, world, 60)) == [(rule, title, ON + DAY)]


def test_after_one_was_filed_the_next_goes_on_from_its_day(world: OfficeWorld) -> None:
    notice = moved(filed_with_both(world), world, 10)
    first = filing_with(notice, POLICY)
    made = file_filing(amendment_of(first), by=world.staff, at=AT)

    again_moved = moved(notice, world, 5)

    second = amendment_of(first)
    assert (second.was_on, second.now_on) == (notice.planned_on, again_moved.planned_on)
    assert second.pk != made.pk


def test_a_day_that_comes_back_owes_nothing_and_can_not_be_filed(world: OfficeWorld) -> None:
    notice = moved(a_notice(S.FILED, world=world, planned_on=ON + 60 * DAY), world, 10)
    back = moved(notice, world, -10)
    made = amendment_of(filing_with(back, POLICY))
    before = everything()

    assert (made.is_moot, owed(back)) == (True, [])
    with pytest.raises(Denied, match="改めるところはありません。") as refused:
        file_filing(made, by=world.staff, at=AT)
    assert (refused.value.clause, everything()) == ("第4-5-(1)", before)
    for _ in range(2):
        away = moved(back, world, 10, when=AT + DAY)
        assert [rule for rule, _, _ in owed(away)] == ["approvals.notice_file_before"]
        back = moved(away, world, -10, when=AT + DAY)
        assert owed(back) == []


@pytest.mark.parametrize("first_moved", [False, True])
def test_what_was_filed_is_called_off_by_a_filing(world: OfficeWorld, first_moved: bool) -> None:
    notice = filed_with_both(world, CLOSURE)
    was = notice.planned_on
    if first_moved:
        notice = moved(notice, world, 10)

    over = called_off(notice, world)

    title = notice.account.title
    assert [said for _, said, _ in owed(over)] == [
        f"総合政策部長へ廃止の中止を届け出る:{title}",
        f"総務部長へ廃止の中止を届け出る:{title}",
    ]
    made = file_filing(amendment_of(filing_with(over, GENERAL)), by=world.staff, at=AT)
    assert (made.was_on, made.now_on, made.body["中止した日"]) == (was, None, ON.isoformat())
    assert (made.body["改める理由"], "改めた予定日" in made.body) == ("続けるため", False)
    assert made.body["廃止の理由"] == REASON
    assert [name for name in made.body if name.endswith("の変更")] == []
    assert str(made) == f"{title}の廃止の中止の届出(総務部長)"


def test_what_was_called_off_before_any_filing_owes_none(world: OfficeWorld) -> None:
    over = called_off(a_notice(S.SETTLED, world=world), world)
    assert (owed(over), over.filings.exclude(amends=None).count()) == ([], 0)


def closed_before_its_day(world: OfficeWorld, when: Any = AT, on: date = ON) -> ChangeNotice:
    """Return a change that was filed and moved, and whose account was closed before its day."""
    account = an_account(AccountState.ACTIVE, world=world, when=when)
    notice = a_notice(S.FILED, world=world, account=account, when=when, planned_on=on + 60 * DAY)
    change = moved(notice, world, 10, when=when)
    given: dict[str, Any] = {"planned_on": on, "deviation_reason": "アカウントが乗っ取られたため"}
    closure = a_notice(S.SETTLED, CLOSURE, world=world, account=again(account), when=when, **given)
    assert owed(change) != []
    effect_notice(again(closure), by=world.staff, at=when, effected_on=on)
    return again(change)


def test_a_closure_ends_what_was_to_be_amended_of_a_change(world: OfficeWorld) -> None:
    change = closed_before_its_day(world)
    waiting = amendment_of(filing_with(change, POLICY))

    assert (change.state, owed(change)) == (S.CANCELLED, [])
    assert (waiting.was_on, waiting.now_on) == (ON + 60 * DAY, ON + 70 * DAY)
    before = everything()
    with pytest.raises(Denied, match="実施の前にアカウントを廃止したので") as refused:
        file_filing(waiting, by=world.staff, at=AT)
    assert (refused.value.clause, everything()) == ("第4-5-(1)", before)


def test_what_lapsed_with_its_account_is_not_called_a_day_that_came_back() -> None:
    world = a_world()
    change = closed_before_its_day(world, now(), today())
    first = filing_with(change, POLICY)
    waiting = amendment_of(first)

    shown = page(world.staff, "filing_detail", waiting.pk)
    said = (
        "実施の前にアカウントを廃止したので、予定日の訂正は届け出ません。" in shown,
        "先に届け出た日と同じになりました" in shown,
    )
    assert said == (True, False)
    assert "届け出る</button>" not in shown
    assert "その後改められました" not in page(world.staff, "filing_detail", first.pk)
    assert "予定日の訂正" not in page(world.staff, "filing_list", show="?show=due")


def test_it_stays_owed_after_the_effect(world: OfficeWorld) -> None:
    notice = moved(filed_with_both(world), world, 10)
    assert notice.planned_on is not None
    done = effected(notice, world, on=notice.planned_on)
    assert len(owed(done)) == 2
    late = file_filing(amendment_of(filing_with(done, POLICY)), by=world.staff, at=noon(notice.planned_on))
    assert late.state == "filed"


def test_a_correction_asked_for_leaves_the_day_that_was_filed(world: OfficeWorld) -> None:
    notice = filed_with_both(world)
    was = notice.planned_on
    notice = moved(notice, world, 10)
    first = ask_correction(filing_with(notice, POLICY), by=world.policy_director, at=AT, correction="理由を")
    answered = correct_filing(first, by=world.staff, at=AT, note="補いました。")
    assert was is not None
    assert (answered.body["実施の予定日"], answered.body["備考"]) == (was.isoformat(), "補いました。")


def test_a_correction_is_answered_though_the_notice_was_called_off(world: OfficeWorld) -> None:
    notice = filed_with_both(world)
    first = ask_correction(filing_with(notice, POLICY), by=world.policy_director, at=AT, correction="理由を")
    called_off(notice, world)
    assert correct_filing(again(first), by=world.staff, at=AT, note="補いました。").correction == ""


@pytest.mark.parametrize("office", [POLICY, GENERAL])
def test_others_neither_file_nor_receive_it(world: OfficeWorld, office: Office) -> None:
    notice = moved(filed_with_both(world), world, 10)
    waiting = amendment_of(filing_with(notice, office))
    before = everything()
    for by in (world.foreign[Office.STAFF], world.people[office]):
        with pytest.raises(Denied, match="届け出るのは"):
            file_filing(waiting, by=by, at=AT)
    assert everything() == before
    made = file_filing(waiting, by=world.staff, at=AT)
    other = world.people[GENERAL if office == POLICY else POLICY]
    with pytest.raises(Denied, match="届出を受理するのは"):
        receive_filings([made], by=other, at=AT)

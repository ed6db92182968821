"""A notice over its whole life, and every wrong order refused with its clause (4-5)."""

from datetime import date, timedelta

import pytest

from accounts.states import AccountState
from approvals.models import ChangeNotice
from approvals.notices.actions import (
    cancel_notice,
    draft_notice,
    edit_notice,
    effect_notice,
    reschedule_notice,
    settle_notice,
)
from approvals.notices.standing import record_early_end, record_end
from approvals.notices.states import Channel, NoticeKind, NoticeState
from core.deadlines.models import Obligation
from core.deadlines.states import ObligationState
from core.lifecycle.errors import Conflict, Denied
from core.notifications.models import Message
from core.periods.civil import period_end
from core.periods.clock import japan_date
from core.staff.offices import Office
from publications.posting.states import PublicationState
from tests.factories.approvals import a_deputy, again, an_account, an_office_world
from tests.factories.core import AT, ON
from tests.factories.notices import (
    a_notice,
    announced_in,
    effected,
    ended,
    filing_with,
    noon,
)

pytestmark = pytest.mark.django_db
S, CHANGE, CLOSURE = NoticeState, NoticeKind.CHANGE, NoticeKind.CLOSURE


def open_rules(notice: ChangeNotice) -> set[str]:
    """Return what is owed about a notice, its filings and what it shows."""
    about = [notice.stream, *(one.stream for one in notice.filings.all()), *(s.stream for s in notice.showings())]
    found = Obligation.objects.filter(about__in=about, state=ObligationState.OPEN)
    return set(found.values_list("rule", flat=True))


def test_change_comes_into_effect_and_the_registry_follows() -> None:
    world = an_office_world()
    notice = a_notice(S.EFFECTED, world=world, name="いわきの観光", common_name="観光")

    account = again(notice.account)
    assert (account.name, account.common_name, account.state) == ("いわきの観光", "観光", AccountState.ACTIVE)
    assert notice.before["name"] == "いわき観光だより"
    assert notice.changed()[0] == ("name", "アカウント名", "いわき観光だより", "いわきの観光")
    assert notice.effected_on is not None
    assert {one.keep_until for one in notice.showings()} == {period_end(notice.effected_on, months=12)}
    assert "approvals.notice_keep" in open_rules(notice)


def test_closure_closes_the_account_and_ends_its_operators() -> None:
    world = an_office_world()
    notice = a_notice(S.ANNOUNCED, CLOSURE, world=world)
    assert again(notice.account).state == AccountState.CLOSING

    assert notice.planned_on is not None
    notice = effected(notice, world, on=notice.planned_on)

    account = again(notice.account)
    assert (account.state, account.closed_on) == (AccountState.CLOSED, notice.effected_on)
    assert not account.operators.filter(ends_on=None).exists()
    assert notice.on_account is not None
    assert notice.on_account.state == PublicationState.REMOVED
    assert again(ended(notice, world).account).state == AccountState.RETIRED
    assert again(notice).state == S.COMPLETED


def test_announcement_before_the_filing_is_refused() -> None:
    world = an_office_world()
    notice = a_notice(S.SETTLED, world=world)

    with pytest.raises(Denied) as refused:
        announced_in(notice, Channel.HOMEPAGE, world)

    assert refused.value.clause == "第4-5-(1)"
    assert "総合政策部長" in refused.value.reason


def test_announcing_does_not_wait_for_the_receipt() -> None:
    world = an_office_world()
    notice = a_notice(S.ANNOUNCED, world=world)

    assert filing_with(notice, Office.POLICY_DIRECTOR).state == "filed"
    assert filing_with(notice, Office.GENERAL_AFFAIRS_DIRECTOR).state == "due"
    assert "approvals.notice_file_after" in open_rules(notice)


def test_filing_with_general_affairs_is_not_there_before_the_announcement() -> None:
    notice = a_notice(S.FILED)

    assert [one.office for one in notice.filings.all()] == [Office.POLICY_DIRECTOR]


def test_period_counts_from_the_later_announcement() -> None:
    world = an_office_world()
    notice = a_notice(S.FILED, world=world, planned_on=ON + timedelta(days=60))
    later = ON + timedelta(days=5)

    announced_in(notice, Channel.HOMEPAGE, world)
    assert again(notice).state == S.FILED
    notice = again(announced_in(again(notice), Channel.ACCOUNT, world, when=noon(later)))

    assert (notice.state, notice.announced_on) == (S.ANNOUNCED, later)
    assert notice.notice_months == 1


def test_effect_before_the_period_is_refused_with_the_first_day() -> None:
    world = an_office_world()
    notice = a_notice(S.ANNOUNCED, world=world)
    assert notice.earliest_on is not None
    day_before = notice.earliest_on - timedelta(days=1)

    with pytest.raises(Denied) as refused:
        effect_notice(notice, by=world.staff, at=noon(day_before), effected_on=day_before)

    assert refused.value.clause == "第4-5-(2)"
    assert "から実施できます" in refused.value.reason


def test_effect_before_any_announcement_is_refused() -> None:
    world = an_office_world()
    notice = a_notice(S.FILED, world=world)

    with pytest.raises(Denied) as refused:
        effect_notice(notice, by=world.staff, at=AT, effected_on=ON)

    assert refused.value.clause == "第4-5-(2)"


def test_effect_before_the_announced_day_is_refused() -> None:
    world = an_office_world()
    notice = a_notice(S.ANNOUNCED, world=world, planned_on=ON + timedelta(days=90))
    day = ON + timedelta(days=60)

    with pytest.raises(Denied, match="市民に知らせた日"):
        effect_notice(notice, by=world.staff, at=noon(day), effected_on=day)


def test_notice_that_changes_nothing_is_not_submitted() -> None:
    with pytest.raises(Denied, match="変わるところがありません"):
        a_notice(S.SUBMITTED, name="いわき観光だより")


def test_day_that_no_announcement_reaches_is_not_settled() -> None:
    with pytest.raises(Denied, match="きょう周知しても") as refused:
        a_notice(S.SETTLED, planned_on=ON + timedelta(days=10))

    assert refused.value.clause == "第4-5-(2)"


def test_manager_settles_own_words_knowingly_alone() -> None:
    world = an_office_world()
    notice = a_notice(S.SUBMITTED, world=world)
    own = edit_notice(notice, by=world.section_head, at=AT, reason="本人が直した理由")

    with pytest.raises(Denied, match="自己決定"):
        settle_notice(own, by=world.section_head, at=AT, seen=own.fingerprint())
    done = settle_notice(own, by=world.section_head, at=AT, seen=own.fingerprint(), knows_own=True)

    assert done.self_decided


def test_deputy_settles_and_the_principal_reviews_later() -> None:
    world = an_office_world()
    notice = a_notice(S.SUBMITTED, world=world)

    done = settle_notice(notice, by=a_deputy(world.section_head), at=AT, seen=notice.fingerprint())

    review = done.reviews.get()
    assert (review.state, review.principal, done.decided_for) == ("awaiting", *[world.section_head.person] * 2)
    assert [one.debtor_person for one in Obligation.objects.open().about(review.stream)] == [review.principal]


def test_staff_do_not_settle() -> None:
    world = an_office_world()
    notice = a_notice(S.SUBMITTED, world=world)

    with pytest.raises(Denied, match="アカウント管理者"):
        settle_notice(notice, by=world.staff, at=AT, seen=notice.fingerprint())


def test_second_notice_of_a_kind_waits_for_the_first() -> None:
    world = an_office_world()
    notice = a_notice(world=world)

    with pytest.raises(Denied, match="同時に進められるのは一つ"):
        draft_notice(notice.account, CHANGE, by=world.staff, at=AT)
    assert draft_notice(notice.account, CLOSURE, by=world.staff, at=AT).state == S.DRAFT


def test_account_that_is_not_acquired_has_no_notice() -> None:
    world = an_office_world()
    account = an_account(AccountState.AUTHORISED, world=world)

    with pytest.raises(Denied) as refused:
        draft_notice(account, CHANGE, by=world.staff, at=AT)

    assert refused.value.clause == "第4-5-(1)"


def test_notice_does_not_come_down_before_its_time() -> None:
    world = an_office_world()
    notice = a_notice(S.EFFECTED, world=world)
    assert notice.on_homepage is not None
    until = notice.on_homepage.keep_until
    assert until is not None

    with pytest.raises(Denied) as refused:
        record_end(notice, Channel.HOMEPAGE, by=world.staff, at=noon(until), removed_on=until)

    assert refused.value.clause == "第4-5-(2)"
    assert "から下ろせます" in refused.value.reason


def test_early_end_is_told_at_once_and_put_back_keeps_the_end() -> None:
    world = an_office_world()
    notice = a_notice(S.EFFECTED, world=world)
    assert notice.effected_on is not None
    assert notice.on_homepage is not None
    until, gone = notice.on_homepage.keep_until, notice.effected_on + timedelta(days=20)

    record_early_end(notice, Channel.HOMEPAGE, by=world.staff, at=noon(gone), removed_on=gone, reason="サイトの改修")
    told = Message.objects.filter(title__contains="早くなくなりました")
    assert all("許容の幅を超えています" in one.body for one in told)
    assert world.policy_director.person in {one.person for one in told}
    announced_in(again(notice), Channel.HOMEPAGE, world, when=noon(gone + timedelta(days=3)))

    back = again(notice).on_homepage
    assert back is not None
    assert (back.state, back.keep_until) == (PublicationState.POSTED, until)


def test_moving_later_needs_new_announcements() -> None:
    world = an_office_world()
    notice = a_notice(S.ANNOUNCED, world=world)
    later, when = ON + timedelta(days=80), noon(ON + timedelta(days=7))
    on = japan_date(when)

    with pytest.raises(Denied, match="改めて周知"):
        reschedule_notice(
            notice, by=world.section_head, at=when, seen=notice.fingerprint(), planned_on=later, reason="準備のため"
        )
    moved = reschedule_notice(
        notice,
        by=world.section_head,
        at=when,
        seen=notice.fingerprint(),
        planned_on=later,
        reason="準備が遅れるため",
        account_on=on,
        homepage_on=on,
    )

    assert (moved.planned_on, moved.state, moved.earliest_on) == (later, S.ANNOUNCED, notice.earliest_on)


def test_moving_earlier_counts_from_the_new_announcement() -> None:
    world = an_office_world()
    notice = a_notice(S.ANNOUNCED, world=world, planned_on=ON + timedelta(days=90))
    told = ON + timedelta(days=40)

    def move(planned_on: date) -> ChangeNotice:
        return reschedule_notice(
            again(notice),
            by=world.section_head,
            at=noon(told),
            seen=again(notice).fingerprint(),
            planned_on=planned_on,
            reason="早まったため",
            account_on=told,
            homepage_on=told,
        )

    with pytest.raises(Denied, match="周知の期間"):
        move(told + timedelta(days=20))
    assert move(told + timedelta(days=35)).planned_on == told + timedelta(days=35)


def test_cancelling_what_is_announced_needs_the_retraction() -> None:
    world = an_office_world()
    notice = a_notice(S.ANNOUNCED, CLOSURE, world=world)

    with pytest.raises(Denied, match="取りやめることを同じ場所で知らせて"):
        cancel_notice(notice, by=world.section_head, at=AT, cancel_reason="続けるため")
    done = cancel_notice(
        notice, by=world.section_head, at=AT, cancel_reason="続けるため", account_on=ON, homepage_on=ON
    )

    assert done.state == S.CANCELLED
    assert again(notice.account).state == AccountState.ACTIVE
    assert open_rules(again(notice)) == {"approvals.notice_receive", "approvals.notice_file_before"}


def test_effect_twice_is_a_conflict() -> None:
    world = an_office_world()
    notice = a_notice(S.EFFECTED, world=world)
    assert notice.effected_on is not None

    with pytest.raises(Conflict):
        effect_notice(notice, by=world.staff, at=noon(notice.effected_on), effected_on=notice.effected_on)

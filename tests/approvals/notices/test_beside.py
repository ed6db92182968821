"""What else may be under way beside a notice: another notice, a correction, a channel that is gone, a later review."""

from datetime import timedelta
from typing import Any

import pytest

from accounts.states import AccountState
from approvals.models import ChangeNotice
from approvals.notices.actions import cancel_notice, effect_notice, reschedule_notice, settle_notice
from approvals.notices.standing import record_early_end
from approvals.notices.states import Channel, NoticeKind, NoticeState
from approvals.notices.texts import title_of
from core.deadlines.models import Obligation
from core.lifecycle.act import edit
from core.lifecycle.actor import SYSTEM
from core.lifecycle.errors import Conflict, Denied
from core.periods.civil import earliest_effect, latest_announcement, period_end
from core.periods.opening_days import add_opening_days
from core.reviews.states import ReviewState
from core.staff.offices import Office
from publications.posting.states import PublicationState
from tests.factories.approvals import a_deputy, again, an_account, an_office_world
from tests.factories.core import AT, ON
from tests.factories.drafts import a_platform
from tests.factories.notices import a_notice, announced_in, effected, filing_with, noon

pytestmark = pytest.mark.django_db
S, CLOSURE = NoticeState, NoticeKind.CLOSURE
DAY = timedelta(days=1)
TAKEN = "アカウントが乗っ取られたため"


def open_about(*notices: ChangeNotice) -> set[str]:
    """Return the kinds of what is open about some notices and their channels."""
    streams = [record.stream for one in notices for record in (one, *one.showings(), *one.reviews.all())]
    return set(Obligation.objects.open().about(*streams).values_list("rule", flat=True))


def test_a_closure_ends_the_change_that_was_announced_beside_it() -> None:
    world = an_office_world()
    account = an_account(AccountState.ACTIVE, world=world)
    change = a_notice(S.ANNOUNCED, world=world, account=account)
    closure = a_notice(S.SETTLED, CLOSURE, world=world, account=account, planned_on=ON, deviation_reason=TAKEN)

    effected(closure, world, on=ON)

    ended = again(change)
    assert (ended.state, ended.cancel_reason) == (S.CANCELLED, "アカウントを廃止したため")
    assert open_about(ended) == set()
    assert {one.state for one in ended.showings()} == {PublicationState.REMOVED}
    with pytest.raises(Conflict):
        effect_notice(ended, by=world.staff, at=noon(ON + 60 * DAY), effected_on=ON + 60 * DAY)


def test_a_closure_takes_down_the_post_of_a_change_and_leaves_its_page() -> None:
    world = an_office_world()
    change = a_notice(S.EFFECTED, world=world)
    day = change.effected_on
    assert day is not None
    closure = a_notice(
        S.SETTLED,
        CLOSURE,
        world=world,
        account=again(change.account),
        planned_on=day,
        when=noon(day),
        deviation_reason=TAKEN,
    )

    effected(closure, world, on=day)

    states = {one.kind: one.state for one in again(change).showings()}
    assert states == {"notice_sns": PublicationState.REMOVED, "notice_hp": PublicationState.POSTED}
    assert again(change).state == S.EFFECTED


def test_the_period_does_not_begin_while_one_channel_is_down() -> None:
    world = an_office_world()
    notice = announced_in(a_notice(S.FILED, world=world), Channel.ACCOUNT, world)
    record_early_end(again(notice), Channel.ACCOUNT, by=world.staff, at=AT, removed_on=ON, reason="投稿が消えたため")

    told = again(announced_in(again(notice), Channel.HOMEPAGE, world))

    assert (told.state, told.announced_on) == (S.FILED, None)
    back = again(announced_in(told, Channel.ACCOUNT, world, when=AT + 2 * DAY))
    assert (back.state, back.announced_on) == (S.ANNOUNCED, ON + 2 * DAY)


def test_each_late_announcement_of_a_deviation_is_kept_from_its_own_day() -> None:
    world = an_office_world()
    notice = effected(
        a_notice(S.SETTLED, world=world, planned_on=ON, deviation_reason="急に変わったため"), world, on=ON
    )

    first = again(announced_in(notice, Channel.ACCOUNT, world, when=AT + 3 * DAY))
    both = again(announced_in(first, Channel.HOMEPAGE, world, when=AT + 9 * DAY))

    kept = {one.kind: one.keep_until for one in both.showings()}
    assert kept == {
        "notice_sns": period_end(ON + 3 * DAY, months=12),
        "notice_hp": period_end(ON + 9 * DAY, months=12),
    }
    assert both.announced_on == ON + 9 * DAY


def test_the_effect_leaves_alone_what_was_corrected_meanwhile() -> None:
    world = an_office_world()
    notice = a_notice(S.ANNOUNCED, world=world, name="いわきの観光")
    edit(notice.account, by=SYSTEM, at=AT, common_name="直した通称")
    assert notice.planned_on is not None

    done = effected(again(notice), world, on=notice.planned_on)

    account = again(done.account)
    assert (account.name, account.common_name) == ("いわきの観光", "直した通称")


def test_a_day_that_has_passed_when_it_is_announced_is_no_new_day() -> None:
    world = an_office_world()
    notice = a_notice(S.ANNOUNCED, world=world)
    assert notice.planned_on is not None
    later = notice.planned_on + 5 * DAY

    with pytest.raises(Denied) as refused:
        reschedule_notice(
            notice,
            by=world.section_head,
            at=noon(later + DAY),
            seen=notice.fingerprint(),
            planned_on=later,
            reason="準備が遅れたため",
            account_on=later + DAY,
            homepage_on=later + DAY,
        )

    assert refused.value.field == "planned_on"


def test_a_later_review_still_waits_when_the_notice_is_given_up() -> None:
    world = an_office_world()
    submitted = a_notice(S.SUBMITTED, world=world)
    deputy = a_deputy(world.section_head)
    settled = settle_notice(submitted, by=deputy, at=AT, seen=submitted.fingerprint())

    given_up = again(cancel_notice(settled, by=world.section_head, at=AT, cancel_reason="見送るため"))

    assert (given_up.state, given_up.reviews.get().state) == (S.CANCELLED, ReviewState.AWAITING)
    assert open_about(given_up) == {"approvals.notice_later_review"}


def test_a_deviation_does_not_reach_back_before_the_account() -> None:
    world = an_office_world()
    notice = a_notice(S.SETTLED, CLOSURE, world=world, planned_on=ON, deviation_reason=TAKEN)
    began_on = notice.account.started_on
    assert began_on is not None

    with pytest.raises(Denied) as refused:
        effect_notice(notice, by=world.staff, at=AT, effected_on=began_on - DAY)

    assert (refused.value.field, refused.value.clause) == ("effected_on", "第4-5-(2)")


def test_the_title_names_the_service_that_the_public_knew() -> None:
    world = an_office_world()
    notice = a_notice(S.SETTLED, world=world)
    known = notice.account.platform.name
    edit(notice.account, by=SYSTEM, at=AT, platform=a_platform("mastodon", name="マストドン"))

    assert title_of(again(notice)).startswith(f"{known}公式アカウント")


def test_a_move_of_what_one_channel_told_asks_for_its_new_announcement_and_counts_from_it() -> None:
    world = an_office_world()
    notice = again(announced_in(a_notice(S.FILED, world=world), Channel.ACCOUNT, world))
    assert notice.planned_on is not None
    facts: dict[str, Any] = {"by": world.section_head, "at": AT + 4 * DAY, "planned_on": notice.planned_on + 20 * DAY}
    facts |= {"seen": notice.fingerprint(), "reason": "準備のため"}

    with pytest.raises(Denied) as refused:
        reschedule_notice(notice, **facts)
    moved = again(reschedule_notice(notice, **facts, account_on=ON + 4 * DAY))
    told = again(announced_in(moved, Channel.HOMEPAGE, world, when=AT + DAY))

    assert refused.value.field == "account_on"
    assert told.announced_on == ON + 4 * DAY


def test_the_announcement_is_due_by_the_day_that_was_moved() -> None:
    world = an_office_world()
    notice = a_notice(S.FILED, world=world)
    assert notice.planned_on is not None
    later = notice.planned_on + 31 * DAY

    moved = again(
        reschedule_notice(
            notice, by=world.section_head, at=AT, seen=notice.fingerprint(), planned_on=later, reason="準備のため"
        )
    )

    streams = [one.stream for one in moved.showings()]
    due = set(Obligation.objects.open().about(*streams).values_list("due_on", flat=True))
    assert due == {latest_announcement(later, months=1)}


def test_the_first_filing_follows_a_day_that_is_moved_before_it() -> None:
    world = an_office_world()
    notice = a_notice(S.SETTLED, world=world)
    filing = filing_with(notice, Office.POLICY_DIRECTOR)
    assert (filing.due_on, notice.planned_on) == (ON, earliest_effect(ON, months=1))
    facts: dict[str, Any] = {"by": world.section_head, "at": AT + DAY, "reason": "準備のため"}

    near, far = ON + 36 * DAY, ON + 90 * DAY
    due = []
    for planned_on in (near, far):
        reschedule_notice(notice, seen=again(notice).fingerprint(), planned_on=planned_on, **facts)
        asked = Obligation.objects.open().about(filing.stream).get(rule="approvals.notice_file_before")
        assert asked.due_on == again(filing).due_on
        due.append(asked.due_on)

    assert due == [latest_announcement(near, months=1), add_opening_days(ON, 5)]

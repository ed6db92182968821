"""The mistyped day of an announcement is put right, and what is counted from it is counted again (4-5)."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from approvals.actions import file_filing
from approvals.models import ChangeNotice
from approvals.notices.actions import effect_notice, redate_notice, reschedule_notice
from approvals.notices.standing import record_early_end
from approvals.notices.states import Channel, NoticeKind, NoticeState
from core.audit.history import history
from core.audit.models import Event
from core.deadlines.models import Obligation
from core.lifecycle.actor import Actor
from core.lifecycle.errors import Conflict, Denied
from core.lifecycle.fact_words import fact_rows
from core.notifications.models import Message
from core.periods.civil import earliest_effect
from core.periods.era import era_date
from core.periods.opening_days import add_opening_days
from core.reviews.states import ReviewState
from core.staff.offices import Office
from publications.posting.models import Publication
from tests.approvals.pages import a_world, ago, browser_of, send, to, today
from tests.factories.approvals import OfficeWorld, a_deputy, again, an_office_world
from tests.factories.core import AT, ON, a_version
from tests.factories.notices import a_notice, announced_in, effected, filing_with, noon

pytestmark = pytest.mark.django_db
S = NoticeState
DAY = timedelta(days=1)
TOLD, NOW = ON + 3 * DAY, ON + 8 * DAY
REASON = "日を打ち間違えたため"


def told_in_both(world: OfficeWorld, kind: NoticeKind = NoticeKind.CHANGE, **values: Any) -> ChangeNotice:
    """Return a notice filed on a day and announced in both channels three days later."""
    given = {"planned_on": earliest_effect(TOLD, months=1), **values}
    notice = a_notice(S.FILED, kind, world=world, **given)
    for channel in Channel:
        announced_in(again(notice), channel, world, when=noon(TOLD))
    return again(notice)


def redated(
    notice: ChangeNotice, channel: Channel, told_on: date, by: Actor, *, on: date = NOW, reason: str = REASON
) -> ChangeNotice:
    """Put a day right on a later day."""
    seen = again(notice).fingerprint()
    return again(redate_notice(notice, channel, by=by, at=noon(on), seen=seen, told_on=told_on, reason=reason))


def due_of(rule: str, *streams: str) -> list[date | None]:
    """Return when what is open of a kind is due."""
    return list(Obligation.objects.open().about(*streams).filter(rule=rule).values_list("due_on", flat=True))


def shown_days(notice: ChangeNotice) -> list[date | None]:
    """Return the days of what stands, the account first."""
    return [one.posted_on for one in notice.showings()]


def refusal(notice: ChangeNotice, told_on: date, by: Actor, **facts: Any) -> Denied:
    """Return why a day of the homepage can not be put right so; nothing has changed."""
    before = again(notice).version
    with pytest.raises(Denied) as refused:
        redated(notice, Channel.HOMEPAGE, told_on, by, **facts)
    assert again(notice).version == before
    return refused.value


def test_a_later_right_day_moves_all_that_is_counted_from_it() -> None:
    world = an_office_world()
    notice = told_in_both(world)
    right = TOLD + 2 * DAY

    done = redated(notice, Channel.HOMEPAGE, right, world.section_head)

    earliest = earliest_effect(right, months=1)
    assert (done.state, done.told_account_on, done.told_homepage_on) == (S.ANNOUNCED, TOLD, right)
    assert (done.announced_on, done.earliest_on) == (right, earliest)
    assert shown_days(done) == [TOLD, right]
    assert due_of("approvals.notice_effect", done.stream) == [earliest]
    filing = filing_with(done, Office.GENERAL_AFFAIRS_DIRECTOR)
    assert filing.due_on == add_opening_days(right, 5)
    assert due_of("approvals.notice_file_after", filing.stream) == [filing.due_on]
    assert world.policy_director.person in {one.person for one in Message.objects.filter(title__contains="周知中")}


def test_an_earlier_right_day_leaves_the_other_channel_to_count() -> None:
    world = an_office_world()
    notice = told_in_both(world)

    first = redated(notice, Channel.HOMEPAGE, ON + DAY, world.section_head)
    both = redated(first, Channel.ACCOUNT, ON + 2 * DAY, world.section_head)

    assert (first.announced_on, first.earliest_on) == (TOLD, notice.earliest_on)
    assert (both.announced_on, both.earliest_on) == (ON + 2 * DAY, earliest_effect(ON + 2 * DAY, months=1))


def test_the_effect_waits_for_the_right_day() -> None:
    world = an_office_world()
    notice = told_in_both(world)
    assert notice.earliest_on is not None

    done = redated(notice, Channel.ACCOUNT, TOLD + 4 * DAY, world.section_head)

    with pytest.raises(Denied, match="から実施できます"):
        effect_notice(done, by=world.staff, at=noon(notice.earliest_on), effected_on=notice.earliest_on)


def test_the_version_on_the_right_day_decides() -> None:
    world = an_office_world()
    notice = told_in_both(world, planned_on=ON + 120 * DAY)
    right = TOLD + 2 * DAY
    a_version(right, settings={"notice_months": 2, "change_keep_months": 18, "keep_tolerance_days": 3}, at=AT)

    done = redated(notice, Channel.HOMEPAGE, right, world.section_head)

    assert (done.notice_months, done.keep_months, done.tolerance_days) == (2, 18, 3)
    assert done.earliest_on == earliest_effect(right, months=2)


def test_the_old_day_and_the_reason_stay_in_the_trail() -> None:
    world = an_office_world()
    notice = told_in_both(world)

    done = redated(notice, Channel.HOMEPAGE, TOLD + DAY, world.section_head)

    facts = history([done.stream])[0].facts
    assert (facts["was_on"], facts["homepage_on"], facts["reason"]) == (str(TOLD), str(TOLD + DAY), REASON)
    assert facts["changes"]["announced_on"] == [str(TOLD), str(TOLD + DAY)]
    told = dict(fact_rows(Event.objects.filter(stream=done.stream).latest("number"), facts))
    assert (told["前の日"], told["市ホームページで知らせた日"]) == (era_date(TOLD), era_date(TOLD + DAY))


def test_a_day_that_one_channel_alone_has_told_can_be_put_right() -> None:
    world = an_office_world()
    notice = announced_in(a_notice(S.FILED, world=world), Channel.HOMEPAGE, world, when=noon(TOLD))

    done = redated(again(notice), Channel.HOMEPAGE, TOLD + DAY, world.section_head)
    assert (done.state, shown_days(done)) == (S.FILED, [None, TOLD + DAY])

    told = again(announced_in(done, Channel.ACCOUNT, world, when=noon(NOW), on=TOLD))

    assert (told.state, told.announced_on) == (S.ANNOUNCED, TOLD + DAY)


def test_a_channel_that_has_told_nothing_has_no_day_to_put_right() -> None:
    world = an_office_world()
    notice = a_notice(S.FILED, world=world)
    assert "まだ周知を記録していません。" in refusal(notice, TOLD, world.section_head).reason

    announced_in(notice, Channel.ACCOUNT, world, when=noon(TOLD))

    assert refusal(notice, TOLD, world.section_head).field == "channel"


def test_only_the_account_manager_puts_it_right_and_a_deputy_is_reviewed() -> None:
    world = an_office_world()
    notice = told_in_both(world)
    deputy = a_deputy(world.section_head, NOW, NOW, when=noon(NOW))

    assert "アカウント管理者" in refusal(notice, TOLD + DAY, world.staff).reason
    done = redated(notice, Channel.HOMEPAGE, TOLD + DAY, deputy)

    review = done.reviews.get()
    assert (review.what, review.state) == ("周知の日を直す", ReviewState.AWAITING)
    assert due_of("approvals.notice_later_review", review.stream) != []


@pytest.mark.parametrize(
    ("told_on", "reason", "field", "words"),
    [
        (NOW + DAY, REASON, "told_on", "きょう以前の日"),
        (date.max, REASON, "told_on", "きょう以前の日"),
        (TOLD, REASON, "told_on", "いまの周知の日と同じ"),
        (TOLD + DAY, " ", "reason", "理由を入力"),
    ],
)
def test_a_day_that_can_not_be_is_refused(told_on: date, reason: str, field: str, words: str) -> None:
    world = an_office_world()
    refused = refusal(told_in_both(world), told_on, world.section_head, reason=reason)

    assert (refused.field, refused.clause) == (field, "第4-5-(2)")
    assert words in refused.reason


def test_a_day_before_the_filing_is_refused_with_the_way_on() -> None:
    world = an_office_world()
    refused = refusal(told_in_both(world), ON - DAY, world.section_head)

    assert (refused.field, refused.clause) == ("told_on", "第4-5-(1)")
    assert "総合政策部長への届出の日" in refused.reason
    assert "改めて周知" in str(refused.way)


def test_a_day_after_what_was_told_of_a_moved_day_is_refused() -> None:
    world = an_office_world()
    notice = told_in_both(world)
    moved = reschedule_notice(
        notice,
        by=world.section_head,
        at=noon(TOLD + 2 * DAY),
        seen=notice.fingerprint(),
        planned_on=ON + 90 * DAY,
        reason="準備のため",
        account_on=TOLD + DAY,
        homepage_on=TOLD + 2 * DAY,
    )

    refused = refusal(moved, TOLD + 3 * DAY, world.section_head)
    done = redated(moved, Channel.HOMEPAGE, TOLD + 2 * DAY, world.section_head)

    assert "期日の変更を知らせた日" in refused.reason
    assert "中止する" in str(refused.way)
    assert done.announced_on == TOLD + 2 * DAY


def test_what_stood_anew_keeps_its_own_day() -> None:
    world = an_office_world()
    notice = told_in_both(world)
    gone, back = TOLD + 2 * DAY, TOLD + 4 * DAY
    record_early_end(notice, Channel.HOMEPAGE, by=world.staff, at=noon(gone), removed_on=gone, reason="サイトの改修")
    assert "掲載がなくなった日" in refusal(notice, gone + DAY, world.section_head).reason
    announced_in(again(notice), Channel.HOMEPAGE, world, when=noon(back))

    assert "載せ直した日" in refusal(notice, back + DAY, world.section_head, on=back + 2 * DAY).reason
    done = redated(notice, Channel.HOMEPAGE, TOLD + DAY, world.section_head)

    assert (done.announced_on, shown_days(done)) == (TOLD + DAY, [TOLD, back])


def test_a_filing_that_states_the_wrong_day_is_to_be_corrected() -> None:
    world = an_office_world()
    notice = told_in_both(world)
    filing = filing_with(notice, Office.GENERAL_AFFAIRS_DIRECTOR)
    file_filing(filing, by=world.staff, at=noon(TOLD + DAY))

    redated(notice, Channel.HOMEPAGE, TOLD + DAY, world.section_head)

    corrected = again(filing)
    owed = Obligation.objects.open().about(filing.stream).get(rule="approvals.notice_correct")
    assert (corrected.due_on, corrected.correction) == (filing.due_on, "周知の日が直されたため")
    assert (owed.clause, owed.debtor_office, owed.debtor_unit) == ("第4-5-(1)", Office.STAFF, world.section)


def test_after_the_effect_no_day_is_put_right() -> None:
    world = an_office_world()
    notice = told_in_both(world)
    assert notice.earliest_on is not None
    done = effected(notice, world, on=notice.earliest_on)

    with pytest.raises(Conflict):
        redated(done, Channel.HOMEPAGE, TOLD + DAY, world.section_head, on=notice.earliest_on)


def test_a_day_is_put_right_on_the_page_and_a_wrong_one_refused_there() -> None:
    world = a_world()
    notice = a_notice(S.FILED, world=world, when=ago(days=3))
    for channel in Channel:
        announced_in(again(notice), channel, world, when=ago(days=1))
    yesterday = today() - DAY
    given = {"channel": "homepage", "reason": REASON}

    def posted(told_on: date) -> Any:
        data = {**given, "told_on": str(told_on), "seen": again(notice).fingerprint()}
        return send(world.section_head, "notice_redate", notice.pk, **data)

    assert "きょう以前の日" in posted(today() + DAY).content.decode()
    assert posted(today()).url == reverse("approvals:notice_detail", args=[notice.pk])

    assert again(notice).announced_on == today()
    shown = to(world.section_head, "notice_detail", notice.pk).content.decode()
    assert f"{yesterday:%Y-%m-%d}" in shown
    assert "周知の日を直した" in shown
    listed = browser_of(world.staff).get(reverse("approvals:notice_list")).content.decode()
    assert f"{today():%Y-%m-%d}" in listed


def test_what_the_public_sees_stands_from_the_right_day() -> None:
    world = an_office_world()
    notice = told_in_both(world, NoticeKind.CLOSURE)

    done = redated(notice, Channel.HOMEPAGE, TOLD + DAY, world.section_head)

    assert done.on_homepage is not None
    assert Publication.objects.get(pk=done.on_homepage.pk).posted_on == TOLD + DAY
    assert done.account.state == "closing"

"""Notices of changes and closures, brought to a state by legal acts alone.

`at` is the state to reach; `when` the instant of all acts until the announcement, the later ones on their own days.
"""

from datetime import date, datetime, timedelta
from typing import Any

from accounts.models import Account
from accounts.states import AccountState
from approvals.actions import file_filing
from approvals.models import ChangeNotice, Filing, NoticeReview
from approvals.notices.actions import (
    cancel_notice,
    draft_notice,
    effect_notice,
    return_notice,
    review_notice,
    settle_notice,
    submit_notice,
)
from approvals.notices.standing import record_announcement, record_end
from approvals.notices.states import Channel, NoticeKind, NoticeState
from core.lifecycle.actor import Actor
from core.periods.civil import earliest_effect
from core.periods.clock import japan_date
from core.reviews.states import ReviewState
from core.staff.offices import Office
from tests.factories.approvals import OfficeWorld, a_deputy, again, an_account, an_office_world
from tests.factories.core import AT
from tests.factories.kept import keeps
from tests.factories.suspensions import suspended

S = NoticeState
NOTICE_PAGE = "https://www.city.iwaki.lg.jp/sns/oshirase.html"
POST = "https://x.com/iwaki/status/1"
REASON = "名称を分かりやすくするため"


@keeps
def a_notice(
    at: NoticeState = S.DRAFT,
    kind: NoticeKind = NoticeKind.CHANGE,
    *,
    world: OfficeWorld | None = None,
    account: Account | None = None,
    when: datetime = AT,
    **values: Any,
) -> ChangeNotice:
    """Bring a notice to a state; `values` change its words."""
    world = world or an_office_world(when)
    account = account or an_account(AccountState.ACTIVE, world=world, when=when)
    on = japan_date(when)
    given = {"reason": REASON, "planned_on": earliest_effect(on, months=1), **values}
    if kind == NoticeKind.CHANGE:
        given.setdefault("name", "いわきの観光")
    notice = draft_notice(account, kind, by=world.staff, at=when, **given)
    if at == S.DRAFT:
        return notice
    notice = submit_notice(notice, by=world.staff, at=when)
    if at == S.SUBMITTED:
        return notice
    if at == S.RETURNED:
        seen = notice.fingerprint()
        return return_notice(notice, by=world.section_head, at=when, seen=seen, opinion="理由を詳しく。")
    if at == S.CANCELLED:
        return cancel_notice(notice, by=world.staff, at=when, cancel_reason="取りやめ")
    return _settled(notice, at, world, when)


def _settled(notice: ChangeNotice, at: NoticeState, world: OfficeWorld, when: datetime) -> ChangeNotice:
    notice = settled(notice, world, when=when)
    if at == S.SETTLED:
        return notice
    notice = filed(notice, world, when=when)
    if at == S.FILED:
        return notice
    notice = announced(notice, world, when=when)
    if at == S.ANNOUNCED:
        return notice
    assert notice.planned_on is not None
    day = notice.planned_on
    notice = effected(notice, world, on=day)
    if at == S.EFFECTED:
        return notice
    return ended(notice, world)


def settled(notice: ChangeNotice, world: OfficeWorld, *, when: datetime = AT, by: Actor | None = None) -> ChangeNotice:
    """Have the account manager, or who deputises, decide a notice as it stands."""
    return settle_notice(notice, by=by or world.section_head, at=when, seen=notice.fingerprint())


@keeps
def a_notice_review(at: ReviewState = ReviewState.AWAITING, *, world: OfficeWorld | None = None) -> NoticeReview:
    """Have the section head's deputy settle a notice, and bring the later review to a state."""
    world = world or an_office_world()
    notice = a_notice(S.SUBMITTED, world=world)
    settled(notice, world, by=a_deputy(world.section_head))
    return reviewed(NoticeReview.objects.get(notice=notice), world.section_head, at=at)


def reviewed(
    review: NoticeReview, by: Actor, *, at: ReviewState = ReviewState.REVIEWED, note: str = ""
) -> NoticeReview:
    """Answer for what a deputy did, having seen the notice as it stands."""
    if at == ReviewState.AWAITING:
        return review
    objects, seen = at == ReviewState.OBJECTED, again(review.notice).fingerprint()
    return review_notice(review, by=by, at=AT, seen=seen, objects=objects, note=note or ("理由" if objects else ""))


def filed(notice: ChangeNotice, world: OfficeWorld, *, when: datetime = AT) -> ChangeNotice:
    """File a notice with 総合政策部長."""
    file_filing(filing_with(notice, Office.POLICY_DIRECTOR), by=world.staff, at=when)
    return again(notice)


def filing_with(notice: ChangeNotice, office: Office) -> Filing:
    """Return the filing of a notice with an office, the first one."""
    return Filing.objects.get(notice=notice, office=office, amends=None)


def amendment_of(filing: Filing) -> Filing:
    """Return what amends a filing and is not filed yet."""
    return filing.amendments.get(filed_at=None)


def announced_in(
    notice: ChangeNotice, channel: Channel, world: OfficeWorld, *, when: datetime = AT, on: date | None = None
) -> ChangeNotice:
    """Record an announcement in one channel."""
    url = POST if channel == Channel.ACCOUNT else NOTICE_PAGE
    return record_announcement(notice, channel, by=world.staff, at=when, posted_on=on or japan_date(when), url=url)


def announced(notice: ChangeNotice, world: OfficeWorld, *, when: datetime = AT) -> ChangeNotice:
    """Record both announcements."""
    announced_in(notice, Channel.ACCOUNT, world, when=when)
    return again(announced_in(again(notice), Channel.HOMEPAGE, world, when=when))


def noon(day: date) -> datetime:
    """Return an instant of a Japan day at the hour of the factories."""
    return AT + timedelta(days=(day - japan_date(AT)).days)


def effected(notice: ChangeNotice, world: OfficeWorld, *, on: date, reason: str = "") -> ChangeNotice:
    """Record the effect on its day, with the reason where that is not the day that the public was told."""
    return again(effect_notice(notice, by=world.staff, at=noon(on), effected_on=on, effect_reason=reason))


def ended(notice: ChangeNotice, world: OfficeWorld) -> ChangeNotice:
    """Record that all came down on the first day on which it may."""
    for channel in Channel:
        showing = again(notice).showing(channel)
        if showing is not None and showing.keep_until is not None and showing.state != "removed":
            day = showing.keep_until + timedelta(days=1)
            record_end(again(notice), channel, by=world.staff, at=noon(day), removed_on=day)
    return again(notice)


def account_in(state: AccountState, *, world: OfficeWorld | None = None, when: datetime = AT) -> Account:
    """Bring an account to a state, those of its end by the notice of its closure."""
    if state == AccountState.SUSPENDED:
        world = world or an_office_world(when)
        return suspended(an_account(AccountState.ACTIVE, world=world, when=when), by=world.section_head, when=when)
    ways = {AccountState.CLOSING: S.ANNOUNCED, AccountState.CLOSED: S.EFFECTED, AccountState.RETIRED: S.COMPLETED}
    if state not in ways:
        return an_account(state, world=world, when=when)
    return again(a_notice(ways[state], NoticeKind.CLOSURE, world=world, when=when).account)

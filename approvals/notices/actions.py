"""What a person does with notices of changes and closures, one function an act (4-5)."""

from datetime import date, datetime
from typing import Any

from accounts.doubts import keep_undoubted
from accounts.models import Account
from approvals.consultations.queries import answered_about
from approvals.models import Consultation
from approvals.moves.notice_review import ANSWERS
from approvals.notices import duties
from approvals.notices.labels import PUBLISHED
from approvals.notices.models import ChangeNotice, published_of
from approvals.notices.moves import CANCEL, DEVIATE, EFFECT, PULL_BACK, REDATE, RESCHEDULE, RETURN, SETTLE, SUBMIT
from approvals.notices.numbers import numbers
from approvals.notices.permissions import (
    CONSULTED,
    check_cite,
    check_draft,
    check_edit,
    check_own_words,
    is_own,
)
from approvals.notices.reviews import NoticeReview
from approvals.notices.states import Channel, NoticeKind
from approvals.notices.texts import shown_words
from core.deadlines.duties import fulfil_duty
from core.lifecycle.act import Act, acting, perform
from core.lifecycle.actor import Actor
from core.lifecycle.errors import Denied
from core.reviews.acts import answer_beside
from publications.posting.models import Publication
from publications.posting.states import Kind


def draft_notice(account: Account, kind: NoticeKind, *, by: Actor, at: datetime, **values: Any) -> ChangeNotice:
    """Begin a notice; it may be incomplete. A change begins with the account's values as they are.

    Args:
        values: new values, reason, planned day, reason of a deviation.

    Raises:
        Denied: for people outside, an account that is none of the city's now, beside an open notice of the kind.
    """
    with acting(by=by, at=at) as act:
        return begin_notice(act, account, kind, **values)


def begin_notice(act: Act, account: Account, kind: NoticeKind, **values: Any) -> ChangeNotice:
    """Begin a notice inside an act, for this chapter's pages and those of incidents; see `draft_notice`."""
    locked = act.lock(account)
    check_draft(locked, kind, act.by, act.on)
    given = {**(first_values(locked) if kind == NoticeKind.CHANGE else {}), **values}
    return act.create(ChangeNotice, account=locked, kind=kind.value, drafted_by=act.by.person, **given)


def first_values(account: Account) -> dict[str, Any]:
    """Return the values that a change begins with: the account's own."""
    own = {name: value for name, value in published_of(account).items() if name in PUBLISHED and name != "platform"}
    return {"platform": account.platform, **own}


def edit_notice(
    notice: ChangeNotice, *, by: Actor, at: datetime, seen: str | None = None, **values: Any
) -> ChangeNotice:
    """Write a notice that is not settled.

    Raises:
        Denied: for people outside, and once it is settled.
        Conflict: somebody else wrote it since.
    """
    with acting(by=by, at=at) as act:
        check_edit(act.lock(notice), by, act.on)
        return act.edit(notice, seen=seen, **values)


def submit_notice(notice: ChangeNotice, *, by: Actor, at: datetime, seen: str | None = None) -> ChangeNotice:
    """Put a notice before the account manager."""
    return perform(notice, SUBMIT, by=by, at=at, seen=seen)


def pull_back_notice(notice: ChangeNotice, *, by: Actor, at: datetime) -> ChangeNotice:
    """Take a notice back to draft while the account manager has not decided (引戻し)."""
    return perform(notice, PULL_BACK, by=by, at=at)


def return_notice(notice: ChangeNotice, *, by: Actor, at: datetime, seen: str, opinion: str) -> ChangeNotice:
    """Give a notice back to its section with a reason."""
    return perform(notice, RETURN, by=by, at=at, seen=seen, opinion=opinion.strip())


def settle_notice(
    notice: ChangeNotice, *, by: Actor, at: datetime, seen: str, opinion: str = "", knows_own: bool = False
) -> ChangeNotice:
    """Decide a notice as the account manager or the deputy; on one's own words only knowingly (自己決定).

    What must stand in the two channels is written by the same act.

    Raises:
        Denied: for everybody else, an incomplete notice, a day that no announcement reaches any more.
        Conflict: the content is not what was seen.
    """
    with acting(by=by, at=at) as act:
        locked = act.lock(notice)
        if SETTLE.why_not(locked, by, act.on) is None:
            check_own_words(locked, by, knows_own=knows_own)
        shown = {name: _showing(act, locked, kind) for name, kind in SHOWN.items()} if _can_settle(locked, act) else {}
        return act.perform(
            notice,
            SETTLE,
            seen=seen,
            decided_by=by.person,
            decided_as=by.label,
            decided_on=act.on,
            self_decided=is_own(locked, by),
            opinion=opinion.strip(),
            decided_for=by.on_behalf_of,
            **shown,
        )


SHOWN = {"on_account": Kind.NOTICE_POST, "on_homepage": Kind.NOTICE_PAGE}


def _can_settle(notice: ChangeNotice, act: Act) -> bool:
    """Tell whether the move will be made: what it refuses needs nothing shown."""
    return SETTLE.why_not(notice, act.by, act.on) is None


def _showing(act: Act, notice: ChangeNotice, kind: Kind) -> Publication:
    return act.create(Publication, account=notice.account, kind=kind.value, **shown_words(notice))


def effect_notice(
    notice: ChangeNotice, *, by: Actor, at: datetime, effected_on: date, effect_reason: str = ""
) -> ChangeNotice:
    """Record that a change or closure came into effect; the registry follows by the same act.

    Args:
        effect_reason: why on another day than the public was told.

    Raises:
        Denied: outside the section, before the period has passed (unless it deviates), on a day to come, or without a
            reason on another day than was told.
        Conflict: it is not decided, or in effect already.
    """
    with acting(by=by, at=at) as act:
        keep_undoubted()
        return act.perform(notice, EFFECT, effected_on=effected_on, effect_reason=effect_reason.strip())


def reschedule_notice(
    notice: ChangeNotice,
    *,
    by: Actor,
    at: datetime,
    seen: str,
    planned_on: date,
    reason: str,
    account_on: date | None = None,
    homepage_on: date | None = None,
) -> ChangeNotice:
    """Move the day before the effect; of what is announced by a new announcement in both channels.

    Raises:
        Denied: for anybody but the account manager, a day that the period does not reach.
        Conflict: the notice is not the one seen.
    """
    facts = {"planned_on": planned_on, "reason": reason.strip(), "account_on": account_on, "homepage_on": homepage_on}
    return perform(notice, RESCHEDULE, by=by, at=at, seen=seen, **facts)


def redate_notice(
    notice: ChangeNotice, channel: Channel, *, by: Actor, at: datetime, seen: str, told_on: date, reason: str
) -> ChangeNotice:
    """Put right the mistyped day on which a channel told of a notice; what is counted from it is counted again.

    The version in force on the right day decides, as if it had been typed at once. The old day stays in the trail.

    Raises:
        Denied: for anybody but the account manager, without a reason, on a day to come, before the filing with
            総合政策部長, or after what the channel did next.
        Conflict: the notice is not the one seen, not announced, or in effect already.
    """
    with acting(by=by, at=at) as act:
        locked = act.lock(notice)
        facts: dict[str, Any] = {f"{channel.value}_on": told_on, "was_on": locked.told_on(channel)}
        told = {one: locked.told_on(one) for one in Channel} | {channel: told_on}
        again = numbers(told, locked.kind) if locked.announced_on is not None and told_on <= act.on else {}
        return act.perform(notice, REDATE, seen=seen, reason=reason.strip(), **facts, **again)


def deviate_notice(notice: ChangeNotice, *, by: Actor, at: datetime, seen: str, deviation_reason: str) -> ChangeNotice:
    """Say of what is decided that the period can not be kept: the account is gone, or the service ends.

    Raises:
        Denied: for anybody but the account manager, without a reason, of what deviates already.
        Conflict: the notice is not the one seen, or not decided.
    """
    reason = deviation_reason.strip()
    return perform(notice, DEVIATE, by=by, at=at, seen=seen, deviation_reason=reason)


def cancel_notice(
    notice: ChangeNotice,
    *,
    by: Actor,
    at: datetime,
    cancel_reason: str,
    account_on: date | None = None,
    homepage_on: date | None = None,
) -> ChangeNotice:
    """Give a notice up before its effect; what was announced is retracted in the same channels.

    Raises:
        Denied: without a reason, without the retraction where something was announced, for people who may not.
        Conflict: it is in effect or over.
    """
    with acting(by=by, at=at) as act:
        facts: dict[str, Any] = {"cancelled_on": act.on, "account_on": account_on, "homepage_on": homepage_on}
        return act.perform(notice, CANCEL, cancel_reason=cancel_reason.strip(), **facts)


def review_notice(
    review: NoticeReview, *, by: Actor, at: datetime, seen: str, objects: bool, note: str = ""
) -> NoticeReview:
    """Answer for one act of a deputy on the notice that was seen, see `core.reviews.acts.answer_beside`."""
    return answer_beside(review, ANSWERS, by=by, at=at, seen=seen, objects=objects, note=note)


def cite_consultation(notice: ChangeNotice, consultation: Consultation, *, by: Actor, at: datetime) -> ChangeNotice:
    """Name the answered consultation that covers a deviation (第10); ends the obligation to hold one.

    Raises:
        Denied: outside the section, of a notice that keeps the period, for a consultation about another account.
    """
    with acting(by=by, at=at) as act:
        locked = act.lock(notice)
        check_cite(locked, by, act.on)
        if not answered_about(locked.account).filter(pk=consultation.pk).exists():
            raise Denied("このアカウントについて回答された協議を選んでください。", CONSULTED, field="consultation")
        done = act.edit(locked, consultation=consultation)
        fulfil_duty(act, duties.CONSULT, done)
        return done

"""What stands in the two channels of a notice: announced, gone too early, back again, down at its end (4-5-(2))."""

from datetime import date, datetime, timedelta
from typing import Any

from approvals.notices import duties
from approvals.notices.examining import require_after_filing
from approvals.notices.following import PAGE, is_all_down, keep
from approvals.notices.models import ChangeNotice
from approvals.notices.moves import ANNOUNCE, COMPLETE
from approvals.notices.numbers import numbers
from approvals.notices.permissions import PERIOD, check_announce, check_kept
from approvals.notices.rules import counted_from, days_short, is_breach
from approvals.notices.states import Channel, NoticeState
from approvals.notices.telling import everybody_concerned
from core.deadlines.duties import fulfil_duty
from core.deadlines.models import Obligation
from core.deadlines.states import ObligationState
from core.lifecycle.act import Act, acting
from core.lifecycle.actor import Actor
from core.lifecycle.errors import Denied
from core.notifications.telling import Tell
from core.periods.era import era_date
from core.staff.authority import people_answering
from core.staff.offices import Office
from publications.posting.actions import RECORDING
from publications.posting.duties import ANNOUNCE as ANNOUNCING
from publications.posting.duties import RESTORE
from publications.posting.models import CheckAsked, Publication
from publications.posting.moves import REMOVE, REMOVE_EARLY
from publications.posting.states import UP, Kind, PublicationState


def record_announcement(
    notice: ChangeNotice, channel: Channel, *, by: Actor, at: datetime, posted_on: date, url: str
) -> ChangeNotice:
    """Record that a notice stands in a channel: announced, announced anew, or put back after it was gone.

    With the second channel the period begins, counted from the later day by the version that rules then. What is put
    back keeps the end that was computed first.

    Args:
        url: of the page on the city homepage, or of the post on the account.

    Raises:
        Denied: outside the section, before the filing with 総合政策部長, on a day that can not be.
    """
    with acting(by=by, at=at) as act:
        locked = act.lock(notice)
        check_announce(locked, by, act.on)
        require_after_filing(locked, posted_on, "posted_on")
        showing = _showing(locked, channel)
        late = showing.state == PublicationState.REQUIRED and locked.effected_on is not None
        done = _record(act, showing, posted_on, url, at)
        _follow(act, act.lock(notice), done, late=late)
        return act.lock(notice)


def _showing(notice: ChangeNotice, channel: Channel) -> Publication:
    showing = notice.showing(channel)
    if showing is None or showing.state == PublicationState.REMOVED:
        raise Denied("この場所での周知は、もう求められていません。", PERIOD)
    return showing


def _record(act: Act, showing: Publication, posted_on: date, url: str, at: datetime) -> Publication:
    move = RECORDING[PublicationState(showing.state)]
    facts: dict[str, Any] = {"url": url.strip(), "page_url": "", "policy": None, "posted_on": posted_on}
    done = act.perform(showing, move, **facts, posted_by=act.by.person, recorded_at=at)
    if done.kind == Kind.NOTICE_PAGE:
        CheckAsked.objects.update_or_create(publication=done, defaults={"asked_at": at})
    return done


def _follow(act: Act, notice: ChangeNotice, done: Publication, *, late: bool) -> None:
    """Let the period begin once both channels tell it; after a deviating effect let the notice stand for its time.

    What is gone again tells nothing. Each late announcement of a deviation is kept from its own day on.
    """
    channels = dict(zip(Channel, _fresh(act, notice), strict=True))
    told = {one: shown.posted_on if shown.state in UP else None for one, shown in channels.items()}
    if notice.state == NoticeState.FILED and counted_from(*told.values()) is not None:
        act.perform(notice, ANNOUNCE, **numbers(told, notice.kind))
    elif notice.effected_on is not None and late:
        known = {one: notice.told_on(one) for one in Channel}
        known |= {one: done.posted_on for one, shown in channels.items() if shown.pk == done.pk}
        act.edit(notice, **numbers(known, notice.kind))
        keep(act, act.lock(notice), act.lock(done), notice.effected_on)


def _fresh(act: Act, notice: ChangeNotice) -> list[Publication]:
    return [act.lock(one) for one in notice.showings()]


def record_early_end(
    notice: ChangeNotice, channel: Channel, *, by: Actor, at: datetime, removed_on: date, reason: str
) -> ChangeNotice:
    """Record that a notice is gone though it must stand: told at once, to be put back.

    Raises:
        Denied: outside the section, without a reason, on a day that can not be.
    """
    with acting(by=by, at=at) as act:
        locked = act.lock(notice)
        check_kept(locked, by, act.on)
        done = act.perform(_showing(locked, channel), REMOVE_EARLY, removed_on=removed_on, reason=reason.strip())
        people = [*everybody_concerned(act, locked), *people_answering(Office.AUDITOR, None, act.on)]
        told = [one for one in dict.fromkeys(people) if one != by.person]
        act.tell(Tell(told, f"お知らせが早くなくなりました:{locked}", _early_words(locked, done), PAGE, locked.pk))
        return locked


def _early_words(notice: ChangeNotice, showing: Publication) -> str:
    where = f"{showing.get_kind_display()}。{showing.reason}"
    if showing.keep_until is None or showing.removed_on is None:
        return f"{where}\n周知の途中です。すぐに載せ直してください。"
    short = days_short(showing.keep_until, showing.removed_on)
    first = f"{where}\n{era_date(showing.keep_until)}まで載せておくものです({short}日不足)。"
    breach = is_breach(showing.keep_until, showing.removed_on, tolerance=notice.tolerance_days or 0)
    return f"{first}許容の幅を超えています。" if breach else first


def record_end(notice: ChangeNotice, channel: Channel, *, by: Actor, at: datetime, removed_on: date) -> ChangeNotice:
    """Record that a notice came down after its time; with the last channel the notice is over.

    What was gone before its time and was never put back ends with the day on which it went.

    Raises:
        Denied: outside the section, before the end of the time, on a day that can not be, and of what was never
            announced or could not be found.
    """
    with acting(by=by, at=at) as act:
        locked = act.lock(notice)
        check_kept(locked, by, act.on)
        showing = act.lock(_showing(locked, channel))
        _require_stood(showing)
        if REMOVE.why_not(showing, by, act.on) is None:
            fulfil_duty(act, duties.KEEP, showing)
        day = showing.removed_on if showing.is_down and showing.removed_on else removed_on
        act.perform(showing, REMOVE, removed_on=day)
        fresh = act.lock(notice)
        fresh.on_account, fresh.on_homepage = (_held(act, one) for one in (fresh.on_account, fresh.on_homepage))
        if is_all_down(fresh):
            return act.perform(notice, COMPLETE, completed_on=act.on)
        return fresh


def _require_stood(showing: Publication) -> None:
    """Refuse to end as if it had stood its time what was never announced, or went missing within it (4-5-(2)).

    Raises:
        Denied: with the way on; what the next higher office waived may end unannounced.
    """
    owed = Obligation.objects.about(showing.stream)
    missing = owed.filter(rule=RESTORE.rule, state=ObligationState.OPEN, opened_on__lte=showing.keep_until)
    if showing.state == PublicationState.MISSING and missing.exists():
        raise Denied(
            "載せておく期間のうちに、確認で見つからなくなっています。",
            PERIOD,
            "なくなった日を「早くなくなったことを記録する」で記録するか、いまもあるときは周知を記録し直してください。",
        )
    waived = owed.filter(rule=ANNOUNCING.rule, state=ObligationState.WAIVED)
    if showing.state == PublicationState.REQUIRED and not waived.exists():
        raise Denied(
            "まだ周知していないので、掲載の終わりは記録できません。",
            PERIOD,
            "周知して記録するか、できないときは期限の暦から免除を受けてください。",
        )


def _held(act: Act, showing: Publication | None) -> Publication | None:
    return act.lock(showing) if showing is not None else None


def may_come_down_on(showing: Publication) -> date | None:
    """Return the first day on which something may come down; None while that is not known."""
    return showing.keep_until + timedelta(days=1) if showing.keep_until else None


def is_gone(showing: Publication) -> bool:
    """Tell whether something that was announced stands no more, by a person's word or by the check."""
    return showing.state in {PublicationState.REMOVED_EARLY, PublicationState.MISSING}


def stands(showing: Publication) -> bool:
    """Tell whether something stands according to its section."""
    return showing.state in UP

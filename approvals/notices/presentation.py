"""A notice as its pages show it: what changes, where it stands, what can be done, in which other office."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from approvals.moves.notice_review import ANSWERS, CONFIRM
from approvals.notices.examining import redated_to
from approvals.notices.models import ChangeNotice
from approvals.notices.moves import CANCEL, DEVIATE, EFFECT, MOVES, PULL_BACK, REDATE, RESCHEDULE, SETTLE, SUBMIT
from approvals.notices.permissions import check_announce, check_cite, check_edit, check_kept, is_own
from approvals.notices.rules import days_short, is_breach
from approvals.notices.standing import is_gone, may_come_down_on, stands
from approvals.notices.states import OPEN, Channel, NoticeState
from core.audit.history import Entry, history
from core.lifecycle.actor import Actor
from core.lifecycle.moves import permits
from core.periods.civil import earliest_effect
from core.periods.era import era_date
from core.reviews.presentation import answerable, later_rows
from core.rulebook.queries import parameter
from publications.posting.models import Publication
from publications.posting.states import PublicationState

Rows = list[tuple[str, Any]]
TONES = {move.name: move.tone for move in (*MOVES, *ANSWERS)}
SAID = ("opinion", "reason", "cancel_reason", "effect_reason", "note")
CHANNELS = {Channel.ACCOUNT: "アカウント", Channel.HOMEPAGE: "市ホームページ"}


@dataclass(frozen=True)
class Shown:
    """One channel: what stands there, until when, and what is wrong about it."""

    channel: Channel
    label: str
    told_on: date | None
    showing: Publication
    may_come_down_on: date | None
    short: int
    breach: bool
    gone: bool

    @property
    def anew_on(self) -> date | None:
        """Return the day on which it stood anew, where that is not the day from which the period counts."""
        return self.showing.posted_on if self.showing.posted_on != self.told_on else None

    @property
    def needs(self) -> bool:
        """Tell whether it waits to be announced or put back."""
        return self.showing.state in {PublicationState.REQUIRED, PublicationState.REMOVED_EARLY}


def channels_of(notice: ChangeNotice) -> list[Shown]:
    """Return both channels of a settled notice."""
    found = []
    for channel, label in CHANNELS.items():
        showing = notice.showing(channel)
        if showing is not None:
            found.append(_shown(notice, channel, label, showing))
    return found


def _shown(notice: ChangeNotice, channel: Channel, label: str, showing: Publication) -> Shown:
    until, gone_on = showing.keep_until, showing.removed_on
    short = days_short(until, gone_on) if until is not None and gone_on is not None else 0
    breach = is_breach(until, gone_on, tolerance=notice.tolerance_days or 0)
    told_on = notice.told_on(channel)
    return Shown(channel, label, told_on, showing, may_come_down_on(showing), short, breach, is_gone(showing))


def fact_rows(notice: ChangeNotice) -> Rows:
    """Return what is decided and how it went; what has not come yet is left out."""
    rows: Rows = [
        ("種類", notice.get_kind_display()),
        ("理由", notice.reason),
        ("実施の予定日", notice.planned_on),
        ("周知の日(遅いほう)", notice.announced_on),
        ("実施できる最も早い日", notice.earliest_on),
        ("実施日", notice.effected_on),
        ("知らせた日と違う日に実施した理由", notice.effect_reason if notice.departs else ""),
        ("中止した日", notice.cancelled_on),
        ("中止の理由", notice.cancel_reason),
        ("掲載を終えた日", notice.completed_on),
    ]
    return [(name, value) for name, value in rows if value]


def first_in_reach(notice: ChangeNotice, on: date) -> date | None:
    """Return the first day of an effect where the planned one lies before it; None where the planned day can be kept.

    Before both announcements are recorded it is the day that announcements of today would reach.
    """
    if notice.deviates or notice.planned_on is None or notice.state not in OPEN:
        return None
    first = notice.earliest_on or earliest_effect(on, months=parameter("notice_months", on))
    return first if notice.planned_on < first else None


def decision_rows(notice: ChangeNotice) -> Rows:
    """Return who drafted and who decided, and what a principal said to it afterwards."""
    rows: Rows = [("案を作った人", notice.drafted_by.name), ("決定", decided_words(notice))]
    rows += [("決定日", notice.decided_on), ("意見", notice.opinion)]
    rows += later_rows(notice.reviews.all())
    return [(name, value) for name, value in rows if value]


def decided_words(notice: ChangeNotice) -> str:
    """Name who decided with the office, and for whom."""
    if notice.decided_by is None:
        return ""
    named = f"{notice.decided_by.name}({notice.decided_as})"
    return f"{named}。{notice.decided_for.name}の代決" if notice.decided_for is not None else named


def compared(notice: ChangeNotice) -> list[dict[str, str]]:
    """Return what changes, old and new side by side."""
    return [{"label": label, "old": old, "new": new} for _, label, old, new in notice.changed()]


@dataclass(frozen=True)
class NoticeActs:
    """What the person at the page can do with a notice."""

    edit: bool
    submit: bool
    pull_back: bool
    decide: bool
    announce: bool
    effect: bool
    reschedule: bool
    redate: bool
    deviate: bool
    cancel: bool
    early: bool
    end: bool
    review: bool
    cite: bool
    own: bool = False

    @classmethod
    def of(cls, notice: ChangeNotice, actor: Actor, on: date) -> "NoticeActs":
        """Ask the moves and checks."""

        def opens(move: Any) -> bool:
            return move.why_not(notice, actor, on) is None

        showings = notice.showings()
        keeps = bool(showings) and permits(check_kept, notice, actor, on)
        waits = any(one.state != PublicationState.REMOVED for one in showings)
        decide = opens(SETTLE)
        return cls(
            edit=permits(check_edit, notice, actor, on),
            submit=opens(SUBMIT),
            pull_back=opens(PULL_BACK),
            decide=decide,
            announce=waits and permits(check_announce, notice, actor, on),
            effect=opens(EFFECT),
            reschedule=opens(RESCHEDULE),
            redate=opens(REDATE),
            deviate=opens(DEVIATE),
            cancel=opens(CANCEL),
            early=keeps and any(stands(one) for one in showings),
            end=keeps and any(_may_end(one, on) for one in showings) and notice.state == NoticeState.EFFECTED,
            review=bool(answerable(notice.reviews.all(), CONFIRM, actor, on)),
            cite=permits(check_cite, notice, actor, on),
            own=decide and is_own(notice, actor),
        )

    @property
    def decides(self) -> bool:
        """Tell whether something is open that an office decides."""
        return self.decide or self.reschedule or self.review

    @property
    def any(self) -> bool:
        """Tell whether anything is open."""
        doing = (self.edit, self.submit, self.announce, self.effect, self.cancel, self.early, self.end, self.cite)
        return any((*doing, self.decides))


def _may_end(showing: Publication, on: date) -> bool:
    day = may_come_down_on(showing)
    return showing.state != PublicationState.REMOVED and day is not None and day <= on


def switches_of(notice: ChangeNotice, acts: NoticeActs, others: Sequence[Actor], on: date) -> list[Actor]:
    """Return the person's other capacities in which more can be decided, or anything where nothing is in this one."""
    found = ((one, NoticeActs.of(notice, one, on)) for one in others)
    return [one for one, own in found if (own.decides and not acts.decides) or (own.any and not acts.any)]


def story_of(notice: ChangeNotice) -> list[dict[str, Any]]:
    """Return what happened to a notice and what hangs on it, for `{% timeline %}`, newest first; one query."""
    streams = [one.stream for one in (notice, *notice.showings(), *notice.reviews.all())]
    return [_line(entry) for entry in history(streams)]


def _line(entry: Entry) -> dict[str, Any]:
    verb = entry.move.rpartition(".")[2]
    return {"at": entry.at, "what": entry.label, "note": "\n".join(_notes(entry)), "tone": TONES.get(verb, "draft")}


def _notes(entry: Entry) -> Iterator[str]:
    yield f"{entry.who} {entry.code}"
    if entry.facts.get("was_on"):
        channel, told_on = redated_to(entry.facts)
        days = (era_date(date.fromisoformat(str(day))) for day in (entry.facts["was_on"], told_on))
        yield f"{CHANNELS[channel]}:{' → '.join(days)}"
    if entry.facts.get("self_decided"):
        yield "自己決定"
    yield from (str(entry.facts[name]) for name in SAID if entry.facts.get(name))

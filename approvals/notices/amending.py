"""What a filing said of the day and does not hold any more is filed again.

The day was moved, it came into effect on another one, or the notice was called off.

The filing that was made stays as it is. Each office that has one gets a filing of its own that amends it, from the day
it was told to the day that holds, or to none (4-5-(1), ADR 0040). There is one to be made at a time: what changes again
before that is said by the same one.
"""

from datetime import date

from approvals.models import Filing
from approvals.notices import duties
from approvals.notices.bodies import PLANNED
from approvals.notices.following import FILED_WITH, filing_due, owe_filing, title_of_filing
from approvals.notices.models import ChangeNotice
from approvals.notices.states import NoticeState
from core.deadlines.duties import retitle_duties, void_duties
from core.lifecycle.act import Act
from core.periods.opening_days import add_opening_days
from core.rulebook.queries import parameter
from core.staff.offices import Office


def amend_filings(act: Act, notice: ChangeNotice, reason: str) -> None:
    """Ask for what puts right each filing that was made: the day that holds now, or that the notice is cancelled."""
    now_on = None if notice.state == NoticeState.CANCELLED else notice.effected_on or notice.planned_on
    for made in notice.filings.filter(amends=None).exclude(filed_at=None).order_by("pk"):
        waiting = made.amendments.filter(filed_at=None).first()
        if waiting is not None:
            _say_anew(act, notice, waiting, now_on, reason)
        elif now_on != told_day(made):
            _ask(act, notice, made, now_on, reason)


def told_day(made: Filing) -> date | None:
    """Return the day that an office was told last: by the last filing that amends its first one, or by that one."""
    last = made.amendments.exclude(filed_at=None).order_by("pk").last()
    if last is not None:
        return last.now_on
    return date.fromisoformat(made.body[PLANNED])


def _ask(act: Act, notice: ChangeNotice, made: Filing, now_on: date | None, reason: str) -> None:
    filing = act.create(
        Filing,
        account=act.lock(notice.account),  # by an effect it may have another name now
        notice=notice,
        office=made.office,
        amends=made,
        was_on=told_day(made),
        now_on=now_on,
        amend_reason=reason,
        due_on=_due(act, notice, Office(made.office)),
    )
    owe_filing(act, filing)


def _say_anew(act: Act, notice: ChangeNotice, waiting: Filing, now_on: date | None, reason: str) -> None:
    """Write what holds now on an amendment that is not filed; it keeps its date, unless it had become moot.

    Before the announcement a day moved earlier leaves less time for that, so the date follows.
    """
    held = act.lock(waiting)
    was_due = None if held.is_moot else held.due_on
    due_on = _due(act, notice, Office(held.office))
    due_on = due_on if was_due is None else min(was_due, due_on)
    filing = act.edit(held, now_on=now_on, amend_reason=reason, due_on=due_on)
    duty = FILED_WITH[Office(filing.office)]
    if due_on == was_due and not filing.is_moot:
        retitle_duties(act, duty, filing, title_of_filing(filing))
        return
    void_duties(act, filing, duty)
    if not filing.is_moot:
        owe_filing(act, filing)


def _due(act: Act, notice: ChangeNotice, office: Office) -> date:
    """Return until when to file: as the first filing, which before the announcement must be in time for it."""
    if notice.state in {NoticeState.SETTLED, NoticeState.FILED}:
        return filing_due(act, notice, office, act.on)
    return add_opening_days(act.on, parameter(duties.FILE_BEFORE.target, act.on))


def drop_amendments(act: Act, notice: ChangeNotice) -> None:
    """Ask for no amendment any more: the closure that ends the notice is itself filed with the same offices.

    It goes on saying to which day it was moved, as that happened.
    """
    for waiting in notice.filings.exclude(amends=None).filter(filed_at=None).order_by("pk"):
        void_duties(act, act.lock(waiting))

"""What follows from another day of a notice: of its effect, or of an announcement that was mistyped (4-5)."""

from collections.abc import Mapping
from typing import Any

from approvals.moves.notice_review import ASKING
from approvals.notices.amending import amend_filings
from approvals.notices.examining import redated_to
from approvals.notices.following import ask_announcements, ask_effect, redate_filing
from approvals.notices.models import ChangeNotice
from approvals.notices.states import NoticeState
from approvals.notices.texts import moved, shown_words
from core.lifecycle.act import Act
from core.staff.offices import Office


def follow_move(act: Act, notice: ChangeNotice, facts: Mapping[str, Any]) -> None:
    """Ask for what comes next by the new day - the filing, the announcements, the effect - and let what stands say it.

    What was filed of the old day is amended.

    Where one channel alone was told, its announcement counts from the day on which it told of the new day.
    """
    ASKING.ask(act, "期日を変える", notice=notice)
    amend_filings(act, notice, facts["reason"])
    for showing, told_on in ((notice.on_account, facts["account_on"]), (notice.on_homepage, facts["homepage_on"])):
        if showing is not None:
            told = showing.posted_on is not None
            anew = {"posted_on": told_on} if told and notice.announced_on is None else {}
            act.edit(showing, **shown_words(notice, moved(notice) if told else None), **anew)
    if notice.state == NoticeState.ANNOUNCED or notice.deviates:
        ask_effect(act, notice)
    if notice.state == NoticeState.ANNOUNCED:
        return
    if notice.state == NoticeState.FILED:
        ask_announcements(act, notice)
    elif notice.decided_on is not None:
        redate_filing(act, notice, Office.POLICY_DIRECTOR, notice.decided_on)


def follow_redate(act: Act, notice: ChangeNotice, facts: Mapping[str, Any]) -> None:
    """Let what stands say the right day, and all that is counted from it follow; what stands anew keeps its own day."""
    ASKING.ask(act, "周知の日を直す", notice=notice)
    channel, told_on = redated_to(facts)
    showing = notice.showing(channel)
    if showing is not None and showing.posted_on == facts["was_on"]:
        act.edit(showing, posted_on=told_on)
    if notice.announced_on is not None:
        ask_effect(act, notice)
        redate_filing(act, notice, Office.GENERAL_AFFAIRS_DIRECTOR, notice.announced_on)

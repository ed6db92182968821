"""The moves of a notice: drafted, decided, filed, announced, in effect, down (4-5)."""

from collections.abc import Mapping
from typing import Any

from approvals.moves.notice_review import ASKING
from approvals.notices import duties
from approvals.notices.amending import amend_filings, drop_amendments
from approvals.notices.dating import follow_move, follow_redate
from approvals.notices.examining import (
    examine_cancel,
    examine_deviation,
    examine_effect,
    examine_move,
    examine_redate,
    examine_return,
    examine_settlement,
    examine_words,
)
from approvals.notices.following import (
    PAGE,
    ask_announcements,
    ask_effect,
    ask_filing,
    begin_closing,
    carry_out,
    catch_up,
    finish,
    follow_no_period,
    give_up,
    is_all_down,
)
from approvals.notices.models import ChangeNotice
from approvals.notices.permissions import (
    check_cancel,
    check_decide,
    check_deviate,
    check_effect,
    check_move,
    check_pull_back,
    check_redate,
    check_submit,
)
from approvals.notices.states import NoticeState
from approvals.notices.telling import (
    tell_cancelled,
    tell_deviation,
    tell_drafter_returned,
    tell_drafter_settled,
    tell_effect,
    tell_manager,
    tell_moved,
    tell_offices,
    tell_pulled_back,
    tell_redated,
)
from core.deadlines.duties import Debtor, fulfil_duty, open_duty, void_duties
from core.lifecycle.act import Act
from core.lifecycle.moves import Move
from core.staff.offices import Office
from publications.posting.moves import TAKE_BACK
from publications.posting.states import PublicationState

DECISION = ("decided_by", "decided_as", "decided_on", "self_decided", "decided_for", "opinion")
CLOSED = "アカウントを廃止したため"
NUMBERS = (
    *("told_account_on", "told_homepage_on"),
    *("announced_on", "earliest_on", "notice_months", "keep_months", "tolerance_days"),
)


def ask_manager(act: Act, notice: ChangeNotice, facts: Mapping[str, Any]) -> None:
    """End the obligation to mend and open the one to decide, owed by the account manager's office."""
    fulfil_duty(act, duties.REVISE, notice)
    open_duty(
        act,
        duties.DECIDE,
        notice,
        Debtor(Office.SECTION_HEAD, notice.account.section),
        title=f"{notice.get_kind_display()}を決める:{notice.account.title}",
        note=notice.reason,
        link=(PAGE, notice.pk),
        occurrence=str(notice.version),
    )


def no_longer_asked(act: Act, notice: ChangeNotice, facts: Mapping[str, Any]) -> None:
    """End the obligation to decide: the notice is with its section again."""
    void_duties(act, notice, duties.DECIDE)


def ask_section(act: Act, notice: ChangeNotice, facts: Mapping[str, Any]) -> None:
    """End the obligation to decide and open the one to mend, owed by the section's staff."""
    ASKING.ask(act, "差し戻す", notice=notice)
    fulfil_duty(act, duties.DECIDE, notice)
    open_duty(
        act,
        duties.REVISE,
        notice,
        Debtor(Office.STAFF, notice.account.section),
        title=f"差し戻された{notice.get_kind_display()}の案を直す:{notice.account.title}",
        note=notice.opinion,
        link=(PAGE, notice.pk),
        occurrence=str(notice.version),
    )


def ask_first_filing(act: Act, notice: ChangeNotice, facts: Mapping[str, Any]) -> None:
    """End the obligation to decide; open the filing that comes first (4-5-(1)), and what a deviation owes."""
    ASKING.ask(act, "決定する", notice=notice)
    fulfil_duty(act, duties.DECIDE, notice)
    ask_filing(act, notice, Office.POLICY_DIRECTOR, act.on)
    if notice.deviates:
        follow_no_period(act, notice)


def ask_both(act: Act, notice: ChangeNotice, facts: Mapping[str, Any]) -> None:
    """Ask for both announcements: 総合政策部長 was told."""
    ask_announcements(act, notice)


def follow_announcement(act: Act, notice: ChangeNotice, facts: Mapping[str, Any]) -> None:
    """Open the filing with 総務部長 and the obligation of the day; an account that ends is one from now on."""
    ask_filing(act, notice, Office.GENERAL_AFFAIRS_DIRECTOR, facts["announced_on"])
    ask_effect(act, notice)
    begin_closing(act, notice)


def follow_effect(act: Act, notice: ChangeNotice, facts: Mapping[str, Any]) -> None:
    """Change or close the account, and let the notice stand for its time; a deviation catches up what it can.

    What was filed of another day is amended.
    """
    fulfil_duty(act, duties.EFFECT, notice)
    carry_out(act, notice, facts["effected_on"])
    if notice.effected_on != notice.planned_on:
        amend_filings(act, notice, notice.effect_reason or notice.deviation_reason)
    if notice.is_closure:
        end_changes(act, notice)
    if notice.deviates:
        catch_up(act, notice)


def end_changes(act: Act, closure: ChangeNotice) -> None:
    """End what was to change, or has changed, on an account that is closed: there is no account left to show it."""
    others = ChangeNotice.objects.filter(account=closure.account).exclude(pk=closure.pk)
    for one in others.open().order_by("pk"):
        act.perform(one, LAPSE, cancelled_on=act.on, cancel_reason=CLOSED)
    for one in others.standing().order_by("pk"):
        held = act.lock(one)
        post = act.lock(held.on_account) if held.on_account else None
        if post is not None and post.state != PublicationState.REMOVED:
            held.on_account = act.perform(post, TAKE_BACK, removed_on=act.on)
            held.on_homepage = act.lock(held.on_homepage) if held.on_homepage else None
            if is_all_down(held):
                act.perform(held, COMPLETE, completed_on=act.on)


def follow_lapse(act: Act, notice: ChangeNotice, facts: Mapping[str, Any]) -> None:
    """Ask for nothing more."""
    give_up(act, notice)
    drop_amendments(act, notice)


def follow_deviation(act: Act, notice: ChangeNotice, facts: Mapping[str, Any]) -> None:
    """Ask for what a deviation owes."""
    ASKING.ask(act, "逸脱として記録する", notice=notice)
    follow_no_period(act, notice)


def follow_cancel(act: Act, notice: ChangeNotice, facts: Mapping[str, Any]) -> None:
    """Ask for nothing more but that whoever was told by a filing is told this; an account that was to end goes on."""
    give_up(act, notice)
    amend_filings(act, notice, notice.cancel_reason)
    ASKING.ask(act, "中止する", notice=notice)


def follow_end(act: Act, notice: ChangeNotice, facts: Mapping[str, Any]) -> None:
    """Let a closed account leave the public list."""
    finish(act, notice)


SUBMIT = Move(
    ChangeNotice.submit,
    "提出する",
    "変更・廃止の案を提出した",
    check=check_submit,
    examine=examine_words,
    effects=ask_manager,
    tells=tell_manager,
)
PULL_BACK = Move(
    ChangeNotice.pull_back,
    "引き戻す",
    "変更・廃止の案を引き戻した",
    check=check_pull_back,
    effects=no_longer_asked,
    tells=tell_pulled_back,
    tone="end",
)
RETURN = Move(
    ChangeNotice.give_back,
    "差し戻す",
    "変更・廃止の案を差し戻した",
    check=check_decide,
    examine=examine_return,
    effects=ask_section,
    tells=tell_drafter_returned,
    decides=True,
    takes=("opinion",),
    tone="warn",
)
SETTLE = Move(
    ChangeNotice.settle,
    "決定する",
    "変更・廃止を決定した",
    check=check_decide,
    examine=examine_settlement,
    effects=ask_first_filing,
    tells=tell_drafter_settled,
    decides=True,
    takes=(*DECISION, "on_account", "on_homepage"),
    tone="ok",
)
FILED = Move(ChangeNotice.file, "届出済にする", "総合政策部長へ届け出た", effects=ask_both)
ANNOUNCE = Move(
    ChangeNotice.announce,
    "周知中にする",
    "両方で周知した",
    effects=follow_announcement,
    tells=tell_offices,
    takes=NUMBERS,
)
EFFECT = Move(
    ChangeNotice.effect,
    "実施を記録する",
    "変更・廃止を実施した",
    check=check_effect,
    examine=examine_effect,
    effects=follow_effect,
    tells=tell_effect,
    takes=("effected_on", "effect_reason"),
    tone="ok",
)
RESCHEDULE = Move(
    ChangeNotice.reschedule,
    "期日を変える",
    "実施の期日を変えた",
    check=check_move,
    examine=examine_move,
    effects=follow_move,
    tells=tell_moved,
    decides=True,
    takes=("planned_on",),
    tone="warn",
)
REDATE = Move(
    ChangeNotice.redate,
    "周知の日を直す",
    "周知の日を直した",
    check=check_redate,
    examine=examine_redate,
    effects=follow_redate,
    tells=tell_redated,
    decides=True,
    takes=NUMBERS,
    tone="warn",
)
DEVIATE = Move(
    ChangeNotice.deviate,
    "逸脱として記録する",
    "周知の期間を置けないことを記録した",
    check=check_deviate,
    examine=examine_deviation,
    effects=follow_deviation,
    tells=tell_deviation,
    decides=True,
    takes=("deviation_reason",),
    tone="stop",
)
CANCEL = Move(
    ChangeNotice.cancel,
    "中止する",
    "変更・廃止を中止した",
    check=check_cancel,
    examine=examine_cancel,
    effects=follow_cancel,
    tells=tell_cancelled,
    takes=("cancelled_on", "cancel_reason"),
    tone="end",
)
LAPSE = Move(
    ChangeNotice.lapse,
    "廃止により終える",
    "アカウントの廃止により、変更の案が終わった",
    effects=follow_lapse,
    takes=("cancelled_on", "cancel_reason"),
    tone="end",
)
COMPLETE = Move(
    ChangeNotice.complete,
    "掲載終了にする",
    "お知らせの掲載が終わった",
    effects=follow_end,
    takes=("completed_on",),
    tone="end",
)
MOVES = (
    *(SUBMIT, PULL_BACK, RETURN, SETTLE, FILED, ANNOUNCE, EFFECT, RESCHEDULE, REDATE),
    *(DEVIATE, CANCEL, LAPSE, COMPLETE),
)
"""All moves of a notice, in the order of its life."""


def note_filed(act: Act, notice: ChangeNotice) -> None:
    """Note on a notice that 総合政策部長 was told; called by the act of filing, whose filing holds the notice.

    A filing that catches up what a deviation left out changes no state.
    """
    fresh = act.lock(notice)
    if fresh.state == NoticeState.SETTLED:
        act.perform(fresh, FILED)

"""The moves of a hand-over (所管替え): settled, taken over, declined, given up."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from accounts.operators import operating
from approvals.audience import section_people
from approvals.handovers import duties
from approvals.handovers.passing import change_people, owe_anew, pass_over
from approvals.handovers.permissions import (
    CLAUSE,
    check_accept,
    check_receive,
    check_receiving,
    check_settle,
    check_withdraw,
)
from approvals.handovers.states import HandOverState
from approvals.models import HandOver
from approvals.moves.hand_over_review import ASKING
from core.deadlines.duties import Debtor, fulfil_duty, open_duty, void_duties
from core.lifecycle.act import Act
from core.lifecycle.errors import Denied
from core.lifecycle.moves import Move
from core.lifecycle.needing import needs_text
from core.notifications.telling import Tell
from core.periods.era import era_date
from core.periods.opening_days import add_opening_days
from core.rulebook.queries import parameter
from core.staff.authority import current_unit, people_answering
from core.staff.models import Person
from core.staff.offices import Office

PAGE = "approvals:hand_over_detail"
OPERATORS = "第4-1-(3)"


def ask_settling(act: Act, hand_over: HandOver) -> None:
    """Ask the head of the section that gives to look at the sheet, and tell him or her."""
    title = f"所管替えの引継書を見て送る:{hand_over.account.title}"
    section = Debtor(Office.SECTION_HEAD, hand_over.giving)
    open_duty(act, duties.SETTLE, hand_over, section, title=title, link=(PAGE, hand_over.pk))
    heads = people_answering(Office.SECTION_HEAD, hand_over.giving, act.on)
    act.tell(_tell(act, hand_over, heads, title, hand_over.reason))


def examine_settling(hand_over: HandOver, facts: Mapping[str, Any], on: date) -> None:
    """Refuse a sheet whose day has passed, whose receiver is none, or whose recovery contacts nobody has looked at.

    Raises:
        Denied: naming what to mend on the sheet.
    """
    way = "引継書を直してから送ってください。"
    if hand_over.planned_on < on:
        raise Denied("所管替えの予定日が過ぎています。", CLAUSE, way)
    if not hand_over.recovery_is_city or not hand_over.recovery.strip():
        raise Denied("復旧用のメールアドレスと電話番号が市のものであることを、まだ確かめていません。", "第4-3-(2)", way)
    check_receiving(hand_over.giving, hand_over.receiving, on, hand_over.planned_on)


def ask_acceptance(act: Act, hand_over: HandOver, facts: Mapping[str, Any]) -> None:
    """End the obligation to settle; ask the head of the section that receives, by the planned day at the earliest."""
    fulfil_duty(act, duties.SETTLE, hand_over)
    ASKING.ask(act, SETTLE.label, hand_over=hand_over, unit=act.by.unit)
    target = add_opening_days(act.on, parameter(duties.ACCEPT.target, act.on))
    open_duty(
        act,
        duties.ACCEPT,
        hand_over,
        Debtor(Office.SECTION_HEAD, hand_over.receiving),
        title=f"所管替えの引継書を見て引き継ぐ:{hand_over.account.title}",
        note=f"{hand_over.giving.name}から。予定日は{era_date(hand_over.planned_on)}",
        link=(PAGE, hand_over.pk),
        due_on=max(target, hand_over.planned_on),
    )


def tell_settled(act: Act, hand_over: HandOver, facts: Mapping[str, Any]) -> Iterator[Tell]:
    """Tell the head of the section that receives."""
    heads = people_answering(Office.SECTION_HEAD, hand_over.receiving, act.on)
    title = f"所管替えの引継書が届きました:{hand_over.account.title}"
    body = f"{hand_over.giving.name}から。予定日は{era_date(hand_over.planned_on)}です。{hand_over.reason}"
    yield _tell(act, hand_over, heads, title, body)


def examine_acceptance(hand_over: HandOver, facts: Mapping[str, Any], on: date) -> None:
    """Refuse a section that is gone, or that carries on the work of the one that gives by now.

    Raises:
        Denied: with that reason.
    """
    check_receiving(hand_over.giving, current_unit(hand_over.receiving, on), on, on)


def take_over(act: Act, hand_over: HandOver, facts: Mapping[str, Any]) -> None:
    """Make the receiving section responsible: people change, open work follows, what is owed anew is opened.

    Raises:
        Denied: when nobody would operate the account any more (4-1-(3)).
    """
    fulfil_duty(act, duties.ACCEPT, hand_over)
    ASKING.ask(act, ACCEPT.label, hand_over=hand_over, unit=act.by.unit)
    receiving = current_unit(hand_over.receiving, act.on)
    account = pass_over(act, act.lock(hand_over.account), hand_over.giving, receiving)
    ended, begun = change_people(act, account, hand_over.giving, facts["named"])
    if not operating(account, act.on):
        raise Denied("引き継いだ後の運用担当を、一人は決めてください。", OPERATORS)
    owe_anew(act, account, receiving, f"{hand_over.giving.name}からの所管替えのため", f"hand_over{hand_over.pk}")
    people = [person for person in dict.fromkeys([*begun, *ended]) if person != act.by.person]
    title = f"所管替えで運用担当が替わりました:{account.title}"
    words = f"{hand_over.giving.name} → {receiving.name}"
    act.tell(Tell(people, title, words, "accounts:account_detail", account.pk, topic="operators"))


def tell_accepted(act: Act, hand_over: HandOver, facts: Mapping[str, Any]) -> Iterator[Tell]:
    """Tell the section that gave, 総合政策部長 and ふるさと発信課長."""
    offices = (Office.POLICY_DIRECTOR, Office.PR_SECTION_HEAD)
    above = [person for office in offices for person in people_answering(office, None, act.on)]
    people = [*section_people(hand_over.giving, hand_over.drafted_by, act.on), *above]
    title = f"所管が替わりました:{hand_over.account.title}"
    yield _tell(act, hand_over, people, title, f"{hand_over.giving.name} → {hand_over.receiving.name}")


def end_all(act: Act, hand_over: HandOver, facts: Mapping[str, Any]) -> None:
    """End what was asked about the hand-over: by an answer where one was asked for, otherwise its cause is gone."""
    if hand_over.state == HandOverState.DECLINED:
        fulfil_duty(act, duties.ACCEPT, hand_over)
    void_duties(act, hand_over)
    done = DECLINE if hand_over.state == HandOverState.DECLINED else WITHDRAW
    ASKING.ask(act, done.label, hand_over=hand_over, unit=act.by.unit)


def tell_ended(act: Act, hand_over: HandOver, facts: Mapping[str, Any]) -> Iterator[Tell]:
    """Tell both sections, as far as they know of it, that the account stays where it is, and why."""
    people = section_people(hand_over.giving, hand_over.drafted_by, act.on)
    if hand_over.settled_on is not None:
        people += people_answering(Office.SECTION_HEAD, hand_over.receiving, act.on)
    title = f"所管替えは行われません:{hand_over.account.title}"
    yield _tell(act, hand_over, people, title, f"{hand_over.get_state_display()} 理由:{hand_over.ended_for}")


def _tell(act: Act, hand_over: HandOver, people: list[Person], title: str, body: str) -> Tell:
    told = [one for one in dict.fromkeys(people) if one != act.by.person]
    return Tell(told, title, body, PAGE, hand_over.pk)


SETTLE = Move(
    HandOver.settle,
    "引継書を送る",
    "所管替えの引継書を送った",
    check=check_settle,
    examine=examine_settling,
    effects=ask_acceptance,
    tells=tell_settled,
    decides=True,
    takes=("settled_by", "settled_as", "settled_on", "sheet"),
)
ACCEPT = Move(
    HandOver.accept,
    "引き継ぐ",
    "アカウントの所管を引き継いだ",
    check=check_accept,
    examine=examine_acceptance,
    effects=take_over,
    tells=tell_accepted,
    decides=True,
    takes=("accepted_by", "accepted_as", "accepted_on"),
    tone="ok",
)
DECLINE = Move(
    HandOver.decline,
    "引き継がない",
    "所管替えを引き継がないことにした",
    check=check_receive,
    examine=needs_text("ended_for", "引き継がない理由を入力してください。", CLAUSE),
    effects=end_all,
    tells=tell_ended,
    decides=True,
    takes=("ended_for", "ended_on"),
    tone="stop",
)
WITHDRAW = Move(
    HandOver.withdraw,
    "所管替えを取り下げる",
    "所管替えを取り下げた",
    check=check_withdraw,
    examine=needs_text("ended_for", "取り下げる理由を入力してください。", CLAUSE),
    effects=end_all,
    tells=tell_ended,
    takes=("ended_for", "ended_on"),
    tone="end",
)

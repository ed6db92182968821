"""Who writes, settles, takes over, declines and gives up a hand-over (所管替え); who sees which.

Every refusal is a sentence with its clause and the way on.
"""

from collections.abc import Sequence
from datetime import date

from accounts.models import Account
from approvals.account_permissions import HELD, is_asked_for
from approvals.handovers.sight import hand_overs_seen
from approvals.handovers.states import HandOverState
from approvals.models import HandOver, HandOverQuerySet
from approvals.sight import terms_of, values_for
from core.deadlines.models import Obligation
from core.lifecycle.actor import Actor
from core.lifecycle.errors import Denied
from core.periods.era import era_date
from core.staff.authority import Capacity, capacities, current_unit
from core.staff.models import Person, Unit, UnitLevel
from core.staff.offices import Office

CLAUSE = "第4-1-(4)"
FILING_PAGE = "approvals:filing_detail"
"""Where what is owed about a filing leads."""
OF_A_SECTION = (Office.STAFF.value, Office.SECTION_HEAD.value)


def check_held(account: Account) -> None:
    """Refuse an account that is not acquired or in operation.

    Raises:
        Denied: naming its state.
    """
    if account.state not in HELD:
        state = account.get_state_display()
        raise Denied(f"{state}のアカウントは、所管替えできません。", CLAUSE, "取得を記録した後に行ってください。")


def check_giver(account: Account, by: Actor, on: date) -> None:
    """Let the section responsible hand over what it holds.

    Raises:
        Denied: for people outside, and for an account that is not held.
    """
    check_held(account)
    _check_giving(current_unit(account.section, on), by, "引継書を作る")


def check_prepare(account: Account, by: Actor, on: date) -> None:
    """Let the section responsible begin a sheet while nothing else about the account is under way.

    Raises:
        Denied: for people outside, and beside a request, a hand-over or a filing that is still to be made.
    """
    check_giver(account, by, on)
    _check_nothing_beside(account)


def _check_nothing_beside(account: Account) -> None:
    if HandOver.objects.under_way().filter(account=account).exists():
        raise Denied(
            "このアカウントの所管替えが、すでに進んでいます。", CLAUSE, "進んでいるものを終えてから作ってください。"
        )
    check_settled_papers(account)


def check_settled_papers(account: Account) -> None:
    """Refuse while the section still owes something about the papers by which the account came: they stay its own.

    Raises:
        Denied: beside a request under way, and a filing to be made or corrected.
    """
    if is_asked_for(account):
        raise Denied("このアカウントの起案が、まだ終わっていません。", CLAUSE, "決裁が終わってから行ってください。")
    owed = Obligation.objects.open().filter(link_name=FILING_PAGE, debtor_office__in=OF_A_SECTION)
    filing = account.filings.filter(pk__in=owed.values("link_pk")).order_by("pk").first()
    if filing is not None:
        office, way = filing.get_office_display(), "届出を済ませてから行ってください。"
        raise Denied(f"{office}への届出か、その補正が、まだ済んでいません。", filing.clause, way)


def _check_giving(section: Unit, by: Actor, what: str) -> None:
    if not by.belongs_to(section):
        raise Denied(f"{what}のは、{section.name}の職員です。", CLAUSE, f"{section.name}に依頼してください。")


def check_edit(hand_over: HandOver, by: Actor, on: date) -> None:
    """Let the section that gives write the sheet until it is settled.

    Raises:
        Denied: for people outside, and once it is settled.
    """
    _check_giving(current_unit(hand_over.giving, on), by, "引継書を直す")
    if hand_over.state != HandOverState.DRAFT:
        raise Denied("送った引継書は直せません。", CLAUSE, "直すときは、取り下げてから、新しく作ってください。")


def check_settle(hand_over: HandOver, by: Actor, on: date) -> None:
    """Let the head of the section that gives settle the sheet, or who deputises.

    Raises:
        Denied: for everybody else, and once the account may not be handed over.
    """
    unit = current_unit(hand_over.giving, on)
    if not by.holds(Office.SECTION_HEAD, unit):
        raise Denied("引き渡しを決めるのは、アカウント管理者です。", CLAUSE, f"{unit.name}長に依頼してください。")
    check_held(hand_over.account)
    check_settled_papers(hand_over.account)


def check_receive(hand_over: HandOver, by: Actor, on: date) -> None:
    """Let the head of the section that receives answer, or who deputises.

    Raises:
        Denied: for everybody else.
    """
    unit = current_unit(hand_over.receiving, on)
    if not by.holds(Office.SECTION_HEAD, unit):
        raise Denied(
            "引き継ぐかどうかを決めるのは、引き継ぐ課の課長です。", CLAUSE, f"{unit.name}長に依頼してください。"
        )


def check_accept(hand_over: HandOver, by: Actor, on: date) -> None:
    """Let the receiving head take the account over from the planned day on.

    Raises:
        Denied: for everybody else, before the day, and once the account may not be handed over.
    """
    check_receive(hand_over, by, on)
    if on < hand_over.planned_on:
        raise Denied(
            f"予定日({era_date(hand_over.planned_on)})までは、引き継げません。", CLAUSE, "予定日から引き継げます。"
        )
    check_held(hand_over.account)
    check_settled_papers(hand_over.account)


def check_withdraw(hand_over: HandOver, by: Actor, on: date) -> None:
    """Let the section that gives give the hand-over up; a settled one is its head's to withdraw.

    Raises:
        Denied: for everybody else.
    """
    unit = current_unit(hand_over.giving, on)
    _check_giving(unit, by, "所管替えを取り下げる")
    if hand_over.state == HandOverState.SETTLED and not by.holds(Office.SECTION_HEAD, unit):
        raise Denied(
            "送った引継書を取り下げるのは、アカウント管理者です。", CLAUSE, f"{unit.name}長に依頼してください。"
        )


def check_receiving(giving: Unit, receiving: Unit, on: date, day: date) -> None:
    """Refuse a section that is none, the same one, or does not exist on the day.

    Args:
        day: on which the account passes over; `on` is today.

    Raises:
        Denied: at the field.
    """
    if receiving.level != UnitLevel.SECTION or not receiving.existed_on(day):
        raise Denied("その日にない課です。ほかの課を選んでください。", CLAUSE, field="receiving")
    if current_unit(receiving, on).pk == current_unit(giving, on).pk:
        raise Denied("いま運用している課です。ほかの課を選んでください。", CLAUSE, field="receiving")


def visible_to(person: Person, on: date, kept: Sequence[Capacity] | None = None) -> HandOverQuerySet:
    """Return the hand-overs a person may see on a day; none without a capacity.

    Args:
        kept: the person's capacities on the day, where the caller has read them already.
    """
    kept = capacities(person, on) if kept is None else kept
    if not kept:
        return HandOver.objects.none()
    return HandOver.objects.filter(hand_overs_seen(terms_of(values_for(person, on, kept))))

"""Changing who operates an account, and recording that the shared password was changed (4-3)."""

from collections.abc import Iterable
from datetime import date, datetime

from accounts.models import Account, Operator
from accounts.operators import add_operator, end_operator, present
from accounts.states import Access
from approvals import duties
from approvals.account_permissions import HELD, check_operators, check_password_change
from approvals.models import PasswordChange
from core.deadlines.duties import Debtor, fulfil_duty, open_duty
from core.deadlines.models import Obligation
from core.lifecycle.act import Act, acting
from core.lifecycle.actor import Actor
from core.lifecycle.errors import Denied
from core.notifications.telling import Tell
from core.staff.authority import people_answering
from core.staff.models import Person
from core.staff.offices import Office

PAGE = "accounts:account_detail"


def add_to_account(account: Account, *, by: Actor, at: datetime, person: Person, access: str, reason: str) -> Operator:
    """Let a person operate an account from today on; with the shared password its change becomes due (4-3-(2)).

    Raises:
        Denied: outside the section, for somebody who has left or operates it already, or without a reason (4-3-(1)).
    """
    with acting(by=by, at=at) as act:
        locked = act.lock(account)
        check_operators(locked, by, act.on)
        _examine(locked, person, access, reason, act.on)
        operator = add_operator(act, locked, person, access, reason.strip(), act.on)
        _ask_password_change(act, operator, "added", f"{person.name}が運用担当に加わりました。")
        _tell(act, operator, f"運用担当に加わりました:{locked.title}")
        return operator


def _examine(account: Account, person: Person, access: str, reason: str, on: date) -> None:
    if not present([person.pk], on):
        raise Denied(
            f"{person.name}さんは在職していないか、きょう有効な任用がありません。", "第4-1-(3)", field="person"
        )
    if account.operators.filter(person=person, ends_on=None).exists():
        raise Denied(f"{person.name}さんは、すでに運用担当です。", "第4-1-(3)", field="person")
    if access not in set(Access):
        raise Denied("アクセスの種類を選んでください。", "第4-3-(1)", field="access")
    if access != Access.DRAFTS_ONLY and not reason.strip():
        raise Denied("アカウントに入る人には、理由を入力してください。", "第4-3-(1)", field="reason")


def end_on_account(operator: Operator, *, by: Actor, at: datetime, reason: str) -> Operator:
    """End a person's part in an account today; of the shared password the change becomes due (4-3-(2)).

    Raises:
        Denied: outside the section, when it has ended already, or without a reason.
    """
    with acting(by=by, at=at) as act:
        locked = act.lock(operator)
        check_operators(locked.account, by, act.on)
        if locked.ends_on is not None:
            raise Denied(f"{locked.person.name}さんは、すでに運用担当から外れています。", "第4-3-(1)")
        if not reason.strip():
            raise Denied("外す理由を入力してください。", "第4-3-(1)", field="reason")
        ended = end_operator(act, locked, act.on, reason.strip())
        _ask_password_change(act, ended, "ended", f"{ended.person.name}が運用担当から外れました。")
        _tell(act, ended, f"運用担当から外れました:{ended.account.title}")
        return ended


def _ask_password_change(act: Act, operator: Operator, what: str, note: str) -> None:
    """Open the account manager's obligation to change a password that one person more or less knows."""
    account = operator.account
    if not operator.handles_password or account.state not in HELD:
        return
    open_duty(
        act,
        duties.PASSWORD,
        account,
        Debtor(Office.SECTION_HEAD, account.section),
        title=f"共用のパスワードを変える:{account.title}",
        note=note,
        link=("approvals:password_changed", account.pk),
        occurrence=f"{operator.pk}:{what}",
    )


def _tell(act: Act, operator: Operator, title: str) -> None:
    heads = people_answering(Office.SECTION_HEAD, operator.account.section, act.on)
    people = [person for person in dict.fromkeys([operator.person, *heads]) if person != act.by.person]
    act.tell(Tell(people, title, f"{operator.person.name} {operator.get_access_display()}", PAGE, operator.account_id))


def record_password_change(
    account: Account, *, by: Actor, at: datetime, changed_by: Person, changed_on: date
) -> PasswordChange:
    """Record who changed the shared password and when; ends what was due up to that day. Never the password itself.

    Raises:
        Denied: outside the section, for a day to come or before the change of staff, for somebody who has left.
    """
    with acting(by=by, at=at) as act:
        return note_password_change(act, account, changed_by=changed_by, changed_on=changed_on)


def note_password_change(act: Act, account: Account, *, changed_by: Person, changed_on: date) -> PasswordChange:
    """Record the change within an act that does more; as `record_password_change`."""
    locked = act.lock(account)
    check_password_change(locked, act.by, act.on)
    owed = list(Obligation.objects.open().about(locked.stream).filter(rule=duties.PASSWORD.rule).order_by("id"))
    _examine_change(owed, changed_by, changed_on, act.on)
    changed = act.create(PasswordChange, account=locked, changed_by=changed_by, changed_on=changed_on)
    for one in owed:
        if duties.counts_from(one) <= changed_on:
            fulfil_duty(act, duties.PASSWORD, locked, one.occurrence)
    return changed


def _examine_change(owed: Iterable[Obligation], changed_by: Person, changed_on: date, on: date) -> None:
    first = min(map(duties.counts_from, owed), default=None)
    if changed_on > on:
        raise Denied("変えた日は、きょう以前の日を入力してください。", "第4-3-(2)", field="changed_on")
    if first is not None and changed_on < first:
        raise Denied(
            "運用担当の交代や乗っ取りより前の日です。その後に、もう一度パスワードを変えてください。",
            "第4-3-(2)",
            field="changed_on",
        )
    if not present([changed_by.pk], on):
        raise Denied("変えた人は、いま在職している職員から選んでください。", "第4-3-(2)", field="changed_by")

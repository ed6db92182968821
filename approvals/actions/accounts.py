"""Recording an acquisition, giving one up, starting operation."""

from datetime import date, datetime

from accounts.doubts import keep_undoubted
from accounts.models import Account
from accounts.states import AccountState
from approvals.moves.account import ABANDON, ACQUIRE, START
from approvals.permissions import check_acquire, check_start
from approvals.staffing import to_operate
from approvals.standing import lock_permission, require_true_permission
from core.lifecycle.act import acting, perform
from core.lifecycle.actor import Actor, hold_people


def acquire_account(
    account: Account,
    *,
    by: Actor,
    at: datetime,
    url: str,
    handle: str,
    name: str,
    acquired_on: date,
    difference: str = "",
) -> Account:
    """Record what was acquired; opens the filing with 総務部長 (4-1-(2)).

    The service's row is locked, so that two accounts never take one address at the same moment, and those who are to
    operate stay in the city's service until the act ends.

    Raises:
        Denied: before both permissions or with one that its trail does not tell of, outside the section, or for a
            wrong address or date.
    """
    with acting(by=by, at=at) as act:
        check_acquire(account, by, act.on)
        hold_people(to_operate(account))
        keep_undoubted()
        permitted = lock_permission(act, account)
        act.lock(account.platform)
        require_true_permission(act, permitted, account, "取得を記録できません")
        return act.perform(
            account,
            ACQUIRE,
            url=url.strip(),
            handle=handle.strip(),
            name=name.strip(),
            acquired_on=acquired_on,
            acquired_by=by.person,
            difference=difference.strip(),
        )


def start_operation(account: Account, *, by: Actor, at: datetime) -> Account:
    """Start operation by the account manager's own act (運用開始).

    Raises:
        Denied: for anybody else, before all is in place, or on a permission that its trail does not tell of.
    """
    with acting(by=by, at=at) as act:
        check_start(account, by, act.on)
        hold_people(to_operate(account))
        keep_undoubted()
        if account.state == AccountState.ACQUIRED:  # in any other state the move itself is a conflict
            require_true_permission(act, lock_permission(act, account), account, "運用を始められません")
        return act.perform(account, START, started_on=act.on)


def abandon_account(account: Account, *, by: Actor, at: datetime, reason: str) -> Account:
    """Give up an account that was permitted and not acquired (取得をやめる); its handle is free again.

    Raises:
        Denied: outside the section, or without a reason.
        Conflict: when it was acquired or given up already.
    """
    return perform(account, ABANDON, by=by, at=at, reason=reason.strip())

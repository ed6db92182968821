"""Recording an acquisition, giving one up, starting operation."""

from datetime import date, datetime

from accounts.models import Account
from approvals.moves.account import ABANDON, ACQUIRE, START
from approvals.permissions import check_acquire
from approvals.states import RequestState
from core.lifecycle.act import acting, perform
from core.lifecycle.actor import Actor
from core.lifecycle.errors import Denied


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

    The service's row is locked, so that two accounts never take one address at the same moment.

    Raises:
        Denied: before both permissions, outside the section, or for a wrong address or date.
    """
    with acting(by=by, at=at) as act:
        check_acquire(account, by, act.on)
        permitted = account.requests.filter(state=RequestState.APPROVED).first()
        if permitted is None:
            raise Denied("取得の許可がまだありません。", "第4-1-(2)", "総合政策部長の許可の後に取得してください。")
        act.lock(permitted)
        act.lock(account.platform)
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
    """Start operation by the account manager's own act (運用開始)."""
    with acting(by=by, at=at) as act:
        return act.perform(account, START, started_on=act.on)


def abandon_account(account: Account, *, by: Actor, at: datetime, reason: str) -> Account:
    """Give up an account that was permitted and not acquired (取得をやめる); its handle is free again.

    Raises:
        Denied: outside the section, or without a reason.
        Conflict: when it was acquired or given up already.
    """
    return perform(account, ABANDON, by=by, at=at, reason=reason.strip())

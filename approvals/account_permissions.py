"""Who may give an account up, and who may change the people who operate it.

Every refusal is a sentence with its clause and the way on.
"""

from datetime import date

from accounts.models import Account
from accounts.states import HELD as LIVING
from accounts.states import AccountState
from approvals.models import Request
from approvals.permissions import PERMISSION, check_section
from core.lifecycle.actor import Actor
from core.lifecycle.errors import Denied
from core.memo import once

STAFFED = frozenset({AccountState.AUTHORISED, *LIVING})
"""States in which an account has, or is about to have, operating staff of its own."""
HELD = frozenset(LIVING)
"""States in which there is a password to change."""


def check_abandon(account: Account, by: Actor, on: date) -> None:
    """Let the section give up what it was permitted; a planned account ends with its request alone.

    Raises:
        Denied: for anybody outside the section, and while the request is under way.
    """
    if account.state != AccountState.PLANNED:
        check_section(account.section, by, on, "取得をやめる")
    elif is_asked_for(account):
        raise Denied(
            "このアカウントの起案が、まだ終わっていません。", PERMISSION, "やめるときは、起案を取り下げてください。"
        )


def is_asked_for(account: Account) -> bool:
    """Tell whether a request for an account is under way."""
    asked = Request.objects.under_way().filter(account=account)
    return once(("under way", account.pk), asked.exists, of=("approvals.request",))


def check_operators(account: Account, by: Actor, on: date) -> None:
    """Let the section, its head included, change who operates its account.

    Raises:
        Denied: for anybody outside it, before the permission, after the end.
    """
    if account.state not in STAFFED:
        raise Denied(
            f"{account.get_state_display()}のアカウントには、運用担当を登録できません。",
            "第4-1-(3)",
            "手続の途中のときは、起案の「体制」で決めます。",
        )
    check_section(account.section, by, on, "運用担当を変える")


def check_password_change(account: Account, by: Actor, on: date) -> None:
    """Let the section record that it changed the shared password.

    Raises:
        Denied: for anybody outside it, and where there is no account yet.
    """
    if account.state not in HELD:
        raise Denied("取得を記録していないアカウントには、変えるパスワードがありません。", "第4-3-(2)")
    check_section(account.section, by, on, "パスワードの変更を記録する")

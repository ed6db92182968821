"""The moves of an account that need no other chapter; the others stand in `approvals.moves`."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from accounts.models import Account
from accounts.permissions import REGISTRATION, check_register
from accounts.rules import problem_with_url
from accounts.suspendable import has_started, is_suspended
from accounts.suspension import void_review
from core.lifecycle.act import Act
from core.lifecycle.errors import Denied
from core.lifecycle.moves import Move


def examine_register(account: Account, facts: Mapping[str, Any], on: date) -> None:
    """Refuse to enter an account without its paper document, its address or its days (ADR 0026).

    Raises:
        Denied: at the field to mend.
    """
    if not str(facts["paper_number"]).strip():
        raise Denied("許可を受けた紙の文書の番号を入力してください。", REGISTRATION, field="paper_number")
    for field, label in (("paper_on", "文書の日付"), ("started_on", "運用開始日")):
        if facts[field] > on:
            raise Denied(f"{label}は、きょう以前の日を入力してください。", REGISTRATION, field=field)
    if problem := problem_with_url(account.url, (), ()):
        raise Denied(problem, "第4-4-(4)", field="url")


def end_with_account(act: Act, account: Account, facts: Mapping[str, Any]) -> None:
    """Let nobody owe a look at the suspension of an account that has ended."""
    void_review(act, account)


BEGIN_CLOSING = Move(Account.begin_closing, "廃止を周知する", "廃止の周知を始めた", tone="warn")
RESUME = Move(Account.resume, "廃止を取りやめる", "廃止が取りやめになり、運用を続ける", tone="ok")
RESUME_UNSTARTED = Move(Account.resume_unstarted, "廃止を取りやめる", "廃止が取りやめになった", tone="ok")
RESUME_SUSPENDED = Move(
    Account.resume_suspended,
    "廃止を取りやめる",
    "廃止が取りやめになり、一時停止に戻った",
    tone="warn",
)
CLOSE = Move(
    Account.close, "廃止する", "アカウントを廃止した", effects=end_with_account, takes=("closed_on",), tone="end"
)
RETIRE = Move(Account.retire, "掲載を終える", "廃止のお知らせの掲載が終わった", tone="end")
AUTHORISE = Move(Account.authorise, "取得を許可する", "取得が許可された", tone="ok")
REGISTER = Move(
    Account.register,
    "登録する",
    "紙の文書により登録した",
    check=check_register,
    examine=examine_register,
    official=True,
    takes=("paper_number", "paper_on", "started_on"),
    tone="ok",
)


def resuming(account: Account) -> Move:
    """Return the move by which an account whose closure is cancelled goes back to where it was."""
    if is_suspended(account):
        return RESUME_SUSPENDED
    return RESUME if has_started(account) else RESUME_UNSTARTED

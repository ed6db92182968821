"""The obligation to look at a suspension again, for as long as it lasts (第7).

Who suspends an account, and what stands against its return, is known to the chapter of incidents, which makes the
moves. It lasts while the end of the account is announced, too: what the public reads stays somebody's business.
"""

from accounts.models import Account
from core.deadlines.duties import Debtor, Duty, fulfil_duty, open_duty, void_duties
from core.lifecycle.act import Act
from core.staff.offices import Office

CLAUSE = "第7"
PAGE = "incidents:suspension_renew"
SUSPENSION = Duty("accounts.suspension", "見直す", CLAUSE, internal=True)


def owe_review(act: Act, account: Account) -> None:
    """Let the account manager owe another look at the suspension by its day; whoever calls holds the account."""
    assert account.suspension_due_on is not None
    open_duty(
        act,
        SUSPENSION,
        account,
        Debtor(Office.SECTION_HEAD, account.section),
        title=f"一時停止を見直す:{account.title}",
        note="続けるときは次に見直す日を決め、終わるときは運用に戻します。",
        link=(PAGE, account.pk),
        due_on=max(account.suspension_due_on, act.on),
        occurrence=str(account.version),
    )


def end_review(act: Act, account: Account) -> None:
    """End what was owed: the suspension was looked at, or is over."""
    fulfil_duty(act, SUSPENSION, account)


def void_review(act: Act, account: Account) -> None:
    """Let nobody owe it any more: the account has ended."""
    void_duties(act, account, SUSPENSION)

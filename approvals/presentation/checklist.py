"""What an account needs before it starts, and what was permitted, as pages show it."""

from dataclasses import dataclass
from datetime import date

from accounts.models import Account
from accounts.operators import operating
from approvals.models import Filing, Request
from approvals.moves.account import IMITATIONS, reasons_not_to_start
from approvals.states import FilingState
from core.ui.eras import era_date, japan_day
from policies.queries import approved_policy

Row = tuple[str, object, str]


@dataclass(frozen=True)
class Check:
    """One thing to have before the start; what is not needed only informs."""

    name: str
    done: bool
    note: str
    clause: str
    needed: bool = True


def checklist_of(account: Account, permitted: Request | None, on: date) -> list[Check]:
    """Return what stands and what is missing; the sentences of what is missing are the move's own."""
    missing = list(reasons_not_to_start(account, on))
    policy = approved_policy(account)
    people = [one.person.name for one in operating(account, on)]
    return [
        _permission(permitted),
        _acquisition(account),
        _check("メディアポリシー", "第4-2-(1)", f"第{policy.number}版" if policy else "", missing),
        _check("返信の有無", "第4-2-(2)", policy.get_replies_display() if policy else "", missing),
        _check("運用担当", "第4-1-(3)", f"{'、'.join(people)}({len(people)}人)", missing),
        *(Check("にせのアカウントの警告", False, told, clause) for told, clause in missing if clause == IMITATIONS),
        _filing(account),
    ]


def _check(name: str, clause: str, note: str, missing: list[tuple[str, str]]) -> Check:
    reason = next((sentence for sentence, where in missing if where.startswith(clause)), "")
    return Check(name, not reason, reason or note, clause)


def _permission(permitted: Request | None) -> Check:
    if permitted is None or permitted.decided_at is None:
        return Check("取得の許可", False, "許可された起案がありません。", "第4-1-(2)")
    note = f"{permitted.document_number}({era_date(japan_day(permitted.decided_at))})"
    return Check("取得の許可", True, note, "第4-1-(2)")


def _acquisition(account: Account) -> Check:
    if account.acquired_on is None:
        return Check("取得の記録", False, "まだ記録されていません。", "第4-1-(2)")
    return Check("取得の記録", True, f"{era_date(account.acquired_on)} {account.url}", "第4-1-(2)")


def _filing(account: Account) -> Check:
    """Show the filing, which is no gate."""
    filing = Filing.objects.filter(account=account).first()
    state = filing.get_state_display() if filing else "まだありません"
    done = filing is not None and filing.state != FilingState.DUE
    note = f"{state}。運用開始は、届出や受理を待ちません。"
    return Check("総務部長への届出", done, note, "第4-1-(2)", needed=False)


def permitted_rows(permitted: Request) -> list[Row]:
    """Return what was permitted, for the side of the acquisition form."""
    decided = permitted.decided_at
    return [
        ("許可", permitted.document_number, era_date(japan_day(decided)) if decided else ""),
        ("サービス", permitted.platform.name if permitted.platform else "", ""),
        ("アカウント名", permitted.account_name, ""),
        ("通称", permitted.common_name, ""),
        ("希望したアカウントID", permitted.handle, ""),
        ("運用する部署", permitted.section.full_name, ""),
    ]

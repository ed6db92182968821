"""What an account needs before it starts, and what was permitted, as pages show it."""

from dataclasses import dataclass
from datetime import date

from accounts.models import Account
from accounts.operators import entered_part, operating, tell_entered
from approvals.models import Filing, Request
from approvals.moves.account import IMITATIONS, reasons_not_to_start
from approvals.states import FilingState, RequestState
from core.gathering import Part, gathered
from core.ui.eras import era_date, japan_day
from policies.queries import approved_part, approved_policy, tell_approved

Row = tuple[str, object, str]


@dataclass(frozen=True)
class Check:
    """One thing to have before the start; what is not needed only informs."""

    name: str
    done: bool
    note: str
    clause: str
    needed: bool = True


@dataclass(frozen=True)
class Papers:
    """The papers of an account that is about to start: the request that permitted it, and its filing."""

    permitted: Request | None
    filing: Filing | None


def papers_of(account: Account, on: date) -> Papers:
    """Read the papers of an account together with its policy and its operators, which are told; one query."""
    above = ("platform", "section", "section__parent", "section__parent__parent")
    found = gathered(
        requests=Part(lambda: account.requests.filter(state=RequestState.APPROVED), related=dict.fromkeys(above, ())),
        filings=Part(lambda: Filing.objects.filter(account=account)),
        policies=approved_part(account),
        operators=entered_part(account, on),
    )
    tell_approved(account, found["policies"])
    tell_entered(account, on, found["operators"])
    requests, filings = (sorted(found[name], key=lambda one: one.pk) for name in ("requests", "filings"))
    return Papers(next(iter(requests), None), next(iter(filings), None))


def checklist_of(account: Account, papers: Papers, on: date) -> list[Check]:
    """Return what stands and what is missing; the sentences of what is missing are the move's own."""
    missing = list(reasons_not_to_start(account, on))
    policy = approved_policy(account)
    people = [one.person.name for one in operating(account, on)]
    return [
        _permission(papers.permitted),
        _acquisition(account),
        _check("メディアポリシー", "第4-2-(1)", f"第{policy.number}版" if policy else "", missing),
        _check("返信の有無", "第4-2-(2)", policy.get_replies_display() if policy else "", missing),
        _check("運用担当", "第4-1-(3)", f"{'、'.join(people)}({len(people)}人)", missing),
        *(Check("にせのアカウントの警告", False, told, clause) for told, clause in missing if clause == IMITATIONS),
        _filing(papers.filing),
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


def _filing(filing: Filing | None) -> Check:
    """Show the filing, which is no gate."""
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

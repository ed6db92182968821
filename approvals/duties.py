"""The obligations of 4-1 and 4-3: their codes, words, clauses and targets."""

from datetime import date

from core.deadlines.duties import Duty
from core.deadlines.models import Obligation

CONSENT = Duty("approvals.consent", "見て決める", "第4-1-(4)", "decision_target_days")
PERMIT = Duty("approvals.permit", "見て決める", "第4-1-(2)", "decision_target_days")
STEP_IN = Duty("approvals.step_in", "見て決める", "第4-1-(2)", "decision_target_days")
CIRCULATE = Duty("approvals.circulate", "読む", "第1", "circulation_target_days", endeavour=True)
REVISE = Duty("approvals.revise", "直す", "第4-1-(2)", "revision_target_days")
LATER_REVIEW = Duty("approvals.later_review", "後閲する", "第4-1-(2)", "later_review_target_days")
ACQUIRE = Duty("approvals.acquire", "取得を記録する", "第4-1-(2)", "acquisition_target_days")
FILE = Duty("approvals.file", "届け出る", "第4-1-(2)", "filing_target_days")
RECEIVE = Duty("approvals.receive", "受理する", "第4-1-(2)", "receipt_target_days")
RECEIVE_NOTICE = Duty("approvals.notice_receive", "受理する", "第4-5-(1)", "receipt_target_days")
CORRECT = Duty("approvals.correct", "補正する", "第4-1-(2)", "correction_target_days")
CORRECT_NOTICE = Duty("approvals.notice_correct", "補正する", "第4-5-(1)", "correction_target_days")
START = Duty("approvals.start", "運用を始める", "第4-1-(3)", "start_target_days")
PASSWORD = Duty("approvals.password", "変更を記録する", "第4-3-(2)", "password_change_target_days")

SINCE = ":since"


def counted_since(cause: str, day: date) -> str:
    """Return the occurrence of a password's change that counts from an earlier day than that of its opening."""
    return f"{cause}{SINCE}{day:%Y%m%d}"


def counts_from(owed: Obligation) -> date:
    """Return the day from which a change of the password does what is owed: of its opening, or the one it names."""
    _, named, day = owed.occurrence.partition(SINCE)
    return date.fromisoformat(day) if named else owed.opened_on

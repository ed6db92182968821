"""The obligations of 4-5: their codes, words, clauses and targets."""

from core.deadlines.duties import Duty

DECIDE = Duty("approvals.notice_decide", "見て決める", "第4-5-(1)", "decision_target_days")
REVISE = Duty("approvals.notice_revise", "直す", "第4-5-(1)", "revision_target_days")
LATER_REVIEW = Duty("approvals.notice_later_review", "後閲する", "第4-5-(1)", "later_review_target_days")
FILE_BEFORE = Duty("approvals.notice_file_before", "届け出る", "第4-5-(1)", "filing_target_days")
FILE_AFTER = Duty("approvals.notice_file_after", "届け出る", "第4-5-(1)", "filing_target_days")
EFFECT = Duty("approvals.notice_effect", "実施を記録する", "第4-5-(2)")
KEEP = Duty("approvals.notice_keep", "掲載の終わりを記録する", "第4-5-(2)")
CONSULT = Duty("approvals.notice_consult", "協議する", "第10", "decision_target_days")

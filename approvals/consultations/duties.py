"""The obligations of 第10; all are opened about the consultation."""

from core.deadlines.duties import Duty

ANSWER = Duty("approvals.consultation_answer", "回答する", "第10", "consultation_target_days")
READ = Duty("approvals.consultation_read", "読んで終える", "第10", endeavour=True)
LATER_REVIEW = Duty("approvals.consultation_review", "後閲する", "第10", "later_review_target_days")

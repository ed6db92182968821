"""The obligations of a hand-over, opened about it; what it opens about the account stands with the chapters' own."""

from core.deadlines.duties import Duty

SETTLE = Duty("approvals.hand_over_settle", "見て送る", "第4-1-(4)", "decision_target_days")
ACCEPT = Duty("approvals.hand_over_accept", "見て引き継ぐ", "第4-1-(4)", "decision_target_days")
LATER_REVIEW = Duty("approvals.hand_over_review", "後閲する", "第4-1-(4)", "later_review_target_days")
"""Opened about the review itself: it goes on when the hand-over has ended."""

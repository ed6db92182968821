"""The obligations of 4-2: their codes, words, clauses and targets; all are opened about the account.

The first policy of a registered account, a new version after another section took over, deciding, mending and
publishing are owed; a review is an endeavour (4-2-(3)): reminded, never escalated.
"""

from core.deadlines.duties import Duty

FIRST = Duty("policies.first", "作って掲載する", "第4-2-(1)", "first_policy_target_days")
RENEW = Duty("policies.renew", "新しい版を作る", "第4-2-(1)", "policy_renewal_target_days")
DECIDE = Duty("policies.decide", "見て決める", "第4-2-(1)", "decision_target_days")
REVISE = Duty("policies.revise", "直す", "第4-2-(1)", "revision_target_days")
PUBLISH = Duty("policies.publish", "掲載を記録する", "第4-2-(3)", "policy_publication_target_days")
LATER_REVIEW = Duty("policies.later_review", "後閲する", "第4-2-(1)", "later_review_target_days")
REVIEW = Duty("policies.review", "見直す", "第4-2-(3)", endeavour=True)
REVIEW_CALLED = Duty("policies.review_called", "見直す", "第4-2-(3)", endeavour=True)

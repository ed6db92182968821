"""Media policies: the items, the versions of an account, later reviews of deputies' acts, what asks to review many."""

from policies.models.items import REPLY_CHOICES, PolicyItems
from policies.models.policy import MediaPolicy, MediaPolicyQuerySet
from policies.models.policy_review import PolicyReview
from policies.models.review_call import ReviewCall

__all__ = ["REPLY_CHOICES", "MediaPolicy", "MediaPolicyQuerySet", "PolicyItems", "PolicyReview", "ReviewCall"]

"""Media policies: the items, the versions of an account, and what asks for a review of many."""

from policies.models.items import REPLY_CHOICES, PolicyItems
from policies.models.policy import MediaPolicy, MediaPolicyQuerySet
from policies.models.review_call import ReviewCall

__all__ = ["REPLY_CHOICES", "MediaPolicy", "MediaPolicyQuerySet", "PolicyItems", "ReviewCall"]

"""Reads of media policies."""

from accounts.models import Account
from policies.models import MediaPolicy
from policies.states import PolicyState


def approved_policy(account: Account) -> MediaPolicy | None:
    """Return the settled policy of an account, the newest version, or None."""
    return account.policies.filter(state=PolicyState.APPROVED).order_by("-number").first()


def latest_policy(account: Account) -> MediaPolicy | None:
    """Return the newest version of an account's policy in whatever state."""
    return account.policies.order_by("-number").first()

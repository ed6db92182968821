"""Reads of media policies."""

from accounts.models import Account
from policies.models import MediaPolicy


def approved_policy(account: Account) -> MediaPolicy | None:
    """Return the settled policy of an account, the newest version, or None."""
    return account.policies.settled().newest_first().first()


def latest_policy(account: Account) -> MediaPolicy | None:
    """Return the newest version of an account's policy in whatever state."""
    return account.policies.newest_first().first()


def version_being_made(account: Account) -> MediaPolicy | None:
    """Return the one version of an account that is not decided yet, or None."""
    return account.policies.being_made().first()

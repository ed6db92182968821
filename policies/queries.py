"""Reads of media policies."""

from accounts.models import Account
from core.memo import once
from policies.models import MediaPolicy


def approved_policy(account: Account) -> MediaPolicy | None:
    """Return the settled policy of an account, the newest version, or None."""
    return once(
        ("approved_policy", account.pk),
        lambda: account.policies.settled().newest_first().first(),
        of=("policies.mediapolicy",),
    )


def latest_policy(account: Account) -> MediaPolicy | None:
    """Return the newest version of an account's policy in whatever state."""
    return account.policies.newest_first().first()


def version_being_made(account: Account) -> MediaPolicy | None:
    """Return the one version of an account that is not decided yet, or None."""
    return account.policies.being_made().first()

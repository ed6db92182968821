"""Reads of media policies."""

from collections.abc import Sequence

from accounts.models import Account
from core.gathering import Part
from core.memo import once, tell
from policies.models import MediaPolicy

READ = ("policies.mediapolicy",)


def approved_policy(account: Account) -> MediaPolicy | None:
    """Return the settled policy of an account, the newest version, or None."""
    return once(_approved(account), lambda: account.policies.settled().newest_first().first(), of=READ)


def approved_part(account: Account) -> Part:
    """Return that policy as part of a question; what is found is told by `tell_approved`."""
    newest = account.policies.settled().newest_first().values("pk")[:1]
    return Part(lambda: MediaPolicy.objects.filter(pk__in=newest))


def tell_approved(account: Account, found: Sequence[MediaPolicy]) -> None:
    """Remember what was read as part of a question, for those who ask for the settled policy."""
    tell(_approved(account), next(iter(found), None), of=READ)


def _approved(account: Account) -> tuple[str, int]:
    return "approved_policy", account.pk


def latest_policy(account: Account) -> MediaPolicy | None:
    """Return the newest version of an account's policy in whatever state."""
    return account.policies.newest_first().first()


def version_being_made(account: Account) -> MediaPolicy | None:
    """Return the one version of an account that is not decided yet, or None."""
    return account.policies.being_made().first()

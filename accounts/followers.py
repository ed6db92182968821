"""What higher chapters do when accounts are registered: they register here, for this chapter knows none of them."""

from collections.abc import Callable, Sequence

from accounts.models import Account
from core.lifecycle.act import Act

Follower = Callable[[Act, Sequence[Account]], None]

_registered: list[Follower] = []


def register(follower: Follower) -> None:
    """Have a function called within every act that enters accounts; registering again changes nothing."""
    if follower not in _registered:
        _registered.append(follower)


def tell_followers(act: Act, accounts: Sequence[Account]) -> None:
    """Call what is registered with the accounts that an act has just entered, all at once."""
    for follower in _registered:
        follower(act, accounts)

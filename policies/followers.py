"""What higher chapters do when a version comes out: they register here, for this chapter knows none of them."""

from collections.abc import Callable

from core.lifecycle.act import Act
from policies.models import MediaPolicy

Follower = Callable[[Act, MediaPolicy], None]

_registered: list[Follower] = []


def register(follower: Follower) -> None:
    """Have a function called within every act by which a version comes out; registering again changes nothing."""
    if follower not in _registered:
        _registered.append(follower)


def tell_followers(act: Act, policy: MediaPolicy) -> None:
    """Call what is registered, in its order."""
    for follower in _registered:
        follower(act, policy)

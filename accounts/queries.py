"""Named reads of the registry."""

from accounts.models import Account, Platform
from accounts.rules import handle_key


def standing_account(
    platform: Platform, *, handle: str = "", url: str = "", besides: int | None = None
) -> Account | None:
    """Return the account that already stands under a handle or an address, recognised by their keys.

    Args:
        besides: key of an account that is not meant (the one being edited).
    """
    found = Account.objects.standing().filter(platform=platform).select_related("section")
    found = found.exclude(pk=besides) if besides else found
    by_handle = found.filter(handle_key=key).first() if (key := handle_key(handle)) else None
    by_url = found.filter(url_key=key).first() if (key := platform.key_of_url(url)) else None
    return by_handle or by_url

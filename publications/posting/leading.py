"""Where the work about something shown leads: to its account's page, or where a higher chapter says.

A notice of a change or closure has a page of its own, in a chapter that registers here: this one knows none of them.
"""

from collections.abc import Callable

from publications.posting.models import Publication

ACCOUNT_PAGE = "publications:account"
Link = tuple[str, int]
Leader = Callable[[Publication], Link | None]

_registered: list[Leader] = []


def register(leader: Leader) -> None:
    """Have a function asked where a notice's work leads; registering again changes nothing."""
    if leader not in _registered:
        _registered.append(leader)


def link_of(publication: Publication) -> Link:
    """Return the page on which somebody goes on with it, as a URL name and a key."""
    found = (leader(publication) for leader in _registered) if publication.is_notice else ()
    return next(filter(None, found), (ACCOUNT_PAGE, publication.account_id))

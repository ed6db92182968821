"""The secret address of a person's own deadlines: made, renewed and ended by its owner, found by its secret."""

import hashlib
import secrets
from datetime import datetime

from core.deadlines.models import CalendarFeed
from core.deadlines.moves import LAPSE_FEED, REVOKE_FEED
from core.deadlines.states import FeedState
from core.lifecycle.act import Act, acting
from core.lifecycle.actor import Actor
from core.staff.models import Person

SECRET_BYTES = 32
"""256 bits, twice what can not be guessed."""


def feed_of(person: Person) -> CalendarFeed | None:
    """Return the live feed of a person, None without one."""
    return CalendarFeed.objects.filter(person=person, state=FeedState.LIVE).select_related("person").first()


def open_feed(*, by: Actor, at: datetime) -> str:
    """Make the actor a new secret address, which ends the one before, and return the secret, for showing once.

    Raises:
        ProofNeeded: the last proof of who is at the screen is too old (ADR 0020).
    """
    assert by.person is not None
    secret = secrets.token_urlsafe(SECRET_BYTES)
    with acting(by=by, at=at) as act:
        act.require_proof()
        owner = act.lock(by.person)
        if (known := feed_of(owner)) is not None:
            act.perform(known, REVOKE_FEED, ended_on=act.on)
        act.create(CalendarFeed, person=owner, digest=digest_of_secret(secret), opened_on=act.on)
    return secret


def end_feed(feed: CalendarFeed, *, by: Actor, at: datetime) -> CalendarFeed:
    """End a feed as its owner.

    Raises:
        Denied: it is somebody else's.
        Conflict: it has ended.
    """
    with acting(by=by, at=at) as act:
        return act.perform(feed, REVOKE_FEED, ended_on=act.on)


def lapse_feed(act: Act, person: Person) -> None:
    """End the feed of a person who leaves, within the act by which he or she leaves."""
    if (known := feed_of(person)) is not None:
        act.perform(known, LAPSE_FEED, ended_on=act.on)


def owner_of(secret: str) -> Person | None:
    """Return the active person whose live feed a secret opens; None for every other text. One query."""
    live = CalendarFeed.objects.filter(state=FeedState.LIVE, person__is_active=True)
    found = live.select_related("person").filter(digest=digest_of_secret(secret)).first()
    return found.person if found is not None else None


def digest_of_secret(secret: str) -> str:
    """Return the SHA-256 by which a feed is stored; a secret of 256 random bits needs no salt and no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()

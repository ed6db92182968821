"""The adoption of a guideline version, one at a time."""

from datetime import datetime

from core.lifecycle.act import acting
from core.lifecycle.actor import Actor
from core.people.moves import ADOPT_VERSION
from core.rulebook.models import Version


def adopt_version(version: Version, *, by: Actor, at: datetime, seen: str) -> Version:
    """Let a version rule from its first day.

    All versions are locked first: only the first of all may have begun before, and of two adopted at one moment the
    later sees the other.

    Raises:
        Conflict: the version is not the one seen, or was adopted meanwhile.
        Denied: for anybody but 総合政策部長, and for a first day in the past (附則).
    """
    with acting(by=by, at=at) as act:
        act.lock_all(Version)
        return act.perform(version, ADOPT_VERSION, seen=seen)

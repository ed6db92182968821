"""A story: one request from its draft to where it stands, as words for each opening day.

`30:draft,submit 29:agree 27:return` reads: drafted and submitted 30 opening days before the day of loading, agreed to
by the office whose turn it was 29 days before, returned by the next one 27 days before.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from policies.states import Replies


@dataclass(frozen=True)
class Story:
    """Who asks for which account, and what became of it."""

    section: str
    service: str
    name: str
    handle: str
    about: str
    script: str
    audience: str = "市民"
    common_name: str = ""
    drafter: str = ""
    replies: Replies = Replies.NONE
    still_open: tuple[str, ...] = ()
    """Fields that the draft leaves empty."""
    answer: str = ""
    """What a decider who returns, denies or objects says."""
    mended: tuple[tuple[str, str], ...] = ()
    """Fields and texts of the correction after a return."""
    before_reorganisation: bool = False
    """Count the days back from 1 April instead of the day of loading."""

    def deeds(self) -> Iterator[tuple[int, str]]:
        """Yield the days before and the word of each deed, in order."""
        for part in self.script.split():
            days, words = part.split(":")
            for word in words.split(","):
                yield int(days), word


def settled(day: int, *, joint: bool = False, circulated: bool = False, begin: str = "draft") -> str:
    """Return the script of an account that came into operation without trouble, drafted `day` opening days before."""
    consent = f"{day - 2}:agree {day - 3}:agree" if joint else f"{day - 2}:agree"
    read = f" {day - 8}:read" if circulated else ""
    return (
        f"{day}:{begin} {day - 1}:submit {consent} {day - 4}:agree {day - 6}:agree{read} "
        f"{day - 10}:acquire {day - 12}:file {day - 13}:receive {day - 14}:start {day - 16}:show"
    )

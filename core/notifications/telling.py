"""What an act tells people; moves return these, the lifecycle writes them."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.staff.models import Person


@dataclass(frozen=True)
class Tell:
    """What some people are told: a title, a sentence or two, and the page to go on at."""

    people: Sequence[Person]
    title: str
    body: str = ""
    link_name: str = ""
    link_pk: int | None = None
    topic: str = ""
    """Distinguishes two tellings of one act to one person."""
    mentions: Sequence[str] = ()
    """Streams of the records whose numbers, titles or words are told and to whose page `link_name` does not lead."""

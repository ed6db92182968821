"""Asking for a later review (後閲) with the act of a deputy (代決): the record, its obligation, and the word of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from core.deadlines.duties import Debtor, Duty, open_duty
from core.lifecycle.act import Act
from core.notifications.telling import Tell
from core.reviews.models import Review
from core.staff.models import Person


def tell_no_others(act: Act, review: Any) -> list[Person]:
    """Tell of an objection nobody besides the deputy and the auditors."""
    return []


@dataclass(frozen=True)
class Asking:
    """How the reviews of one kind of record are asked for and answered."""

    model: type[Review]
    duty: Duty
    """Opened about the review itself: it goes on when what was acted on has ended."""
    page: str = ""
    """URL name of the review's own page; without one it is answered on the page of what was acted on."""
    told: Callable[[Act, Any], list[Person]] = tell_no_others
    """Who is told of an objection, besides the deputy and the auditors."""

    def link(self, review: Review) -> tuple[str, int]:
        """Return where a review is answered."""
        return (self.page, review.pk) if self.page else page_of(review)

    def ask(self, act: Act, what: str = "", **acted_on: Any) -> None:
        """Ask the principal to look afterwards at what a deputy does; of an act in person nothing is asked.

        Args:
            what: the act, in the words of its button, where a record sees many.
        """
        principal = act.by.on_behalf_of
        if principal is None:
            return
        one = {"what": what, "done_on": act.on} if what else {}
        review = act.create(self.model, principal=principal, deputy=act.by.person, **one, **acted_on)
        title, link = f"代決の後閲:{review.subject().title}", self.link(review)
        open_duty(act, self.duty, review, Debtor(person=principal), title=title, note=what, link=link)
        body = f"{act.by.name}が代わって行いました({what})。" if what else f"{act.by.name}が代わって決めました。"
        act.tell(Tell([principal], title, body, *link, topic=f"review:{review.pk}"))


def page_of(review: Review) -> tuple[str, int]:
    """Return the page of what was acted on."""
    subject = review.subject()
    assert subject.pk is not None
    return subject.page, subject.pk

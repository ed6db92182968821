"""The page of a later review (後閲) of what a deputy did with a hand-over."""

from datetime import date
from typing import Any, ClassVar, cast

from django.db.models import Q, QuerySet
from django.urls import reverse

from accounts.views.shared import above
from approvals.handovers.actions import review_hand_over
from approvals.handovers.permissions import visible_to
from approvals.handovers.presentation import content_rows
from approvals.models import HandOverReview
from approvals.moves.hand_over_review import CONFIRM, PAGE
from approvals.views.reviews import ReviewPage
from core.lifecycle.actor import Actor
from core.lifecycle.views import Crumbs
from core.reviews.forms import ReviewForm
from core.staff.models import Person

RELATED = (
    *("principal", "deputy", "unit", "hand_over__giving__parent", "hand_over__receiving__parent"),
    *("hand_over__account__platform", "hand_over__account__section"),
)


def visible(actor: Actor, on: date) -> QuerySet[HandOverReview]:
    """Return the reviews of one's own, and those of hand-overs one may see."""
    person = cast("Person", actor.person)
    own = Q(principal=person) | Q(deputy=person)
    found = HandOverReview.objects.filter(own | Q(hand_over__in=visible_to(person, on)))
    return found.select_related(*RELATED)


class HandOverReviewDetail(ReviewPage):
    """One act of a deputy on a hand-over."""

    visible_to: ClassVar[Any] = staticmethod(visible)
    confirming = CONFIRM
    about_label = "所管替えを見る"
    record: HandOverReview

    def disposed_on(self) -> date | None:
        """Return the day of the account's disposal."""
        return self.record.hand_over.account.disposed_on

    def get_title(self) -> str:
        """Return what is reviewed."""
        return f"代決の後閲:{self.record.hand_over.subject().title}"

    def parents(self) -> Crumbs:
        """Stand below the hand-over."""
        return [*above(self.record.hand_over.account), ("所管替え", self.about_url())]

    def about_url(self) -> str:
        """Return the address of the hand-over's page."""
        return reverse("approvals:hand_over_detail", args=[self.record.hand_over_id])

    def act(self, form: ReviewForm) -> HandOverReview:
        """Record the answer to what was seen."""
        return review_hand_over(self.record, by=self.actor, at=self.at, seen=self.seen() or "", **form.answered)

    def success_url(self, done: HandOverReview) -> str:
        """Stay on the page, which then shows the answer."""
        return reverse(PAGE, args=[done.pk])

    def rows(self) -> list[tuple[str, Any]]:
        """Return what the deputy did, and the sheet it was about."""
        held = self.record.hand_over
        rows = [("代決したこと", self.record.what), ("代決した日", self.record.done_on), *content_rows(held)]
        return [*rows, ("引き継がない、または取り下げる理由", held.ended_for)] if held.ended_for else rows

"""What the later reviews (後閲) of deputies' acts (代決) have in common, whatever record was acted on."""

from typing import Any, ClassVar, Self

from django.db import models
from django_fsm import transition

from core.audit.history import authors
from core.records import Record, Subject
from core.reviews.states import ReviewState
from core.staff.models import Person, Unit
from core.state_field import StateField

S = ReviewState
STATE_CHOICES = [(S.AWAITING.value, "後閲待ち"), (S.REVIEWED.value, "後閲済"), (S.OBJECTED.value, "異議あり")]
STATE_TONES = {S.AWAITING: "wait", S.REVIEWED: "ok", S.OBJECTED: "warn"}
NOTE_MOST = 300
"""Characters of what the principal says."""


class ReviewQuerySet(models.QuerySet[Any]):
    """Named reads of later reviews."""

    def of(self, person: Person) -> Self:
        """Keep those in which a person has a part: the principal's and the deputy's."""
        return self.filter(models.Q(principal=person) | models.Q(deputy=person))


class Review(Record):
    """What a deputy did, for its principal to confirm or to object to; it stands.

    A subclass names what was acted on, and the office in whose name.
    """

    principal = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="代わられた人")
    deputy = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="代決者")
    state = StateField("状態", default=S.AWAITING, choices=STATE_CHOICES)
    note = models.CharField("意見", max_length=NOTE_MOST, blank=True)

    objects: ClassVar[Any] = ReviewQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=[s.value for s in S]), name="%(class)s_state_known"),
            models.CheckConstraint(
                condition=~models.Q(principal=models.F("deputy")), name="%(class)s_principal_differs_from_deputy"
            ),
            models.CheckConstraint(
                condition=~models.Q(state=S.OBJECTED.value) | ~models.Q(note=""), name="%(class)s_objected_with_note"
            ),
        ]

    @property
    def acted_on(self) -> Record:
        """Return what the deputy acted on."""
        raise NotImplementedError

    @property
    def held(self) -> tuple[str, Unit | None]:
        """Return the office in whose name the deputy acted, and its unit: its holder follows a principal that left."""
        raise NotImplementedError

    def writers(self) -> set[int]:
        """Return the keys of those who wrote what was acted on: none of them follows a principal that left."""
        return authors(self.acted_on)

    def subject(self) -> Subject:
        """Return what the deputy acted on."""
        return self.acted_on.subject()

    @property
    def tone(self) -> str:
        """Return the tone of the state chip."""
        return STATE_TONES[S(self.state)]

    @transition(field="state", source=S.AWAITING, target=S.REVIEWED)
    def confirm(self, *, note: str = "") -> None:
        """Confirm what the deputy did."""
        self.note = note

    @transition(field="state", source=S.AWAITING, target=S.OBJECTED)
    def raise_objection(self, *, note: str) -> None:
        """Object; the objection is shown with what was acted on."""
        self.note = note


class ActReview(Review):
    """One of many acts that deputies may do on a record; each has its own."""

    what = models.CharField("代決したこと", max_length=40)
    done_on = models.DateField("代決した日")

    class Meta(Review.Meta):
        abstract = True

    def __str__(self) -> str:
        return f"後閲:{self.acted_on}({self.what})"

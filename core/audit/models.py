"""Events, their facts, and the seals over them. Rows are added and never changed; triggers hold this too (ADR 0014).

An event chains a salted hash of its facts; the facts stand in their own row, so that a lawful
disposal after the retention period can remove content and leave the chain provable. A seal binds all
events that no seal covered before; which those are says the row `Unsealed` (ADR 0013).
"""

from datetime import UTC, datetime
from typing import Any, TypeVar

from django.db import models

from core.staff.models import Person, Unit

Row_co = TypeVar("Row_co", bound=models.Model, covariant=True)


MOVED = models.Q(body__contains='"section_id":[') | models.Q(body__contains='"platform_id":[')
"""Says of facts that they tell of a change of unit or service: few, and asked for whenever the past is (ADR 0027)."""
DISPOSALS = "note:audit.dispose:"
"""The streams of the events that say whose content was removed: these keep their content for good."""


class AppendOnlyError(RuntimeError):
    """Somebody tried to change or delete a row of the audit trail."""


class AppendOnlyQuerySet(models.QuerySet[Row_co]):
    """Reads and inserts; no update, no delete."""

    def update(self, **kwargs: Any) -> int:
        """Refuse."""
        raise AppendOnlyError

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refuse."""
        raise AppendOnlyError


class AppendOnly(models.Model):
    """A row that is inserted once and then stays as it is."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refuse a change of a stored row; inserts go through."""
        if not self._state.adding:
            raise AppendOnlyError
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse."""
        raise AppendOnlyError


class Event(AppendOnly):
    """One change of one record: who, in which office, when, from which state to which."""

    stream = models.CharField(max_length=80)
    number = models.PositiveIntegerField()
    act_id = models.UUIDField(db_index=True)
    move = models.CharField(max_length=80)
    label = models.CharField(max_length=80)
    from_state = models.CharField(max_length=24, blank=True)
    to_state = models.CharField(max_length=24, blank=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    office = models.CharField(max_length=32)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", null=True)
    capacity = models.CharField(max_length=120)
    on_behalf_of = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField(db_index=True)
    request_id = models.CharField(max_length=40, blank=True)
    facts_hash = models.CharField(max_length=64)
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = "監査証跡"
        constraints = [
            models.UniqueConstraint(fields=["stream", "number"], name="event_numbered_once"),
            models.CheckConstraint(
                condition=models.Q(number=1, previous="") | (models.Q(number__gt=1) & ~models.Q(previous="")),
                name="event_bound_to_previous",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "at"]),
            models.Index(fields=["office", "at"]),
            models.Index(
                fields=["to_state", "at", "id"], condition=~models.Q(to_state=""), name="event_by_state_reached"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stream}#{self.number} {self.move}"

    def sealed_fields(self) -> dict[str, Any]:
        """Return what the event's hash covers."""
        return sealed_content(self, self.person_id, self.unit_id, self.on_behalf_of_id)


def sealed_content(event: Any, person: int | None, unit: int | None, on_behalf_of: int | None) -> dict[str, Any]:
    """Return what the hash of an event covers, of a model or of a row read by `core.audit.verifier`."""
    return {
        "stream": event.stream,
        "number": event.number,
        "act_id": str(event.act_id),
        "move": event.move,
        "label": event.label,
        "from": event.from_state,
        "to": event.to_state,
        "person": person,
        "office": event.office,
        "unit": unit,
        "capacity": event.capacity,
        "on_behalf_of": on_behalf_of,
        "at": instant_text(event.at),
        "request_id": event.request_id,
        "facts": event.facts_hash,
        "previous": event.previous,
    }


def instant_text(at: datetime) -> str:
    """Write an instant as hashes cover it: UTC, always six digits after the second."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


class Facts(AppendOnly):
    """The disposable content of an event, with the salt that its hash was made with.

    The one kind of row that may go, by `core.audit.disposal`, when a `Disposed` row says so.
    """

    event = models.OneToOneField(Event, models.PROTECT, primary_key=True, related_name="facts")
    salt = models.CharField(max_length=32)
    body = models.TextField()

    class Meta:
        verbose_name = "監査証跡の内容"
        indexes = [models.Index(fields=["event"], condition=MOVED, name="facts_of_moves")]

    def __str__(self) -> str:
        return f"facts of {self.event_id}"


class Disposed(AppendOnly):
    """Says that the facts of an event were lawfully removed, and by which disposal (廃棄)."""

    event = models.OneToOneField(Event, models.PROTECT, primary_key=True, related_name="disposed")
    act_id = models.UUIDField(db_index=True)
    disposal = models.CharField(max_length=80, db_index=True)
    """The stream of the record that decided it."""
    at = models.DateTimeField()

    class Meta:
        verbose_name = "監査証跡の内容の廃棄"

    def __str__(self) -> str:
        return f"facts of {self.event_id} by {self.disposal}"


class Seal(AppendOnly):
    """A seal (封印): the Merkle root over some events, bound to the seal before."""

    number = models.PositiveBigIntegerField(primary_key=True)
    made_at = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField()
    root = models.CharField(max_length=64)
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = "封印"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(number=1, previous="") | (models.Q(number__gt=1) & ~models.Q(previous="")),
                name="seal_bound_to_previous",
            ),
            models.CheckConstraint(condition=models.Q(count__gt=0), name="seal_covers_events"),
        ]

    def __str__(self) -> str:
        return f"{self.number}:{self.hash}"

    def sealed_fields(self) -> dict[str, Any]:
        """Return what the seal's hash covers."""
        return {
            "number": self.number,
            "made_at": instant_text(self.made_at),
            "count": self.count,
            "root": self.root,
            "previous": self.previous,
        }


class Leaf(AppendOnly):
    """The place of one event under its seal, counted from 0."""

    event = models.OneToOneField(Event, models.PROTECT, primary_key=True, related_name="leaf")
    seal = models.ForeignKey(Seal, models.PROTECT, related_name="leaves", db_index=False)
    position = models.PositiveIntegerField()

    class Meta:
        verbose_name = "封印された監査証跡"
        constraints = [models.UniqueConstraint(fields=["seal", "position"], name="leaf_has_one_place")]

    def __str__(self) -> str:
        return f"{self.seal_id}/{self.position}"


class Unsealed(AppendOnly):
    """Says that no seal covers an event yet; written with the event, consumed by `core.audit.sealer`."""

    event = models.OneToOneField(Event, models.PROTECT, primary_key=True, related_name="unsealed")

    class Meta:
        verbose_name = "封印を待つ監査証跡"

    def __str__(self) -> str:
        return f"event {self.event_id}"

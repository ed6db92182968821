"""Events and their facts. Rows are added by `core.audit.writer` and never changed.

An event chains a salted hash of its facts; the facts stand in their own row, so that a lawful
disposal after the retention period can remove content and leave the chain provable.
"""

from datetime import UTC
from typing import Any

from django.db import models

from core.staff.models import Person, Unit


class AppendOnlyError(RuntimeError):
    """Somebody tried to change or delete a row of the audit trail."""


class AppendOnlyQuerySet(models.QuerySet["Event"]):
    """Reads and inserts; no update, no delete."""

    def update(self, **kwargs: Any) -> int:
        """Refuse."""
        raise AppendOnlyError

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refuse."""
        raise AppendOnlyError


class Event(models.Model):
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

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = "監査証跡"
        constraints = [
            models.UniqueConstraint(fields=["stream", "number"], name="event_numbered_once"),
            models.CheckConstraint(
                condition=models.Q(number=1, previous="") | (models.Q(number__gt=1) & ~models.Q(previous="")),
                name="event_bound_to_previous",
            ),
        ]
        indexes = [models.Index(fields=["person", "at"]), models.Index(fields=["office", "at"])]

    def __str__(self) -> str:
        return f"{self.stream}#{self.number} {self.move}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refuse a change of a stored row; inserts go through."""
        if not self._state.adding:
            raise AppendOnlyError
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse."""
        raise AppendOnlyError

    def sealed_fields(self) -> dict[str, Any]:
        """Return what the event's hash covers."""
        return {
            "stream": self.stream,
            "number": self.number,
            "act_id": str(self.act_id),
            "move": self.move,
            "label": self.label,
            "from": self.from_state,
            "to": self.to_state,
            "person": self.person_id,
            "office": self.office,
            "unit": self.unit_id,
            "capacity": self.capacity,
            "on_behalf_of": self.on_behalf_of_id,
            "at": self.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "request_id": self.request_id,
            "facts": self.facts_hash,
            "previous": self.previous,
        }


class Facts(models.Model):
    """The disposable content of an event, with the salt that its hash was made with."""

    event = models.OneToOneField(Event, models.PROTECT, primary_key=True, related_name="facts")
    salt = models.CharField(max_length=32)
    body = models.TextField()

    class Meta:
        verbose_name = "監査証跡の内容"

    def __str__(self) -> str:
        return f"facts of {self.event_id}"

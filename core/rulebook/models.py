"""Guideline versions with effective dates; each record is judged by the one in force on its date."""

from datetime import date
from typing import Self

from django.db import models
from django_fsm import transition

from core.keeping import Permanent
from core.records import Record, Subject
from core.rulebook.parameters import PARAMETERS
from core.rulebook.states import VersionState
from core.state_field import StateField

STATE_CHOICES = [(VersionState.DRAFT.value, "作成中"), (VersionState.ADOPTED.value, "適用")]


class VersionQuerySet(models.QuerySet["Version"]):
    """Named reads of versions."""

    def in_force_on(self, on: date) -> Self:
        """Return the adopted versions that began on or before a day, the ruling one first."""
        return self.filter(state=VersionState.ADOPTED, in_force_from__lte=on).order_by("-in_force_from")


class Version(Record):
    """One version of the guideline: its name, first day, and the numbers it sets."""

    retention = Permanent("記録は、その日の版に照らして読みます。")

    title = models.CharField("名称", max_length=80)
    in_force_from = models.DateField("適用日", unique=True)
    note = models.TextField("改正の要点", blank=True)
    settings = models.JSONField("設定", default=dict, blank=True)
    state = StateField("状態", default=VersionState.DRAFT, choices=STATE_CHOICES)

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = "ガイドラインの版"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=[s.value for s in VersionState]), name="version_state_known"
            ),
        ]

    def subject(self) -> Subject:
        """Return the version by its title."""
        return Subject(f"ガイドラインの版 {self.title}", "", "people:rulebook_detail", self.pk, (self.stream,))

    def __str__(self) -> str:
        return self.title

    def value(self, key: str) -> int:
        """Return a parameter: the version's own number or the default.

        Raises:
            KeyError: when the rulebook knows no such parameter.
        """
        return int(self.settings.get(key, PARAMETERS[key].default))

    @transition(field="state", source=VersionState.DRAFT, target=VersionState.ADOPTED)
    def adopt(self) -> None:
        """Let the version rule from its first day."""

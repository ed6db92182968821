"""Additional steps of a unit's route: joint consent (合議) and circulation (供覧).

The guideline's own steps - section head, department head, 総合政策部長 - are not data: they can
neither be removed nor reordered here.
"""

from datetime import date
from typing import Self

from django.db import models

from approvals.states import StepKind
from core.keeping import Permanent
from core.records import Record
from core.staff.authority import lineage_answered
from core.staff.models import Unit
from core.staff.models.appointment import OFFICE_CHOICES

KIND_CHOICES = [(StepKind.JOINT.value, "合議"), (StepKind.CIRCULATE.value, "供覧")]


class RouteStepQuerySet(models.QuerySet["RouteStep"]):
    """Named reads of additional steps."""

    def for_section(self, section: Unit, on: date) -> Self:
        """Keep the steps that a section, a unit above it, or an ended unit one of them carries on has, in order."""
        dated = self.filter(owner__in=lineage_answered(section, on), starts_on__lte=on).exclude(ends_on__lt=on)
        return dated.select_related("unit__parent").order_by("position", "id")


class RouteStep(Record):
    """One additional step for all requests of a unit."""

    retention = Permanent("どの経路で決めたかの裏付けです。")

    owner = models.ForeignKey(Unit, models.PROTECT, related_name="route_steps", verbose_name="起案する部署")
    kind = models.CharField("種類", max_length=12, choices=KIND_CHOICES)
    office = models.CharField("職", max_length=32, choices=OFFICE_CHOICES)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="その職の部署")
    position = models.PositiveSmallIntegerField("順番", default=1)
    starts_on = models.DateField("適用日")
    ends_on = models.DateField("最後の日", null=True, blank=True)

    objects = RouteStepQuerySet.as_manager()

    class Meta:
        verbose_name = "経路の追加"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=[StepKind.JOINT.value, StepKind.CIRCULATE.value]), name="route_step_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.owner.name}:{self.get_kind_display()}"

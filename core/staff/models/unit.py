"""The tree of the city's units, with dates of validity and successors."""

from collections.abc import Iterator
from datetime import date
from typing import Self

from django.db import models

from core.keeping import Permanent
from core.records import Record


class UnitLevel(models.TextChoices):
    """The three levels a city has under the mayor."""

    DEPARTMENT = "department", "部等"
    SECTION = "section", "課等"
    GROUP = "group", "係"


class UnitQuerySet(models.QuerySet["Unit"]):
    """Named reads of units."""

    def existing_on(self, on: date) -> Self:
        """Keep the units that exist on a day."""
        return self.filter(starts_on__lte=on).exclude(ends_on__lt=on)

    def not_ended_by(self, on: date) -> Self:
        """Keep the units that exist on a day, and those that are to begin."""
        return self.exclude(ends_on__lt=on)

    def sections(self) -> Self:
        """Keep the units that can hold an account: sections and what stands for one."""
        return self.filter(level=UnitLevel.SECTION)


class Unit(Record):
    """A department, section or group. A reorganisation ends it and names its successor."""

    retention = Permanent("すべての記録に、部署として残ります。")

    name = models.CharField("名称", max_length=80)
    symbol = models.CharField("文書記号", max_length=10, blank=True, help_text="文書番号に使う略称。部等に必要です。")
    level = models.CharField("区分", max_length=12, choices=UnitLevel.choices)
    parent = models.ForeignKey(
        "self", models.PROTECT, related_name="children", null=True, blank=True, verbose_name="上位の部署"
    )
    site = models.CharField("部署のサイトのURL", max_length=300, blank=True)
    starts_on = models.DateField("設置日")
    ends_on = models.DateField("廃止日(最後の日)", null=True, blank=True)
    successor = models.ForeignKey(
        "self", models.PROTECT, related_name="predecessors", null=True, blank=True, verbose_name="引き継ぐ部署"
    )

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = "部署"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
                name="unit_ends_after_start",
            ),
            models.CheckConstraint(
                condition=models.Q(level="department", parent__isnull=True) | models.Q(parent__isnull=False),
                name="unit_parent_by_level",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def lineage(self) -> Iterator["Unit"]:
        """Yield this unit and the units above it, nearest first."""
        unit: Unit | None = self
        while unit is not None:
            yield unit
            unit = unit.parent

    @property
    def department(self) -> "Unit":
        """Return the department this unit belongs to, or the topmost unit."""
        *_, top = self.lineage()
        return top

    @property
    def section(self) -> "Unit":
        """Return the section a group lies in, or the unit itself."""
        return next(unit for unit in self.lineage() if unit.level != UnitLevel.GROUP)

    @property
    def full_name(self) -> str:
        """Return the name with the department's before it, as letters do."""
        return " ".join(unit.name for unit in reversed(list(self.lineage())))

    def existed_on(self, on: date) -> bool:
        """Tell whether the unit existed on a day."""
        return self.starts_on <= on and (self.ends_on is None or on <= self.ends_on)

    def had_ended(self, on: date) -> bool:
        """Tell whether the unit's last day lies before a day."""
        return self.ends_on is not None and self.ends_on < on

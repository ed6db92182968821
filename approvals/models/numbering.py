"""Counters of document numbers: gapless per department and fiscal year."""

from django.db import models

from core.staff.models import Unit


class NumberCounter(models.Model):
    """The last number a department gave in a fiscal year; the row is locked last of all in an act."""

    department = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    fiscal_year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "文書番号"
        constraints = [models.UniqueConstraint(fields=["department", "fiscal_year"], name="counter_once")]

    def __str__(self) -> str:
        return f"{self.department.symbol} {self.fiscal_year}: {self.last}"

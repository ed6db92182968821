"""Saved filters: what a person called a combination of filters, to come back to it or to hand it on as a link.

A filter says what is looked for, never what is found: whoever follows the link sees what he or she may see.
"""

from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from core.keeping import Permanent
from core.records import Record, Subject
from core.staff.models import Person

LONGEST_QUERY = 600


class SavedFilterQuerySet(models.QuerySet["SavedFilter"]):
    """Named reads of saved filters."""

    def of(self, person: Person) -> Self:
        """Keep what a person saved and did not end, by name."""
        return self.filter(person=person, ended_on=None).order_by("name", "pk")


class SavedFilter(Record):
    """A name for filters of the registry, of one person; ended by a date."""

    retention = Permanent("画面の絞り込みに本人が付けた名前で、手続の記録ではありません。")

    person = models.ForeignKey(Person, models.PROTECT, related_name="saved_filters", verbose_name="保存した人")
    name = models.CharField("絞り込みの名前", max_length=40)
    query = models.CharField("絞り込みの条件", max_length=LONGEST_QUERY, editable=False)
    ended_on = models.DateField("外した日", null=True, blank=True, editable=False)

    objects = SavedFilterQuerySet.as_manager()

    creation = "絞り込みを保存した"

    class Meta:
        verbose_name = "保存した絞り込み"
        constraints = [
            models.UniqueConstraint(
                fields=["person", "name"], condition=Q(ended_on=None), name="saved_filter_named_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def url(self) -> str:
        """Return the address of the list under this filter: what is handed on."""
        return f"{reverse('accounts:registry')}?{self.query}"

    def subject(self) -> Subject:
        """Return the filter by its name."""
        return Subject(self.name, content=(self.stream,))

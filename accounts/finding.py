"""The index of the registry: one narrow row an account, of what the list searches, filters and sorts by.

It is no record. Everything in it can be worked out again from the records (`accounts.projection`), which write it in
the transaction of the act that changed them; so it is never older than what it speaks of, and never the truth itself.
"""

from datetime import date

from django.db import models
from django.db.models import Q

NEVER = date(9999, 12, 31)
"""Stands for no date where one is compared."""
NO_YEAR = 0
LONGEST_KEY = 100
"""Characters of a value the list is sorted by: an entry of an index is limited in length."""


class Finding(models.Model):
    """What an account is found by; `text` has a line for each folded value."""

    account = models.OneToOneField("accounts.Account", models.CASCADE, primary_key=True, related_name="finding")
    text = models.TextField()
    platform = models.ForeignKey("accounts.Platform", models.PROTECT, related_name="+", db_index=False)
    section = models.ForeignKey("staff.Unit", models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=50)
    suspended = models.BooleanField(default=False)
    """Whether it is suspended: in that state, or beside the announcement of its end (第7)."""
    year = models.PositiveSmallIntegerField(default=NO_YEAR)
    """The fiscal year of the acquisition; of a registered account, whose acquisition no record tells, of its start."""
    name_key = models.CharField(max_length=LONGEST_KEY)
    section_key = models.CharField(max_length=LONGEST_KEY)
    service_key = models.CharField(max_length=LONGEST_KEY)
    open_duties = models.PositiveIntegerField(default=0)
    due_on = models.DateField(default=NEVER)
    """The nearest date of what is open about the account and its papers."""
    last_act_on = models.DateField()

    class Meta:
        verbose_name = "台帳の索引"
        indexes = [
            models.Index(fields=["platform", "account"], name="finding_platform"),
            models.Index(fields=["section", "account"], name="finding_section"),
            models.Index(fields=["state", "account"], name="finding_state"),
            models.Index(fields=["year", "account"], name="finding_year"),
            models.Index(fields=["due_on", "account", "state", "section"], name="finding_by_duty"),
            models.Index(fields=["name_key", "account"], name="finding_by_name"),
            models.Index(fields=["section_key", "account"], name="finding_by_section"),
            models.Index(fields=["service_key", "account"], name="finding_by_service"),
            models.Index(fields=["account"], condition=Q(open_duties__gt=0), name="finding_owing"),
            models.Index(fields=["account"], condition=Q(suspended=True), name="finding_suspended"),
            models.Index(
                fields=["account", "due_on", "state", "section"], condition=Q(due_on__lt=NEVER), name="finding_dated"
            ),
            # In the order of the list: the newest accounts are seldom dormant, and are passed over without being read.
            models.Index(
                fields=["account", "last_act_on", "state", "section"],
                condition=Q(state="active"),
                name="finding_dormant",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id}: {self.name_key}"

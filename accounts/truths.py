"""What the database holds of every account, whatever the code does: states, days and papers, one account a place."""

from django.db import models
from django.db.models import Q

from accounts.states import AccountState

TRUTHS = [
    models.CheckConstraint(condition=Q(state__in=[s.value for s in AccountState]), name="account_state_known"),
    models.CheckConstraint(
        condition=Q(acquired_on=None, acquired_by=None) | Q(acquired_on__isnull=False, acquired_by__isnull=False),
        name="account_acquired_by_and_on",
    ),
    models.CheckConstraint(
        condition=~Q(state__in=["acquired", "active", "suspended", "closing", "closed"])
        | (~Q(url="") & Q(acquired_on__isnull=False))
        | (~Q(url="") & ~Q(state="acquired") & ~Q(paper_number="")),
        name="account_acquired_with_url",
    ),
    models.CheckConstraint(
        condition=~Q(state__in=["active", "suspended"]) | Q(started_on__isnull=False), name="account_started_on"
    ),
    models.CheckConstraint(
        condition=Q(state__in=["closed", "retired"], closed_on__isnull=False)
        | ~Q(state__in=["closed", "retired"]) & Q(closed_on=None),
        name="account_closed_on",
    ),
    models.CheckConstraint(
        condition=Q(paper_number="", paper_on=None)
        | (
            ~Q(paper_number="")
            & Q(paper_on__isnull=False, state__in=["active", "suspended", "closing", "closed", "retired"])
        ),
        name="account_registered_by_paper",
    ),
    models.UniqueConstraint(
        fields=["platform", "handle_key"],
        condition=~Q(state="abandoned") & ~Q(handle_key=""),
        name="account_handle_once",
    ),
    models.UniqueConstraint(
        fields=["url_key"],
        condition=~Q(state="abandoned") & ~Q(url_key=""),
        name="account_url_once",
    ),
    models.CheckConstraint(
        condition=Q(suspended_on=None, suspension_due_on=None, suspended_for="", suspended_words="")
        | (
            Q(suspended_on__isnull=False, suspension_due_on__isnull=False)
            & ~Q(suspended_for="")
            & ~Q(suspended_words="")
        ),
        name="account_suspended_with_words",
    ),
    models.CheckConstraint(
        condition=Q(state="suspended", suspended_on__isnull=False)
        | Q(state="closing")
        | ~Q(state__in=["suspended", "closing"]) & Q(suspended_on=None),
        name="account_suspended_on",
    ),
]

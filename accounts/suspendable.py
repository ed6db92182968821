"""What an account says of its suspension (一時停止) while that lasts, and the transitions into it and out of it.

It is the city's account all the same: it keeps its people, its address and all it must show. What was said of a
suspension that is over stands in the trail alone.
"""

from datetime import date
from typing import Any

from django.db import models
from django_fsm import transition

from accounts.states import AccountState

S = AccountState
LONGEST = 300


def has_started(account: Any) -> bool:
    """Tell whether an account was ever in operation."""
    return account.started_on is not None


def is_suspended(account: Any) -> bool:
    """Tell whether an account is suspended, also while the public is told that it ends."""
    return account.suspended_on is not None


def is_not_suspended(account: Any) -> bool:
    """Tell whether an account is not suspended."""
    return not is_suspended(account)


class Suspendable(models.Model):
    """An account that can be suspended: since when, why, what the public reads, when that is looked at again."""

    suspended_on = models.DateField("一時停止した日", null=True, blank=True)
    suspended_for = models.CharField("一時停止の理由", max_length=LONGEST, blank=True)
    suspended_words = models.CharField("一時停止について市民に知らせる文", max_length=LONGEST, blank=True)
    suspension_due_on = models.DateField("一時停止を見直す日", null=True, blank=True)

    class Meta:
        abstract = True

    @transition(field="state", source=S.ACTIVE, target=S.SUSPENDED)
    @transition(field="state", source=S.CLOSING, target=None, conditions=[has_started, is_not_suspended])
    def suspend(self, *, suspended_on: date, suspended_for: str, suspended_words: str, suspension_due_on: date) -> None:
        """Stop speaking by the account for a time (一時停止); one whose end is announced goes on ending."""
        self.suspended_on, self.suspended_for = suspended_on, suspended_for
        self.suspended_words, self.suspension_due_on = suspended_words, suspension_due_on

    @transition(field="state", source=S.SUSPENDED, target=None)
    @transition(field="state", source=S.CLOSING, target=None, conditions=[is_suspended])
    def renew_suspension(self, *, suspended_words: str, suspension_due_on: date) -> None:
        """Let the suspension go on, having looked at it again."""
        self.suspended_words, self.suspension_due_on = suspended_words, suspension_due_on

    @transition(field="state", source=S.SUSPENDED, target=S.ACTIVE)
    @transition(field="state", source=S.CLOSING, target=None, conditions=[is_suspended])
    def reinstate(self) -> None:
        """Speak by the account again (運用に戻す)."""
        self.end_suspension()

    @transition(field="state", source=S.CLOSING, target=S.SUSPENDED, conditions=[is_suspended])
    def resume_suspended(self) -> None:
        """Go back to an account that is suspended: the closure is cancelled."""

    def end_suspension(self) -> None:
        """Keep nothing of a suspension that is over."""
        self.suspended_on = self.suspension_due_on = None
        self.suspended_for = self.suspended_words = ""

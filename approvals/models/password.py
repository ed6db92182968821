"""The change of a shared password: who made it and when (4-3-(2)). The password itself is kept nowhere."""

from django.db import models

from accounts.models import Account
from core.keeping import Within
from core.records import Record
from core.staff.models import Person


class PasswordChange(Record):
    """One change of the password that the operating staff of an account share."""

    retention = Within("approvals.request")

    account = models.ForeignKey(Account, models.PROTECT, related_name="password_changes", verbose_name="アカウント")
    changed_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="変えた人")
    changed_on = models.DateField("変えた日")

    lock_first = ("account",)

    class Meta:
        verbose_name = "パスワードの変更"

    def __str__(self) -> str:
        return f"パスワードの変更:{self.account.name}"

"""A person on the city's staff; also the user that signs in."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX, check_password
from django.contrib.auth.models import PermissionsMixin
from django.db import models

from core.keeping import Permanent
from core.records import Record


class MailChoice(models.TextChoices):
    """How a person gets reminders of deadlines by mail; whoever has an address gets them one way or the other."""

    DAILY = "daily", "1日1通にまとめる"
    IMMEDIATE = "immediate", "1件ごとに、すぐ受け取る"


class PersonManager(BaseUserManager["Person"]):
    """Looks a person up by staff number, as Django's sign-in asks."""


class Person(Record, AbstractBaseUser, PermissionsMixin):
    """A person with a staff number. One who leaves is disabled, never deleted."""

    retention = Permanent("すべての記録に、行った人として残ります。")

    staff_number = models.CharField("職員番号", max_length=20, unique=True)
    name = models.CharField("氏名", max_length=60)
    kana = models.CharField("氏名(かな)", max_length=80, blank=True)
    title = models.CharField("補職名", max_length=40, blank=True, help_text="主任、主査など。")
    email = models.EmailField("電子メール", blank=True)
    password = models.CharField(
        "パスワード", max_length=128, default=f"{UNUSABLE_PASSWORD_PREFIX}unset", editable=False
    )
    must_change_password = models.BooleanField("パスワードの変更待ち", default=False, editable=False)
    """Somebody else has seen the password: it opens nothing but the page that changes it."""
    mail_choice = models.CharField(
        "期限のお知らせのメール", max_length=10, choices=MailChoice, default=MailChoice.DAILY, editable=False
    )
    is_active = models.BooleanField("在職", default=True)
    last_login = None  # a sign-in is an audit event, not a column

    USERNAME_FIELD = "staff_number"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    hidden_fields = frozenset({"password", "is_superuser", "must_change_password"})

    objects = PersonManager()

    class Meta:
        verbose_name = "職員"
        constraints = [
            models.CheckConstraint(condition=models.Q(is_superuser=False), name="person_never_superuser"),
            models.CheckConstraint(
                condition=models.Q(mail_choice__in=[choice.value for choice in MailChoice]),
                name="person_mail_choice_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def check_password(self, raw_password: str | None) -> bool:
        """Compare only: Django's own method would store a renewed hash past the lifecycle (`passwords.renew_hash`)."""
        return check_password(raw_password, self.password)

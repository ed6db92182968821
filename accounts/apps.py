"""Django's entry for the accounts app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The registry of social-media accounts (第4-1, 第4-3)."""

    name = "accounts"
    verbose_name = "アカウント台帳"

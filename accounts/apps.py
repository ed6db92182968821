"""Django's entry for the accounts app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The registry of social-media accounts (第4-1, 第4-3)."""

    name = "accounts"
    verbose_name = "アカウント台帳"

    def ready(self) -> None:
        """Keep the index of the registry with every act."""
        from accounts.following import follow  # models can be imported only now
        from core.lifecycle.projections import register

        register(follow)

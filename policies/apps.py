"""Django's entry for the policies app."""

from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    """Media policies and their versions (第4-2)."""

    name = "policies"
    verbose_name = "メディアポリシー"

    def ready(self) -> None:
        """Ask for a policy of every account that is registered."""
        from accounts.followers import register  # models can be imported only now
        from policies.first import ask_first

        register(ask_first)

"""Django's entry for the policies app."""

from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    """Media policies and their versions (第4-2)."""

    name = "policies"
    verbose_name = "メディアポリシー"

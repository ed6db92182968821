"""Django's entry for the deadlines package."""

from django.apps import AppConfig


class DeadlinesConfig(AppConfig):
    """Obligations, the inbox query, the sweep."""

    name = "core.deadlines"
    label = "deadlines"
    verbose_name = "義務と期限"

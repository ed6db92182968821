"""Django's entry for the rulebook package."""

from django.apps import AppConfig


class RulebookConfig(AppConfig):
    """Guideline versions and the parameters that rules read, by date."""

    name = "core.rulebook"
    label = "rulebook"
    verbose_name = "ガイドラインの版"

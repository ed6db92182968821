"""Django's entry for the lifecycle package."""

from django.apps import AppConfig


class LifecycleConfig(AppConfig):
    """How any record changes."""

    name = "core.lifecycle"
    label = "lifecycle"
    verbose_name = "記録の変更"

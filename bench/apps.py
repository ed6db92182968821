"""Django's entry for the bench."""

from django.apps import AppConfig


class BenchConfig(AppConfig):
    """Load and measurement."""

    name = "bench"
    label = "bench"
    verbose_name = "計測"

"""Django's entry for the incidents app."""

from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    """Leak, flaming, impersonation, falsehood: from the report to the closure (第7)."""

    name = "incidents"
    verbose_name = "問題への対応"

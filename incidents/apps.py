"""Django's entry for the incidents app."""

from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    """Leak, flaming, impersonation, falsehood: from the report to the closure (第7)."""

    name = "incidents"
    verbose_name = "問題への対応"

    def ready(self) -> None:
        """Tell notices from which problem they were begun."""
        from approvals.notices import origins  # models exist only once the apps are loaded
        from incidents.closing import with_incidents_seen

        origins.register(with_incidents_seen)

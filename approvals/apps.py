"""Django's entry for the approvals app."""

from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    """Requests, their steps and decisions, filings (第4-1)."""

    name = "approvals"
    verbose_name = "起案・決裁・届出"

    def ready(self) -> None:
        """Tell retention what a request's matter is."""
        from approvals.dossier import RequestDossier  # models exist only once the apps are loaded
        from core.retention.dossiers import register

        register(RequestDossier())

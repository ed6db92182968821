"""Django's entry for the approvals app."""

from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    """Requests, their steps and decisions, filings (第4-1); notices of changes and closures (第4-5)."""

    name = "approvals"
    verbose_name = "起案・決裁・届出"

    def ready(self) -> None:
        """Tell retention what a request's matter is, and publications where the work about a notice leads."""
        from approvals.dossier import RequestDossier  # models exist only once the apps are loaded
        from approvals.notices.following import page_of_showing
        from core.retention.dossiers import register
        from publications.posting import leading

        register(RequestDossier())
        leading.register(page_of_showing)

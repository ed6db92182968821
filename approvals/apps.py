"""Django's entry for the approvals app."""

from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    """Requests, their steps and decisions, filings (第4-1)."""

    name = "approvals"
    verbose_name = "起案・決裁・届出"

"""Django's entry for the audit package."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The append-only chained event log and its reading."""

    name = "core.audit"
    label = "audit"
    verbose_name = "監査証跡"

"""Django's entry for the dashboard app."""

from django.apps import AppConfig


class DashboardConfig(AppConfig):
    """Cross-app read-only pages: the inbox and the frame of every page."""

    name = "dashboard"
    verbose_name = "画面"

"""Django's entry for the notifications package."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """In-app messages and the mail outbox."""

    name = "core.notifications"
    label = "notifications"
    verbose_name = "お知らせとメール"

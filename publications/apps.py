"""Django's entry for the publications app."""

from django.apps import AppConfig


class PublicationsConfig(AppConfig):
    """What must appear where, the check of the pages, and the public side (第4-4, 7-3)."""

    name = "publications"
    verbose_name = "掲載と公開"

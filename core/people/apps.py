"""Django's entry for the people package."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Sign-in, choice of office, appointments and master data screens."""

    name = "core.people"
    label = "people"
    verbose_name = "サインインと職員台帳"

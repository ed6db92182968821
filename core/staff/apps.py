"""Django's entry for the staff package."""

from django.apps import AppConfig


class StaffConfig(AppConfig):
    """Persons, units, appointments, deputies."""

    name = "core.staff"
    label = "staff"
    verbose_name = "職員と組織"

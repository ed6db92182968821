"""What messages and obligations of core's own tests link to, and the names an installation would have."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def nothing(request: HttpRequest, pk: int = 0) -> HttpResponse:
    """Answer with an empty page."""
    return HttpResponse()


people = [
    path("appointments/new/", nothing, name="appointment_create"),
    path("trail/seals/", nothing, name="trail_seals"),
]
urlpatterns = [
    path("things/<int:pk>/", nothing, name="thing"),
    path("things/", nothing, name="things"),
    path("people/", include((people, "people"))),
]


def use_test_addresses(settings: Any) -> None:
    """Set the addresses that are an installation's business; `settings` is pytest-django's fixture."""
    settings.ROOT_URLCONF = __name__
    settings.PUBLIC_BASE_URL = "https://sns.city.example.jp"
    settings.MAIL_DOMAIN = "sns.city.example.jp"
    settings.DEFAULT_FROM_EMAIL = "sns@city.example.jp"

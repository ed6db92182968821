"""The people package alone, with a home page that says nothing."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def home(request: HttpRequest) -> HttpResponse:
    """Answer with an empty page."""
    return HttpResponse()


urlpatterns = [path("", home, name="home"), path("", include("core.people.urls"))]

handler403 = "iwaki_sm.errors.forbidden"
handler404 = "iwaki_sm.errors.not_found"

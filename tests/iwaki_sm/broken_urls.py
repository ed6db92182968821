"""Addresses whose views fail, for the tests of the error pages."""

from typing import NoReturn

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest
from django.urls import path

from iwaki_sm import urls


def breaks(request: HttpRequest) -> NoReturn:
    """Fail as a mistake in the code does."""
    raise ZeroDivisionError


def forbids(request: HttpRequest) -> NoReturn:
    """Refuse."""
    raise PermissionDenied


def suspects(request: HttpRequest) -> NoReturn:
    """Refuse what no browser sends."""
    raise SuspiciousOperation


urlpatterns = [
    path("breaks", breaks),
    path("forbids", forbids),
    path("suspects", suspects),
    *urls.urlpatterns,
]
handler400, handler403 = urls.handler400, urls.handler403
handler404, handler500 = urls.handler404, urls.handler500

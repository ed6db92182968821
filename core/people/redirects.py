"""Where a person goes on: never to another host, whatever a link or a form says."""

from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.urls import NoReverseMatch
from django.utils.http import url_has_allowed_host_and_scheme


def home_url() -> str:
    """Return the address of the first page."""
    try:
        return resolve_url(settings.LOGIN_REDIRECT_URL)
    except NoReverseMatch:
        return "/"


def safe_next(request: HttpRequest) -> str:
    """Return the `next` of a request when it stays on this host, else the first page."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    allowed = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if allowed and wanted.isprintable() else home_url()

"""The pages for requests that can not be answered.

Where the request itself or the system is broken the page is rendered from nothing but the request: the person, the
navigation and the database may be what is missing.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from core.ui.typed import typed_texts


def _alone(template: str, request: HttpRequest, status: int) -> HttpResponse:
    return HttpResponse(render_to_string(template, {"request": request}), status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 400 to what no browser of ours sends, a foreign host name for example."""
    return _alone("400.html", request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 403."""
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 404, the same for what does not exist and what the person may not see."""
    return render(request, "404.html", status=404)


def too_large(request: HttpRequest) -> HttpResponse:
    """Answer 413 to a body larger than any page of ours sends; it has not been read."""
    return _alone("413.html", request, 413)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500 with the request's id, by which the log is searched."""
    return _alone("500.html", request, 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403 to a form whose page has grown too old or that another site sent."""
    return render(request, "403_csrf.html", {"typed": typed_texts(request)}, status=403)

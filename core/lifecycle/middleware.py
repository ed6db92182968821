"""What every web request needs of the lifecycle: its id on the audit events, and answers to refusals.

A refusal that a view did not show itself becomes a page: 403 for `Denied`, 409 for `Conflict`.
"""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.lifecycle.act import request_id
from core.lifecycle.errors import Conflict, Denied
from core.lifecycle.trails import changes_since
from core.records import Record
from core.ui.typed import typed_texts


class LifecycleMiddleware:
    """Name the request for the events of its acts; turn refusals into pages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = request_id.set(getattr(request, "request_id", ""))
        try:
            response = self.get_response(request)
            return method_page(request) if by_hand(request, response) else response
        finally:
            request_id.reset(token)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a refusal; leave every other exception to Django."""
        if isinstance(exception, Denied):
            return denied_page(request, exception)
        if isinstance(exception, Conflict):
            return conflict_page(request, exception)
        return None


def by_hand(request: HttpRequest, response: HttpResponse) -> bool:
    """Tell whether an address that only a button posts to was opened like a page."""
    return request.method == "GET" and response.status_code == HTTPStatus.METHOD_NOT_ALLOWED


def method_page(request: HttpRequest) -> HttpResponse:
    """Lead back from an address that only a button posts to; status 405."""
    response = render(request, "405.html", status=HTTPStatus.METHOD_NOT_ALLOWED)
    response["Allow"] = "POST"
    return response


def denied_page(request: HttpRequest, refusal: Denied) -> HttpResponse:
    """Render a refusal with its reason, clause and way on; status 403."""
    context = {"reason": refusal.reason, "clause": refusal.clause, "way_on": refusal.way}
    return render(request, "403.html", context, status=403)


def conflict_page(request: HttpRequest, conflict: Conflict) -> HttpResponse:
    """Render what changed since the person looked, as far as the form named the version; status 409."""
    back_url = getattr(request, "back_url", "") or request.get_full_path()
    context: dict[str, Any] = {"message": conflict.reason, "items": [], "back_url": back_url}
    context["typed"] = typed_texts(request)
    version = seen_version(request)
    if isinstance(conflict.record, Record) and version:
        context["items"] = changes_since(conflict.record, version)
    return render(request, "409.html", context, status=409)


def seen_version(request: HttpRequest) -> int:
    """Return the version the posted form was made from, 0 when it names none."""
    text = request.POST.get("seen_version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0

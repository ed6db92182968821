"""What holds for every request and answer: an id, no foreign use, no kept copies, nothing too large, no NUL."""

import uuid
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

from core.ui.caching import may_be_cached
from iwaki_sm.errors import too_large

MOST_DIGITS = 12
Answer = Callable[[HttpRequest], HttpResponse]


class RequestIdMiddleware:
    """Give each request a fresh id: `request.request_id`, the header `X-Request-ID`, and the audit events."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request_id = str(uuid.uuid4())
        setattr(request, "request_id", request_id)  # noqa: B010 - HttpRequest declares no such attribute
        response = self.get_response(request)
        response["X-Request-ID"] = request_id
        return response


class IsolationMiddleware:
    """Let no other site load what this one answers, and no page of this one ask for a device or a sensor.

    Static files pass here too: it stands before WhiteNoise, which answers them.
    """

    POWERS = (
        *("accelerometer", "autoplay", "camera", "display-capture", "encrypted-media", "fullscreen", "geolocation"),
        *("gyroscope", "magnetometer", "microphone", "midi", "payment"),
        *("screen-wake-lock", "sync-xhr", "usb", "xr-spatial-tracking"),
    )

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        self.refused = ", ".join(f"{power}=()" for power in self.POWERS)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault("Permissions-Policy", self.refused)
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response


class NoStoreMiddleware:
    """Forbid keeping a copy of any page: office machines are shared. Public answers carry a mark (`core.ui.caching`).

    Static files never come here: WhiteNoise, which stands before, answers them.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not may_be_cached(response):
            response["Cache-Control"] = "no-store"
        return response


class LimitBodyMiddleware:
    """Refuse a body that no page of ours sends, by the length it claims and before a byte of it is read.

    A body without a length counts as empty to Django, so none comes in unmeasured.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        claimed = str(request.META.get("CONTENT_LENGTH") or "0")
        if not (claimed.isascii() and claimed.isdigit()):
            raise BadRequest("a length that is no number")
        if len(claimed) > MOST_DIGITS or int(claimed) > settings.LARGEST_BODY:
            return too_large(request)
        return self.get_response(request)


class RefuseNulMiddleware:
    """Refuse an address that carries NUL, which PostgreSQL can not store or compare and no browser sends."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("NUL in the address")
        return self.get_response(request)

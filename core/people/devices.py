"""Browsers a person has signed in from before: what others do to the person's number does not lock them out (ADR 0019).

The cookie is signed, holds no name and opens nothing: it only says which failures are counted together.
"""

import secrets
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

SALT = "core.people.devices"
MOST = 30
"""People one browser remembers, the latest first: a counter's machine serves many."""


def number_key(staff_number: str) -> str:
    """Return the keyed digest of a staff number, 32 digits: a mistyped password is nowhere kept to be read."""
    return salted_hmac(SALT, staff_number, algorithm="sha256").hexdigest()[:32]


def known_device(request: HttpRequest, staff_number: str) -> str:
    """Return the name of the browser when the person signed in from it before, else an empty text."""
    kept = _read(request)
    return str(kept["name"]) if number_key(staff_number) in kept["people"] else ""


def remember_device(request: HttpRequest, response: HttpResponse, staff_number: str) -> None:
    """Let the browser be known to the person who just signed in."""
    kept, key = _read(request), number_key(staff_number)
    people = [key, *(other for other in kept["people"] if other != key)][:MOST]
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME,
        signing.dumps({"name": kept["name"] or secrets.token_hex(8), "people": people}, salt=SALT, compress=True),
        max_age=settings.DEVICE_COOKIE_AGE,
        secure=settings.DEVICE_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _read(request: HttpRequest) -> dict[str, Any]:
    try:
        cookie = request.COOKIES.get(settings.DEVICE_COOKIE_NAME, "")
        kept: dict[str, Any] = signing.loads(cookie, salt=SALT, max_age=settings.DEVICE_COOKIE_AGE)
    except signing.BadSignature:
        return {"name": "", "people": []}
    return kept

"""The web entry point of the measurement: the application, and beside it the floor behind the least middleware."""

from collections.abc import Callable, Iterable
from typing import Any

import django
from django.core.handlers.wsgi import WSGIHandler
from django.test.utils import override_settings

from bench.floor import FLOOR

django.setup()

LEAST_MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
"""All that the floor has before it: a session and its person."""

_application = WSGIHandler()
with override_settings(MIDDLEWARE=LEAST_MIDDLEWARE):
    _floor = WSGIHandler()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer by the floor's handler on the floor's address, by the application's everywhere else."""
    handler = _floor if environ.get("PATH_INFO") == FLOOR else _application
    return handler(environ, start_response)

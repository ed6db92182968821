"""A body too large for any page is refused by the length it claims, before it is read."""

import io
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from iwaki_sm.middleware import LimitBodyMiddleware

pytestmark = pytest.mark.django_db


class Unread(io.BytesIO):
    """A body that fails when somebody reads it."""

    def read(self, size: int | None = -1) -> bytes:
        """Fail."""
        raise AssertionError("the body was read")


@pytest.mark.parametrize(
    ("claimed", "status"),
    [
        (str(25 * 1024 * 1024 + 1), 413),
        (str(10**30), 413),
        ("-1", 400),
        ("1_000", 400),
        ("٣", 400),
        ("1e3", 400),
        ("many", 400),
    ],
)
def test_body_is_refused_unread(claimed: str, status: int) -> None:
    payload: Any = {
        "wsgi.input": Unread(),
        "CONTENT_LENGTH": claimed,
        "CONTENT_TYPE": "multipart/form-data; boundary=x",
    }
    answer = Client(enforce_csrf_checks=True).generic("POST", "/signin/", **payload)
    assert answer.status_code == status


@pytest.mark.parametrize("claimed", ["", "0", "5"])
def test_ordinary_body_passes(claimed: str) -> None:
    request = RequestFactory().generic("POST", "/signin/", CONTENT_LENGTH=claimed)
    answer = HttpResponse()
    assert LimitBodyMiddleware(lambda given: answer)(request) is answer


def test_page_says_what_to_do() -> None:
    answer = Client().post("/signin/", CONTENT_LENGTH=str(2**30))
    assert "大きすぎて受け取れませんでした" in answer.content.decode()

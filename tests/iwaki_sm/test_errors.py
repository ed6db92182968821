"""The pages for what can not be answered: Japanese, with every header, and with the id that finds the log line."""

import re

import pytest
from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.iwaki_sm.broken_urls")]


def _heading(html: str) -> str:
    found = re.search(r"<h1[^>]*>(.*?)</h1>", html, re.DOTALL)
    assert found
    return found[1].strip()


@pytest.mark.parametrize(
    ("address", "status", "heading"),
    [
        ("/suspects", 400, "受け付けられませんでした"),
        ("/forbids", 403, "この操作はできません"),
        ("/nowhere", 404, "見つかりません"),
        ("/breaks", 500, "処理できませんでした"),
    ],
)
def test_error_page_by_status(address: str, status: int, heading: str) -> None:
    response = Client(raise_request_exception=False).get(address)
    assert (response.status_code, _heading(response.content.decode())) == (status, heading)
    assert response["Cache-Control"] == "no-store"
    assert "default-src 'self'" in response["Content-Security-Policy"]


def test_page_of_a_failure_shows_the_id_of_its_request() -> None:
    response = Client(raise_request_exception=False).get("/breaks")
    assert re.findall(r"<code>(.*?)</code>", response.content.decode()) == [response["X-Request-ID"]]


def test_foreign_host_name_is_refused_with_a_page() -> None:
    response = Client().get("/nowhere", headers={"Host": "evil.example.com"})
    assert (response.status_code, _heading(response.content.decode())) == (400, "受け付けられませんでした")


@pytest.mark.parametrize("address", ["/no%00where", "/nowhere?q=a%00b"])
def test_address_with_nul_is_refused_with_a_page(address: str) -> None:
    assert Client().get(address).status_code == 400


def test_form_without_its_token_is_refused_with_a_page() -> None:
    response = Client(enforce_csrf_checks=True).post("/breaks")
    assert response.status_code == 403
    assert response["Cache-Control"] == "no-store"
    assert _heading(response.content.decode()) == "画面が古くなりました"

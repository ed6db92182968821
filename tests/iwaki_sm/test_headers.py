"""What every answer carries: pages, redirects, refusals, errors, files, JSON, whatever middleware answers by itself."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from approvals.actions import add_attachment
from core.periods.clock import now
from scripts.bootstrap import ROOT
from tests.approvals.drafting_help import a_world, browser_of
from tests.factories.approvals import a_draft

pytestmark = pytest.mark.django_db
POLICY = [
    "base-uri 'none'",
    "default-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "object-src 'none'",
]
Ask = Callable[[Client], Any]
ANSWERS: dict[str, tuple[int, Ask]] = {
    "a page": (200, lambda client: client.get("/signin/")),
    "a redirect": (302, lambda client: client.get("/")),
    "a redirect to the slash": (301, lambda client: client.get("/signin")),
    "a refused form": (403, lambda client: client.post("/messages/read/")),
    "an unknown address": (404, lambda client: client.get("/no-such-page")),
    "an address of a button": (405, lambda client: client.get("/signout/")),
    "an unknown method": (405, lambda client: client.generic("PURGE", "/signin/")),
    "NUL in the address": (400, lambda client: client.get("/signin/?a=%00")),
    "a foreign host": (400, lambda client: client.get("/signin/", headers={"Host": "evil.example.com"})),
    "too many fields": (400, lambda client: client.post("/signin/", {f"f{number}": "" for number in range(1100)})),
    "a body too large": (413, lambda client: client.post("/signin/", CONTENT_LENGTH=str(2**30))),
    "no token": (403, lambda client: Client(enforce_csrf_checks=True).post("/signin/")),
    "health": (503, lambda client: client.get("/healthz")),
    "a style sheet": (200, lambda client: client.get("/static/app.css")),
    "a picture": (200, lambda client: client.get("/static/icon.svg")),
    "no such static file": (404, lambda client: client.get("/static/none.js")),
}
FILES = {"a style sheet", "a picture"}


def policy_of(response: Any) -> list[str]:
    """Return the content security policy, its directives in order."""
    return sorted(part.strip() for part in response["Content-Security-Policy"].split(";"))


def assert_isolated(response: Any) -> None:
    """Hold what every single answer carries."""
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert {"camera=()", "geolocation=()", "microphone=()"} <= set(response["Permissions-Policy"].split(", "))


@pytest.mark.parametrize(("status", "ask"), ANSWERS.values(), ids=ANSWERS)
def test_every_kind_of_answer_is_isolated(client: Client, status: int, ask: Ask) -> None:
    response = ask(client)
    assert response.status_code == status
    assert policy_of(response) == POLICY
    assert_isolated(response)


@pytest.mark.parametrize("status", [400, 403, 500])
@pytest.mark.urls("tests.iwaki_sm.broken_urls")
def test_page_of_a_failure_is_isolated(status: int) -> None:
    address = {400: "/suspects", 403: "/forbids", 500: "/breaks"}[status]
    response = Client(raise_request_exception=False).get(address)
    assert (response.status_code, policy_of(response)) == (status, POLICY)
    assert_isolated(response)


def test_download_may_do_nothing_on_this_site(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    world = a_world()
    draft = a_draft(world, when=now())
    page = b"%PDF-1.7\n<script>alert(1)</script>"
    file: Any = {"name": "案.pdf", "content_type": "application/pdf", "content": page}
    kept = add_attachment(draft, by=world.staff, at=now(), **file)

    response = browser_of(world.staff).get(reverse("approvals:attachment", args=[kept.pk]))

    assert policy_of(response) == ["default-src 'none'", "sandbox"]
    assert_isolated(response)
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize("name", sorted(set(ANSWERS) - FILES))
def test_no_page_is_kept(client: Client, name: str) -> None:
    assert ANSWERS[name][1](client)["Cache-Control"] == "no-store"


def test_each_request_has_an_id_of_its_own_whatever_the_client_sends(client: Client) -> None:
    sent = "00000000-0000-0000-0000-000000000000"
    first, second = (client.get("/no-such-page", headers={"X-Request-ID": sent})["X-Request-ID"] for _ in range(2))
    assert len({str(UUID(first)), str(UUID(second)), sent}) == 3


def test_static_files_may_be_kept(client: Client) -> None:
    response = client.get("/static/app.css")
    assert response.status_code == 200
    assert response.get("Cache-Control") != "no-store"


def test_uploads_are_never_served_by_address(client: Client) -> None:
    assert client.get("/media/anything.pdf").status_code == 404


def test_no_style_sheet_or_script_leads_elsewhere_or_makes_code_of_text() -> None:
    banned = (
        "http://",
        "https://",
        "eval(",
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "@import",
    )
    texts = [path.read_text("utf-8") for path in (ROOT / "static").rglob("*") if path.suffix in {".css", ".js"}]
    assert len(texts) >= 3
    assert [word for word in banned for text in texts if word in text] == []

"""What every answer carries, the one to an unknown address included."""

from uuid import UUID

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_every_answer_forbids_copies_frames_and_foreign_sources(client: Client) -> None:
    response = client.get("/no-such-page")
    policy = sorted(part.strip() for part in response["Content-Security-Policy"].split(";"))
    assert response.status_code == 404
    assert policy == [
        "base-uri 'none'",
        "default-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "object-src 'none'",
    ]
    assert response["Cache-Control"] == "no-store"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["X-Content-Type-Options"] == "nosniff"


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

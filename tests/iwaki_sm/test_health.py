"""/healthz: 200 once everything is up, else 503 naming the part that is missing."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from core.notifications.models import Heartbeat
from core.periods.clock import now

pytestmark = pytest.mark.django_db


def _beat(seconds_ago: int) -> None:
    Heartbeat.objects.create(name="worker", beaten_at=now() - timedelta(seconds=seconds_ago))


def test_healthz_with_a_fresh_heartbeat(client: Client) -> None:
    _beat(1)
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


def test_healthz_without_a_heartbeat(client: Client) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (503, {"status": "unavailable", "missing": "worker"})


def test_healthz_with_an_old_heartbeat(client: Client) -> None:
    _beat(settings.HEARTBEAT_LIMIT_SECONDS + 5)
    assert client.get("/healthz").json() == {"status": "unavailable", "missing": "worker"}


def test_healthz_with_a_migration_to_apply(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    _beat(1)
    monkeypatch.setattr("iwaki_sm.health._complete", set())
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'notifications'")
    assert client.get("/healthz").json() == {"status": "unavailable", "missing": "migrations"}


def test_healthz_with_a_task_that_has_only_ever_failed(client: Client) -> None:
    _beat(1)
    Heartbeat.objects.create(name="sweep", failing_since=now(), failed_at=now(), failure="ValueError: x")
    assert client.get("/healthz").json() == {"status": "unavailable", "missing": "sweep"}


def test_healthz_while_the_mail_server_is_away_is_about_this_installation_only(client: Client) -> None:
    _beat(1)
    Heartbeat.objects.create(name="mail_server", failing_since=now(), failed_at=now(), failure="TimeoutError: x")
    assert client.get("/healthz").json() == {"status": "ok"}


def test_healthz_answers_nobody_in_particular_and_is_not_kept(client: Client) -> None:
    _beat(1)
    response = client.get("/healthz")
    assert response["Cache-Control"] == "no-store"
    assert response.cookies == {}


def test_healthz_by_post_is_refused(client: Client) -> None:
    assert client.post("/healthz").status_code == 405

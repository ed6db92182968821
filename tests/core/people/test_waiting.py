"""What the administrators' page says of what waits: mails, reminders, and whether the broker answers."""

import socket
from datetime import timedelta
from typing import Any

import pytest
from celery import current_app
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.deadlines.models import Telling
from core.notifications.broker import broker_answers
from core.periods.clock import japan_date, now
from tests.core.people.helpers import Browser, administrator
from tests.factories import an_obligation

pytestmark = pytest.mark.django_db


@pytest.fixture
def nobody_listens(monkeypatch: pytest.MonkeyPatch) -> None:
    """Point the application to a Redis on a port at which nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"redis://127.0.0.1:{free.getsockname()[1]}/0"
    monkeypatch.setitem(current_app.conf, "broker_url", address)
    monkeypatch.setitem(current_app.conf, "broker_write_url", address)


def queries(browser: Browser) -> int:
    """Count the queries of the page."""
    browser.to("health")
    with CaptureQueriesContext(connection) as counted:
        browser.to("health")
    return len(counted)


def waiting(browser: Browser) -> Any:
    return browser.to("health").context["waiting"]


def test_a_broker_that_answers_is_no_matter_for_a_banner() -> None:
    assert broker_answers()
    assert "ブローカーにつながりません" not in administrator().to("health").content.decode()


@pytest.mark.usefixtures("nobody_listens")
def test_a_broker_that_is_away_is_told() -> None:
    assert not broker_answers()
    assert "ブローカーにつながりません" in administrator().to("health").content.decode()


def test_reminders_that_the_sweep_has_not_told_are_counted() -> None:
    today = japan_date(now())
    browser = administrator()
    for days in (0, 40):
        an_obligation(due_on=today + timedelta(days=days), at=now())
    Telling.objects.filter(next_on__gt=today, obligation__due_on=today).update(next_on=today)
    before = waiting(browser)["untold"]
    assert (before, waiting(browser)["queued"]) == (1, 0)


def test_the_page_asks_as_much_for_three_that_wait_as_for_one() -> None:
    browser, counts = administrator(), []
    for number in range(3):
        an_obligation(due_on=japan_date(now()), at=now(), occurrence=str(number))
        counts.append(queries(browser))
    assert counts == [counts[0]] * 3


def test_a_broker_that_is_back_answers_again() -> None:
    assert broker_answers()

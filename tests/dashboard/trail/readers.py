"""Auditors at their pages, in a world that stands today."""

from datetime import timedelta
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.lifecycle.actor import Actor
from core.periods.clock import now
from core.staff.offices import Office
from tests.approvals.pages import browser_of
from tests.factories.approvals import OfficeWorld

EARLIER = now() - timedelta(minutes=30)
"""An instant just past for acts that the pages show; after midnight it lies on the day before."""


def open_as(actor: Actor, name: str, *args: Any, **query: Any) -> Any:
    """Open a page of the dashboard as an actor."""
    return browser_of(actor).get(reverse(f"dashboard:{name}", args=args), query)


def as_auditor(world: OfficeWorld, name: str, *args: Any, **query: Any) -> Any:
    """Open a page as the world's auditor."""
    return open_as(world.people[Office.AUDITOR], name, *args, **query)


def queries(world: OfficeWorld, name: str, *args: Any, **query: Any) -> int:
    """Return how many queries a page takes, the sign-in left out."""
    browser = browser_of(world.people[Office.AUDITOR])
    with CaptureQueriesContext(connection) as captured:
        browser.get(reverse(f"dashboard:{name}", args=args), query)
    return len(captured)

"""What the tests of the drafting pages share: a world of today, signed-in browsers, posted parts."""

from datetime import date, timedelta
from html import unescape
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from approvals.models import Request
from core.lifecycle.actor import Actor
from core.periods.clock import japan_date, now
from tests.factories.approvals import OfficeWorld, an_office_world
from tests.factories.drafts import a_platform

LONG_AGO = date(2020, 4, 1)


def a_world(**values: Any) -> OfficeWorld:
    """Make offices that are held on the real day of the test, because pages read the clock."""
    today = now()
    return an_office_world(today, since=LONG_AGO, as_on=japan_date(today), **values)


def soon() -> date:
    """Return a day after the real day of the test."""
    return japan_date(now()) + timedelta(days=40)


def browser_of(actor: Actor) -> Client:
    """Sign an actor in."""
    assert actor.person is not None
    client = Client()
    client.force_login(actor.person)
    return client


def edit_url(request: Request, part: str) -> str:
    """Return the address of a part."""
    return reverse("approvals:request_edit_part", args=[request.pk, part])


def url(name: str, pk: int) -> str:
    """Return the address of another page of a request or an attachment."""
    return reverse(f"approvals:{name}", args=[pk])


def text_of(response: Any) -> str:
    """Return a page as text."""
    assert isinstance(response, HttpResponse)
    return unescape(response.content.decode())


def seen(request: Request) -> dict[str, Any]:
    """Return what a page opened now says it has shown."""
    fresh = Request.objects.get(pk=request.pk)
    return {"seen": fresh.fingerprint(), "seen_version": fresh.version}


def account_data(**values: Any) -> dict[str, Any]:
    """Return the first part as posted, complete."""
    given = {
        "platform": a_platform(when=now()).pk,
        "account_name": "いわき観光案内",
        "common_name": "いわ観",
        "handle": "@iwaki_guide",
        "reason": "開花や混雑を知らせるため",
        "planned_start": soon().isoformat(),
    }
    return {**given, **values}


def rows_data(*rows: dict[str, Any], total: int = 0) -> dict[str, Any]:
    """Return the second part as posted."""
    data: dict[str, Any] = {"operators-TOTAL_FORMS": total or max(3, len(rows)), "operators-INITIAL_FORMS": 0}
    for number, row in enumerate(rows):
        data |= {f"operators-{number}-{name}": value for name, value in row.items()}
    return data


def policy_data(**values: Any) -> dict[str, Any]:
    """Return the third part as posted, complete."""
    given = {
        "purpose": "観光の情報を届ける。",
        "topics": "見どころと交通。",
        "in_charge": "企画係",
        "frequency": "週3回",
        "timing": "平日の日中",
        "method": "課の端末から",
        "opinions": "毎開庁日に確かめる。",
        "replies": "none",
        "reply_note": "",
        "further": "",
    }
    return {**given, **values}

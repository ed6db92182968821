"""Obligations on days of the calendar, and its page as somebody opens it."""

import re
from datetime import date
from html import unescape
from typing import Any

from core.deadlines.duties import Debtor
from core.deadlines.models import Obligation
from core.lifecycle.actor import Actor
from core.periods.clock import now
from core.staff.models import Unit
from core.staff.offices import Office
from tests.approvals.pages import browser_of
from tests.factories import an_obligation

PAGE = "/calendar/"
MOST_PAGES = 20
TITLE = re.compile(r'<h4 class="task__title">(.*?)</h4>')
LINK = re.compile(r'<h4 class="task__title"><a href="([^"]*)">')


def a_duty(unit: Unit | None, due_on: date | None, title: str, office: str = Office.STAFF, **values: Any) -> Obligation:
    """Open an obligation of an office of a unit."""
    owed = Debtor(office, unit)
    return an_obligation(owed, due_on, title=title, at=now(), occurrence=title, **values)


def opened(actor: Actor, **query: Any) -> str:
    """Return the calendar as an actor's person sees it."""
    answer = browser_of(actor).get(PAGE, query)
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


def read_on(actor: Actor, **query: Any) -> str:
    """Return the calendar with all pages of its list: how many a month has depends on the day of the test."""
    browser: Any = browser_of(actor)
    pages: list[str] = []
    cursor = None
    while cursor or not pages:
        answer = browser.get(PAGE, query | ({"cursor": cursor} if cursor else {}))
        assert (answer.status_code, len(pages) < MOST_PAGES) == (200, True)
        pages.append(answer.content.decode())
        cursor = answer.context["shown"].next
    return "".join(pages)


def titles(page: str) -> list[str]:
    """Return the titles of the list in its order."""
    return [unescape(re.sub("<[^>]*>", "", found)) for found in TITLE.findall(page)]


def links(page: str) -> list[str]:
    """Return where the titles of the list lead."""
    return [unescape(found) for found in LINK.findall(page)]

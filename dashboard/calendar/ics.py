"""A person's own dated obligations as a file that calendar programs read (iCalendar, RFC 5545).

Titles, days and the way to the page, no more: whoever gets hold of the file learns what is due, and nothing of what it
is about. A duty about a person is told without the name.
"""

from collections.abc import Sequence
from datetime import timedelta
from hashlib import sha256

from django.conf import settings
from icalendar import Calendar, Event

from core.deadlines.models import Obligation
from core.periods.clock import japan_midnight
from core.ui.links import absolute

NAME = "ソーシャルメディア運用台帳の期限"
PRODUCT = "-//iwaki_sm//deadlines//JA"
ABOUT_PEOPLE = "people:"
UNNAMED = "確認を待っている申請があります"
REFRESH = timedelta(hours=4)
DAY = timedelta(days=1)


def title_of(one: Obligation) -> str:
    """Return what a calendar outside the application may say of an obligation: no name of another person."""
    return UNNAMED if one.link_name.startswith(ABOUT_PEOPLE) else one.title


def tag_of(found: Sequence[Obligation]) -> str:
    """Return the ETag of the file: another one as soon as anything in it is."""
    facts = [(one.pk, one.version, str(one.due_on), title_of(one), one.url) for one in found]
    return f'"{sha256(repr((settings.PUBLIC_BASE_URL, facts)).encode()).hexdigest()[:32]}"'


def written(found: Sequence[Obligation]) -> bytes:
    """Return the file."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", NAME)
    calendar.add("x-wr-timezone", settings.TIME_ZONE)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    for one in found:
        calendar.add_component(_event(one))
    return bytes(calendar.to_ical())


def _event(one: Obligation) -> Event:
    assert one.due_on is not None
    event, url = Event(), absolute(one.url)
    event.add("uid", f"obligation-{one.pk}@{settings.MAIL_DOMAIN}")
    event.add("dtstamp", japan_midnight(one.opened_on))
    event.add("sequence", one.version)
    event.add("summary", title_of(one))
    event.add("dtstart", one.due_on)
    event.add("dtend", one.due_on + DAY)
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    if url:
        event.add("url", url)
        event.add("description", url)
    return event

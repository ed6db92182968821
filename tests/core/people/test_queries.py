"""Lists and pages take the same number of queries however many rows they show."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.lifecycle.act import edit
from core.lifecycle.actor import SYSTEM
from core.notifications.models import Message, OutboxMail
from core.periods.clock import now
from core.staff.models import UnitLevel
from core.staff.offices import Office
from tests.core.people.helpers import LONG_AGO, TODAY, TOMORROW, Browser, administrator
from tests.factories.core import AT, a_deputyship, a_person, a_unit, a_version, an_appointment, the_actor

pytestmark = pytest.mark.django_db
LISTS = [
    "person_list",
    "unit_list",
    "office_title_list",
    "appointment_list",
    "deputyship_list",
    "rulebook_list",
    "messages",
    "outbox",
    "health",
    "trail_list",
    "my_authority",
    "set_deputy",
    "appointment_create",
    "deputyship_create",
    "unit_create",
]


def more_rows(browser: Browser, number: int) -> None:
    """Add a row to every list."""
    head = an_appointment(a_person(), Office.SECTION_HEAD, a_unit(UnitLevel.SECTION), LONG_AGO)
    a_deputyship(head, a_person(), TODAY, TOMORROW)
    a_deputyship(browser.appointment, a_person(), TODAY, TOMORROW)
    a_version(LONG_AGO + timedelta(days=number))
    at, key = now(), f"row{number}"
    Message.objects.create(key=key, person=browser.person, title=key, created_at=at, link_name="people:password")
    mail = {"key": key, "to": "a@city.example.jp", "subject": key, "body": ""}
    OutboxMail.objects.create(person=browser.person, created_at=at, next_attempt_at=at, **mail)


def queries_of(browser: Browser, name: str, *args: int, **query: str) -> int:
    """Count the queries a page takes."""
    with CaptureQueriesContext(connection) as captured:
        assert browser.to(name, *args, **query).status_code == 200
    return len(captured)


@pytest.mark.parametrize("name", LISTS)
def test_list_takes_as_many_queries_for_three_as_for_one(name: str) -> None:
    browser = administrator()
    more_rows(browser, 1)
    one = queries_of(browser, name)
    more_rows(browser, 2)
    more_rows(browser, 3)

    assert queries_of(browser, name) == one


def test_person_page_takes_as_many_queries_for_a_long_history() -> None:
    browser, person = administrator(), a_person()
    edit(person, by=SYSTEM, at=AT, name="一回目")
    an_appointment(person, Office.STAFF, None, LONG_AGO)
    short = queries_of(browser, "person_edit", person.pk)
    for name in ("二回目", "三回目"):
        edit(person, by=the_actor(browser.appointment), at=AT, name=name)
        an_appointment(person, Office.STAFF, None, LONG_AGO)

    assert queries_of(browser, "person_edit", person.pk) == short

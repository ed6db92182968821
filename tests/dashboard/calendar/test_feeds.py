"""The feed as a calendar program reads it: what stands in it, for whom, and when it answers nothing."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from core.deadlines.duties import Debtor
from core.deadlines.feeds import feed_of, open_feed
from core.deadlines.moves import FULFIL
from core.deadlines.states import FeedState
from core.lifecycle.act import perform
from core.lifecycle.actor import SYSTEM, Actor
from core.people.leaving import edit_person
from core.people.passwords import ask_password
from core.periods.clock import now
from core.staff.models import Person
from core.staff.offices import Office
from dashboard.calendar.ics import UNNAMED
from incidents.states import IncidentKind
from tests.approvals.pages import a_world, ago, browser_of, today
from tests.dashboard.calendar.helpers import a_duty
from tests.factories import an_obligation
from tests.factories.approvals import OfficeWorld, an_account
from tests.factories.incidents import an_incident

pytestmark = pytest.mark.django_db
DUE = today() + timedelta(days=3)


@pytest.fixture
def world() -> OfficeWorld:
    """Return a department whose offices are held today."""
    return a_world()


def address_of(actor: Actor) -> str:
    return f"/calendar/feed/{open_feed(by=actor, at=now())}.ics"


def read(content: bytes) -> list[Any]:
    """Read the events of a file with the library that calendar programs use."""
    return list(Calendar.from_ical(content).walk("VEVENT"))


def events(client: Client, address: str) -> list[tuple[str, date]]:
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    return [(str(one["SUMMARY"]), one["DTSTART"].dt) for one in read(answer.content)]


def test_a_problem_is_called_as_on_its_page_and_a_leak_by_its_number_alone(client: Client, world: OfficeWorld) -> None:
    account = an_account(world=world, when=ago(days=1))
    leak, other = (
        an_incident(world=world, account=account, kind=kind, when=ago(minutes=9))
        for kind in (IncidentKind.LEAK, IncidentKind.OTHER)
    )
    address = address_of(world.section_head)
    found = [title for title, _ in events(client, address) if title.startswith("問題の報告")]
    assert found == [
        f"問題の報告を確かめる:問題 {leak.number}",
        f"問題の報告を確かめる:{other.number} {other.title}",
    ]


def test_the_feed_holds_ones_own_dated_duties_and_no_others(client: Client, world: OfficeWorld) -> None:
    a_duty(world.section, DUE, "課の仕事")
    a_duty(world.section, None, "期限のない仕事")
    a_duty(world.foreign_section, DUE, "よその仕事")
    an_obligation(Debtor(person=world.staff.person), today(), title="本人の仕事", at=now())
    assert events(client, address_of(world.staff)) == [("本人の仕事", today()), ("課の仕事", DUE)]


def test_an_event_is_a_whole_day_with_a_link_and_one_lasting_name(client: Client, world: OfficeWorld) -> None:
    duty = a_duty(world.section, DUE, "課の仕事、その1;\n二行目")
    answer = client.get(address_of(world.staff))
    (event,) = read(answer.content)
    assert event["SUMMARY"] == "課の仕事、その1;\n二行目"
    assert event["DTEND"].dt - event["DTSTART"].dt == timedelta(days=1)
    assert event["UID"] == f"obligation-{duty.pk}@{settings.MAIL_DOMAIN}"
    assert set(event) == {
        "UID", "DTSTAMP", "SEQUENCE", "SUMMARY", "DTSTART", "DTEND", "TRANSP", "CLASS",
    }  # fmt: skip
    assert all(len(line) <= 75 for line in answer.content.split(b"\r\n"))


def test_a_duty_about_a_person_is_told_without_the_name(client: Client, world: OfficeWorld) -> None:
    administrator = world.people[Office.ADMINISTRATOR]
    assert world.section_head.person is not None
    issue = ask_password(world.section_head.person, by=administrator, at=now())
    answer = client.get(address_of(world.people[Office.PERSONNEL_OFFICER]))
    (event,) = read(answer.content)
    assert event["SUMMARY"] == UNNAMED
    assert issue.person.name not in answer.content.decode()
    assert event["URL"] == f"{settings.PUBLIC_BASE_URL}/passwords/{issue.pk}/"


def test_what_has_ended_leaves_the_feed(client: Client, world: OfficeWorld) -> None:
    duty, address = a_duty(world.section, DUE, "課の仕事"), address_of(world.staff)
    assert len(events(client, address)) == 1
    perform(duty, FULFIL, by=SYSTEM, at=now(), ended_on=today())
    assert events(client, address) == []


def test_nothing_new_is_answered_with_304_and_something_new_in_full(client: Client, world: OfficeWorld) -> None:
    address = address_of(world.staff)
    a_duty(world.section, DUE, "課の仕事")
    tag = client.get(address)["ETag"]
    again = client.get(address, headers={"If-None-Match": tag})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
    a_duty(world.section, DUE, "もう一つの仕事")
    fresh = client.get(address, headers={"If-None-Match": tag})
    assert (fresh.status_code, fresh["ETag"] == tag) == (200, False)


def test_no_cookie_is_set_and_no_copy_is_kept(world: OfficeWorld) -> None:
    for client in (Client(), browser_of(world.staff)):
        answer = client.get(address_of(world.staff))
        assert (answer.status_code, answer["Cache-Control"], dict(answer.cookies)) == (200, "no-store", {})
        assert "Cookie" not in answer.get("Vary", "")


@pytest.mark.parametrize("secret", ["x", "A" * 43, "%00", "../../healthz", "é"])
def test_a_secret_that_opens_nothing_is_not_found(client: Client, world: OfficeWorld, secret: str) -> None:
    address_of(world.staff)
    answer = client.get(f"/calendar/feed/{secret}.ics")
    assert answer.status_code in {400, 404}
    assert "BEGIN:VCALENDAR" not in answer.content.decode()


def test_only_reading_is_answered(client: Client, world: OfficeWorld) -> None:
    address = address_of(world.staff)
    assert client.head(address).status_code == 200
    for method in (client.post, client.put, client.delete, client.patch):
        assert method(address).status_code == 405


def test_the_secret_has_256_bits_and_is_stored_nowhere(world: OfficeWorld) -> None:
    secret = open_feed(by=world.staff, at=now())
    assert len(secret) == 43
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')  # a table's own name
            assert all(secret not in str(value) for row in cursor.fetchall() for value in row), table


def test_a_new_address_ends_the_one_before(client: Client, world: OfficeWorld) -> None:
    old, new = address_of(world.staff), address_of(world.staff)
    assert (client.get(old).status_code, client.get(new).status_code) == (404, 200)


def test_the_feed_ends_with_the_person(client: Client, world: OfficeWorld) -> None:
    address, person = address_of(world.staff), world.staff.person
    assert person is not None
    before = Person.objects.get(pk=person.pk)
    feed = feed_of(before)
    assert feed is not None
    by = world.people[Office.ADMINISTRATOR]
    edit_person(before, by=by, at=now(), seen=before.fingerprint(), values={"is_active": False})
    assert client.get(address).status_code == 404
    feed = type(feed).objects.get(pk=feed.pk)
    assert (feed.state, feed.ended_on) == (FeedState.LAPSED, today())


def test_the_owner_makes_renews_and_ends_the_address_on_the_page(client: Client, world: OfficeWorld) -> None:
    browser = browser_of(world.staff)
    assert "まだアドレスを作っていません" in browser.get("/calendar/feed/").content.decode()
    page = browser.post("/calendar/feed/").content.decode()
    address = page.partition(f"<code>{settings.PUBLIC_BASE_URL}")[2].partition("</code>")[0]
    assert client.get(address).status_code == 200
    assert address not in browser.get("/calendar/feed/").content.decode()
    assert browser.post("/calendar/feed/end/").status_code == 302
    assert client.get(address).status_code == 404
    assert browser.post("/calendar/feed/end/").status_code == 302


def test_the_feed_asks_the_same_for_one_duty_and_for_three(client: Client, world: OfficeWorld) -> None:
    address = address_of(world.staff)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    a_duty(world.section, DUE, "仕事1")
    queries()
    once = queries()
    for number in (2, 3):
        a_duty(world.section, DUE, f"仕事{number}")
    assert (queries(), once <= 4) == (once, True)

"""What ends with a day ends at midnight in Japan: the next request, read or write, is refused with its reason."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from core.lifecycle.act import edit
from core.lifecycle.actor import SYSTEM
from core.periods.clock import japan_midnight
from core.staff.models import Appointment
from core.staff.offices import Office
from tests.core.people.helpers import LONG_AGO, TODAY, TOMORROW, YESTERDAY, Browser
from tests.factories import everything
from tests.factories.clocks import EdgeClock, edge_clock
from tests.factories.core import AT, a_deputyship, a_person, an_appointment

pytestmark = pytest.mark.django_db
PASSWORD = "nagisa-no-koe-2026"
MIDNIGHT = japan_midnight(TOMORROW)
SECOND = timedelta(seconds=1)


@pytest.fixture
def evening(monkeypatch: pytest.MonkeyPatch) -> EdgeClock:
    """Hold the clock a minute before midnight in Japan."""
    return edge_clock(monkeypatch, MIDNIGHT - timedelta(minutes=1))


def signed_in(last: Appointment) -> Browser:
    """Sign in as the holder of an appointment that ends today, acting in it."""
    browser = Browser()
    browser.person, browser.appointment = last.person, last
    edit(last, by=SYSTEM, at=AT, ends_on=TODAY)
    browser.send("signin", staff_number=last.person.staff_number, password=PASSWORD)
    browser.send("choose_capacity", capacity=f"a{last.pk}")
    return browser


def an_auditor() -> Appointment:
    """Appoint an auditor who can sign in."""
    return an_appointment(a_person(password=PASSWORD), Office.AUDITOR, None, LONG_AGO)


def page(browser: Browser) -> Any:
    """Open the auditors' page."""
    return browser.to("trail_list")


def named(answer: Any) -> tuple[int, str]:
    """Return status and first template of an answer."""
    return answer.status_code, answer.templates[0].name


def test_page_opens_in_the_last_second(evening: EdgeClock) -> None:
    browser = signed_in(an_auditor())
    evening.at = MIDNIGHT - SECOND

    assert page(browser).status_code == 200


def test_last_office_is_over_at_midnight_and_the_session_with_it(evening: EdgeClock) -> None:
    browser = signed_in(an_auditor())
    evening.at = MIDNIGHT

    answer = page(browser)

    assert named(answer) == (403, "people/offices_ended.html")
    assert "_auth_user_id" not in browser.session
    assert page(browser)["Location"] == "/signin/?next=/trail/"


def test_post_after_the_last_office_records_nothing_and_gives_the_text_back(evening: EdgeClock) -> None:
    browser = signed_in(an_auditor())
    evening.at = MIDNIGHT
    before = everything()

    answer = browser.send("set_deputy", reason="三日間の出張のため")

    assert named(answer) == (403, "people/offices_ended.html")
    assert answer.context["typed"] == [("理由", "三日間の出張のため")]
    assert everything() == before


def test_post_in_the_last_second_is_taken(evening: EdgeClock) -> None:
    browser = signed_in(an_auditor())
    evening.at = MIDNIGHT - SECOND

    assert browser.send("messages_read").status_code == 302


@pytest.mark.parametrize("method", ["get", "post"])
def test_one_of_several_offices_is_over_and_the_others_are_offered(evening: EdgeClock, method: str) -> None:
    last = an_auditor()
    other = an_appointment(last.person, Office.STAFF, None, LONG_AGO)
    browser = signed_in(last)
    evening.at = MIDNIGHT

    answer: Any = getattr(browser, method)(reverse("people:messages_read" if method == "post" else "people:trail_list"))

    assert named(answer) == (403, "people/capacity_ended.html")
    assert [capacity.key for capacity in answer.context["switches"]] == [f"a{other.pk}"]
    assert "_auth_user_id" in browser.session


def test_choosing_another_office_goes_on_at_the_same_page(evening: EdgeClock) -> None:
    last = an_auditor()
    other = an_appointment(last.person, Office.STAFF, None, LONG_AGO)
    browser = signed_in(last)
    evening.at = MIDNIGHT
    asked = browser.to("my_authority")

    chosen = browser.send("choose_capacity", capacity=f"a{other.pk}", next=asked.context["next"])

    assert chosen["Location"] == "/me/"
    assert browser.to("my_authority").status_code == 200


def test_deputyship_is_over_at_midnight(evening: EdgeClock) -> None:
    own = an_appointment(a_person(password=PASSWORD), Office.STAFF, None, LONG_AGO)
    deputyship = a_deputyship(an_auditor(), own.person, YESTERDAY, TODAY)
    browser = Browser()
    browser.send("signin", staff_number=own.person.staff_number, password=PASSWORD)
    browser.send("choose_capacity", capacity=f"d{deputyship.pk}")
    evening.at = MIDNIGHT - SECOND
    before = page(browser).status_code
    evening.at = MIDNIGHT

    answer = page(browser)

    assert before == 200
    assert named(answer) == (403, "people/capacity_ended.html")
    assert [capacity.key for capacity in answer.context["switches"]] == [f"a{own.pk}"]


def test_deputyship_is_over_with_the_principals_office(evening: EdgeClock) -> None:
    principal, own = an_auditor(), an_appointment(a_person(password=PASSWORD), Office.STAFF, None, LONG_AGO)
    deputyship = a_deputyship(principal, own.person, YESTERDAY, TOMORROW)
    edit(principal, by=SYSTEM, at=AT, ends_on=TODAY)
    browser = Browser()
    browser.send("signin", staff_number=own.person.staff_number, password=PASSWORD)
    browser.send("choose_capacity", capacity=f"d{deputyship.pk}")
    evening.at = MIDNIGHT

    assert named(page(browser)) == (403, "people/capacity_ended.html")


def test_office_begins_at_midnight(evening: EdgeClock) -> None:
    own = an_appointment(a_person(password=PASSWORD), Office.STAFF, None, LONG_AGO)
    an_appointment(own.person, Office.AUDITOR, None, TOMORROW)
    browser = Browser()
    browser.send("signin", staff_number=own.person.staff_number, password=PASSWORD)
    evening.at = MIDNIGHT - SECOND
    before = len(browser.to("my_authority").wsgi_request.capacities)
    evening.at = MIDNIGHT

    assert (before, len(browser.to("my_authority").wsgi_request.capacities)) == (1, 2)


def test_signing_out_works_after_the_last_office(evening: EdgeClock) -> None:
    browser = signed_in(an_auditor())
    evening.at = MIDNIGHT

    assert browser.send("signout")["Location"] == reverse("people:signin")

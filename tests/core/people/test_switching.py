"""The office acted in: a way to the other one where a page needs it, and no act in an office nobody chose."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from core.lifecycle.act import edit
from core.lifecycle.actor import SYSTEM
from core.notifications.models import Message
from core.people.middleware import CAPACITY
from core.periods.clock import now
from core.staff.models import Appointment
from core.staff.offices import Office
from core.staff.states import AppointmentState
from tests.core.people.helpers import LONG_AGO, YESTERDAY, Browser, as_holder
from tests.factories.core import AT, a_person, an_appointment

pytestmark = pytest.mark.django_db


def in_two_offices() -> tuple[Browser, Appointment]:
    """Act as staff, and hold the office of personnel officer beside it."""
    browser = as_holder(Office.STAFF)
    other = an_appointment(browser.person, Office.PERSONNEL_OFFICER, None, LONG_AGO)
    browser.send("choose_capacity", capacity=f"a{browser.appointment.pk}")
    return browser, other


@pytest.mark.parametrize(
    "name", ["appointment_detail", "appointment_confirm", "person_edit", "person_list", "appointment_create"]
)
def test_page_of_another_own_office_offers_the_switch(name: str) -> None:
    browser, other = in_two_offices()
    entry = an_appointment(a_person("若松 直人"), Office.SECTION_HEAD, state=AppointmentState.PROPOSED)
    keys = {"person_edit": [entry.person.pk], "person_list": [], "appointment_create": []}.get(name, [entry.pk])

    answer = browser.to(name, *keys)

    shown = answer.content.decode()
    assert answer.status_code == 403
    assert f'name="capacity" value="a{other.pk}"' in shown
    assert f'name="next" value="{reverse(f"people:{name}", args=keys)}"' in shown
    assert entry.person.name not in shown


def test_switch_leads_to_the_page() -> None:
    browser, other = in_two_offices()
    entry = an_appointment()
    page = reverse("people:appointment_detail", args=[entry.pk])

    answer = browser.send("choose_capacity", capacity=f"a{other.pk}", next=page)

    assert answer["Location"] == page
    assert browser.get(page).status_code == 200


def test_page_that_is_not_there_offers_nothing() -> None:
    browser, _ = in_two_offices()

    assert browser.to("appointment_detail", 999_999).status_code == 404
    assert browser.to("person_edit", 999_999).status_code == 404


def test_page_of_nobodys_own_office_answers_like_a_missing_one() -> None:
    browser = as_holder(Office.STAFF)
    an_appointment(browser.person, Office.SECTION_HEAD, None, LONG_AGO)
    entry = an_appointment()

    foreign = browser.to("appointment_detail", entry.pk)
    missing = browser.to("appointment_detail", 999_999)

    assert (foreign.status_code, missing.status_code) == (404, 404)
    assert strip_tags(foreign.content.decode()) == strip_tags(missing.content.decode())


def test_escalated_entry_opens_for_the_office_above() -> None:
    director = as_holder(Office.GENERAL_AFFAIRS_DIRECTOR)
    entry = an_appointment(office=Office.SECTION_HEAD, state=AppointmentState.PROPOSED)

    shown = director.to("appointment_detail", entry.pk)

    assert (shown.status_code, shown.context["buttons"], shown.context["end_url"]) == (200, [], "")
    assert director.to("appointment_list").status_code == 404
    assert director.to("appointment_confirm", entry.pk).status_code == 404


def ended_under_way() -> Browser:
    """Choose an office that ends meanwhile, and keep another."""
    browser = as_holder(Office.STAFF)
    auditing = an_appointment(browser.person, Office.AUDITOR, None, LONG_AGO)
    browser.send("choose_capacity", capacity=f"a{auditing.pk}")
    edit(auditing, by=SYSTEM, at=AT, ends_on=YESTERDAY)
    return browser


def unread_message(person: Any) -> Message:
    """Write a message to a person."""
    return Message.objects.create(key=f"test:{person.pk}", person=person, title="知らせ", created_at=now())


def test_post_in_an_office_that_ended_is_refused() -> None:
    browser = ended_under_way()
    message = unread_message(browser.person)

    answer = browser.send("messages_read", reason="長い理由の文")

    assert answer.status_code == 403
    assert "長い理由の文" in answer.content.decode()
    assert "選んでいた職の権限が終わりました" in answer.content.decode()
    assert Message.objects.get(pk=message.pk).read_at is None


def test_post_after_choosing_anew_is_made() -> None:
    browser = ended_under_way()
    message = unread_message(browser.person)

    browser.send("choose_capacity", capacity=f"a{browser.appointment.pk}")
    browser.send("messages_read")

    assert Message.objects.get(pk=message.pk).read_at is not None


def test_signout_from_an_office_that_ended() -> None:
    browser = ended_under_way()

    assert browser.send("signout").status_code == 302
    assert "_auth_user_id" not in browser.session


def test_office_begun_in_at_signin_is_noticed_when_it_ends() -> None:
    person = a_person(staff_number="100001", password="nagisa-no-koe-2026")
    first = an_appointment(person, Office.AUDITOR, None, LONG_AGO)
    an_appointment(person, Office.STAFF, None, LONG_AGO)
    client = Client()
    client.post(reverse("people:signin"), {"staff_number": "100001", "password": "nagisa-no-koe-2026"})
    kept = client.session[CAPACITY]
    edit(first, by=SYSTEM, at=AT, ends_on=YESTERDAY)

    assert kept == f"a{first.pk}"
    assert client.get("/me/").status_code == 403
    assert client.post("/messages/read/").status_code == 403

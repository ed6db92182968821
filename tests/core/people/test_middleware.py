"""Who acts: read from appointments at every request."""

import pytest
from django.test import Client
from django.urls import reverse

from core.lifecycle.act import edit
from core.lifecycle.actor import SYSTEM
from core.staff.offices import Office
from tests.core.people.helpers import LONG_AGO, TODAY, TOMORROW, YESTERDAY, as_holder
from tests.factories.core import AT, a_deputyship, a_person, an_appointment

pytestmark = pytest.mark.django_db


def test_anonymous_is_asked_to_sign_in(client: Client) -> None:
    answer = client.get(reverse("people:my_authority"))

    assert (answer.status_code, answer["Location"]) == (302, "/signin/?next=/me/")


def test_person_without_an_office_gets_a_page_that_says_so(client: Client) -> None:
    client.force_login(a_person(), backend="core.people.backend.PersonBackend")

    answer = client.get(reverse("people:my_authority"))

    assert answer.status_code == 403
    assert "任用が登録されていません" in answer.content.decode()


def test_office_that_ended_yesterday_is_gone() -> None:
    browser = as_holder(Office.AUDITOR)
    edit(browser.appointment, by=SYSTEM, at=AT, ends_on=YESTERDAY)

    assert browser.to("trail_list").status_code == 403


def test_office_is_in_force_on_its_last_day() -> None:
    browser = as_holder(Office.AUDITOR)
    edit(browser.appointment, by=SYSTEM, at=AT, ends_on=TODAY)

    assert browser.to("trail_list").status_code == 200


def test_disabled_person_is_signed_out_at_the_next_request() -> None:
    browser = as_holder(Office.AUDITOR)
    edit(browser.person, by=SYSTEM, at=AT, is_active=False)

    answer = browser.to("my_authority")

    assert answer["Location"] == "/signin/?next=/me/"
    assert "_auth_user_id" not in browser.session


def test_choose_capacity_changes_the_office_acted_in() -> None:
    browser = as_holder(Office.AUDITOR)
    other = an_appointment(browser.person, Office.ADMINISTRATOR, None, LONG_AGO)
    before = browser.to("health").status_code
    browser.send("choose_capacity", capacity=f"a{browser.appointment.pk}")
    as_auditor = browser.to("health").status_code

    answer = browser.send("choose_capacity", capacity=f"a{other.pk}", next="/health/")

    assert (before, as_auditor) == (200, 404)
    assert answer["Location"] == "/health/"
    assert browser.to("health").status_code == 200


def test_choose_capacity_of_somebody_else_is_refused() -> None:
    browser = as_holder(Office.STAFF)
    foreign = an_appointment(office=Office.ADMINISTRATOR, starts_on=LONG_AGO)

    answer = browser.send("choose_capacity", capacity=f"a{foreign.pk}")

    assert answer.status_code == 403
    assert browser.to("health").status_code == 404


def test_choose_capacity_never_leads_to_another_host() -> None:
    browser = as_holder(Office.STAFF)

    answer = browser.send("choose_capacity", capacity=f"a{browser.appointment.pk}", next="//evil.example/")

    assert answer["Location"] == "/"


def test_deputy_may_choose_the_principals_office() -> None:
    browser = as_holder(Office.STAFF)
    principal = an_appointment(office=Office.AUDITOR, starts_on=LONG_AGO)
    deputyship = a_deputyship(principal, browser.person, YESTERDAY, TOMORROW)

    browser.send("choose_capacity", capacity=f"d{deputyship.pk}")

    assert browser.to("trail_list").status_code == 200


def test_chosen_capacity_that_ended_opens_no_page_but_offers_the_others() -> None:
    browser = as_holder(Office.STAFF)
    auditing = an_appointment(browser.person, Office.AUDITOR, None, LONG_AGO)
    browser.send("choose_capacity", capacity=f"a{auditing.pk}")
    edit(auditing, by=SYSTEM, at=AT, ends_on=YESTERDAY)

    answer = browser.to("my_authority")

    assert (answer.status_code, [one.key for one in answer.context["switches"]]) == (
        403,
        [f"a{browser.appointment.pk}"],
    )
    browser.send("choose_capacity", capacity=f"a{browser.appointment.pk}")
    assert browser.to("my_authority").status_code == 200

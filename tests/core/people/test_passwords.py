"""Passwords: issued by administrators, changed by their owners, never recorded."""

import pytest
from django.test import Client
from django.urls import reverse

from core.audit.models import Facts
from core.notifications.models import Message
from core.staff.models import Person
from core.staff.offices import Office
from tests.core.people.helpers import LONG_AGO, administrator, as_holder, errors_of, events
from tests.factories.core import a_person, an_appointment

pytestmark = pytest.mark.django_db
OLD, NEW = "nagisa-no-koe-2026", "kumo-no-mine-2027"


def test_issued_password_is_shown_once_and_works(client: Client) -> None:
    person = a_person(staff_number="100001")

    shown = administrator().send("person_password", person.pk)

    password = shown.context["password"]
    signed_in = client.post(reverse("people:signin"), {"staff_number": "100001", "password": password})
    assert (shown.status_code, signed_in.status_code) == (200, 302)


def test_issued_password_is_recorded_without_itself_and_told() -> None:
    person = a_person()

    password = administrator().send("person_password", person.pk).context["password"]

    assert events("person.password_set") == [{"person": person.stream}]
    assert Facts.objects.filter(body__contains=password).count() == 0
    assert Message.objects.get().person == person


def test_password_for_oneself_is_not_issued() -> None:
    browser = administrator()
    before = Person.objects.get(pk=browser.person.pk).password

    assert browser.send("person_password", browser.person.pk).status_code == 403
    assert Person.objects.get(pk=browser.person.pk).password == before


@pytest.mark.parametrize("office", [Office.STAFF, Office.AUDITOR, Office.PERSONNEL_OFFICER])
def test_password_is_issued_by_administrators_only(office: Office) -> None:
    person = a_person()

    assert as_holder(office).send("person_password", person.pk).status_code == 404
    assert Person.objects.get(pk=person.pk).password == person.password


def test_own_password_is_changed_and_the_session_stays() -> None:
    person = a_person(password=OLD)
    browser = as_holder(Office.STAFF, person=person)

    answer = browser.send("password", old_password=OLD, new_password1=NEW, new_password2=NEW)

    assert answer["Location"] == "/me/"
    assert Person.objects.get(pk=person.pk).check_password(NEW) is True
    assert browser.to("my_authority").status_code == 200


def test_change_of_password_ends_other_sessions() -> None:
    person = a_person(password=OLD)
    an_appointment(person, Office.STAFF, None, LONG_AGO)
    here, there = as_holder(Office.AUDITOR, person=person), Client()
    there.force_login(person, backend="django.contrib.auth.backends.ModelBackend")

    here.send("password", old_password=OLD, new_password1=NEW, new_password2=NEW)

    assert there.get("/me/")["Location"] == "/signin/?next=/me/"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"old_password": "wrong"}, "old_password"),
        ({"new_password2": "different-2027"}, "new_password2"),
        ({"new_password1": "short", "new_password2": "short"}, "new_password2"),
    ],
)
def test_own_password_that_does_not_fit_is_refused(values: dict[str, str], field: str) -> None:
    person = a_person(password=OLD)
    given = {"old_password": OLD, "new_password1": NEW, "new_password2": NEW}

    answer = as_holder(Office.STAFF, person=person).send("password", **(given | values))

    assert list(errors_of(answer)) == [field]
    assert Person.objects.get(pk=person.pk).check_password(OLD) is True

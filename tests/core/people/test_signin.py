"""Sign-in and sign-out."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from core.audit.models import Event
from core.lifecycle.act import edit
from core.lifecycle.actor import SYSTEM
from core.staff.offices import Office
from tests.core.people.helpers import LONG_AGO, administrator, as_holder, errors_of, events
from tests.factories.core import AT, a_person, an_appointment

pytestmark = pytest.mark.django_db
PASSWORD = "nagisa-no-koe-2026"


def test_signin_with_the_right_password_leads_home(client: Client) -> None:
    person = a_person(staff_number="100001", password=PASSWORD)

    answer = client.post(reverse("people:signin"), {"staff_number": "100001", "password": PASSWORD})

    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.session["_auth_user_id"] == str(person.pk)


def test_signin_rotates_the_session_key(client: Client) -> None:
    a_person(staff_number="100001", password=PASSWORD)
    client.session["planted"] = True
    session = client.session
    session.save()
    client.cookies["sessionid"] = session.session_key or ""

    client.post(reverse("people:signin"), {"staff_number": "100001", "password": PASSWORD})

    assert client.session.session_key != session.session_key


def test_signin_of_unknown_and_wrong_answer_alike(client: Client) -> None:
    a_person(staff_number="100001", password=PASSWORD)

    wrong = client.post(reverse("people:signin"), {"staff_number": "100001", "password": "not-this-one"})
    unknown = client.post(reverse("people:signin"), {"staff_number": "999999", "password": "not-this-one"})

    assert (wrong.status_code, unknown.status_code) == (200, 200)
    assert errors_of(wrong) == errors_of(unknown)
    assert "_auth_user_id" not in client.session


def test_signin_that_failed_says_that_the_password_is_gone(client: Client) -> None:
    page = client.post(reverse("people:signin"), {"staff_number": "100001", "password": "wrong"}).content.decode()

    assert 'value="100001"' in page
    assert "パスワードは残していません。もう一度入力してください。ほかの内容は残っています。" in page
    assert "入力した内容はすべて残っています" not in page


def test_signin_of_a_disabled_person_is_refused(client: Client) -> None:
    person = a_person(staff_number="100001", password=PASSWORD)
    edit(person, by=SYSTEM, at=AT, is_active=False)

    answer = client.post(reverse("people:signin"), {"staff_number": "100001", "password": PASSWORD})

    assert answer.status_code == 200
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    ("wanted", "place"),
    [
        ("/me/?a=1", "/me/?a=1"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("/\\evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("/me\r\nX: y", "/"),
    ],
)
def test_signin_goes_on_at_this_host_only(client: Client, wanted: str, place: str) -> None:
    a_person(staff_number="100001", password=PASSWORD)

    data = {"staff_number": "100001", "password": PASSWORD, "next": wanted}
    answer = client.post(reverse("people:signin"), data)

    assert answer["Location"] == place


def test_signin_is_noted_in_the_first_office(client: Client) -> None:
    person = a_person(staff_number="100001", password=PASSWORD)
    an_appointment(person, Office.AUDITOR, None, LONG_AGO)

    client.post(reverse("people:signin"), {"staff_number": "100001", "password": PASSWORD})

    event = Event.objects.get(move="signin")
    assert (event.person, event.office) == (person, "auditor")


def test_failed_signin_keeps_a_known_number_only(client: Client) -> None:
    a_person(staff_number="100001", password=PASSWORD)

    client.post(reverse("people:signin"), {"staff_number": "100001", "password": "wrong"})
    client.post(reverse("people:signin"), {"staff_number": "my-password", "password": "wrong"})

    assert events("signin_failed") == [
        {"known": True, "staff_number": "100001", "address": "127.0.0.1"},
        {"known": False, "staff_number": "", "address": "127.0.0.1"},
    ]


def test_signin_with_a_nul_character_is_refused_at_the_field(client: Client) -> None:
    answer = client.post(reverse("people:signin"), {"staff_number": "1\x00", "password": "x"})

    assert (answer.status_code, list(errors_of(answer))) == (200, ["staff_number"])


def test_signout_ends_the_session_and_is_noted() -> None:
    browser = as_holder(Office.AUDITOR)

    answer = browser.send("signout")

    assert answer["Location"] == reverse("people:signin")
    assert "_auth_user_id" not in browser.session
    assert Event.objects.get(move="signout").person == browser.person


def test_signout_by_get_does_nothing() -> None:
    browser = as_holder(Office.AUDITOR)

    assert browser.to("signout").status_code == 405
    assert "_auth_user_id" in browser.session


def test_enter_signs_in_as_a_person_of_the_demonstration(client: Client, settings: Any) -> None:
    settings.DEMONSTRATION_SIGN_IN = True
    holder = an_appointment(office=Office.SECTION_HEAD, starts_on=LONG_AGO).person

    answer = client.post(reverse("people:enter", args=[holder.pk]))

    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(holder.pk)
    assert events("signin")[0]["demonstration"] is True


@pytest.mark.parametrize("number", [0, 1])
def test_the_button_of_an_office_enters_in_that_office(client: Client, settings: Any, number: int) -> None:
    settings.DEMONSTRATION_SIGN_IN = True
    person = a_person()
    held = [an_appointment(person, office, starts_on=LONG_AGO) for office in (Office.POLICY_DIRECTOR, Office.AUDITOR)]
    form = client.get(reverse("people:signin")).content.decode().split(f'action="/enter/{person.pk}/"')[1:]
    keys = {re.search(r'name="office" value="(\w+)"', one)[1] for one in form}  # type: ignore[index]  # each form has one
    assert keys == {f"a{one.pk}" for one in held}

    client.post(reverse("people:enter", args=[person.pk]), {"office": f"a{held[number].pk}"})

    assert client.session["capacity"] == f"a{held[number].pk}"


def test_enter_does_not_exist_outside_the_demonstration(client: Client, settings: Any) -> None:
    settings.DEMONSTRATION_SIGN_IN = False
    holder = an_appointment(office=Office.SECTION_HEAD, starts_on=LONG_AGO).person

    assert client.post(reverse("people:enter", args=[holder.pk])).status_code == 404
    assert client.get(reverse("people:enter", args=[holder.pk])).status_code == 404
    assert "_auth_user_id" not in client.session


def test_enter_as_somebody_without_an_office_is_not_found(client: Client, settings: Any) -> None:
    settings.DEMONSTRATION_SIGN_IN = True

    assert client.post(reverse("people:enter", args=[a_person().pk])).status_code == 404


def test_signin_page_lists_people_in_the_demonstration_only(client: Client, settings: Any) -> None:
    administrator()
    settings.DEMONSTRATION_SIGN_IN = True
    listed = client.get(reverse("people:signin"))
    settings.DEMONSTRATION_SIGN_IN = False
    plain = client.get(reverse("people:signin"))

    assert [office["title"] for office in listed.context["offices"]] == ["システム管理者"]
    assert plain.context["offices"] == []

"""Passwords: issued by administrators, changed by their owners, never recorded."""

from typing import Any

import pytest
from axes.models import AccessAttempt
from django.test import Client
from django.urls import reverse

from core.audit.models import Facts
from core.lifecycle.act import edit
from core.lifecycle.actor import SYSTEM
from core.notifications.models import Message, OutboxMail
from core.periods.clock import now
from core.staff.models import Person
from core.staff.offices import Office
from tests.core.people.helpers import LONG_AGO, Browser, administrator, as_holder, errors_of, events, told
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
    assert Person.objects.get(pk=person.pk).must_change_password is True
    assert told(person) == ["小川 景(システム管理者)があなたのパスワードを発行しました"]


def test_issued_password_is_told_to_the_auditors() -> None:
    auditor = as_holder(Office.AUDITOR)

    administrator().send("person_password", a_person("野原 恵").pk)

    assert told(auditor.person) == ["野原 恵さんのパスワードが発行されました"]


def test_issued_password_is_told_at_the_address_replaced_before() -> None:
    person = a_person(email="own@city.example.jp", at=now())
    edit(person, by=SYSTEM, at=now(), email="taken@city.example.jp")

    administrator().send("person_password", person.pk)

    mails = OutboxMail.objects.filter(person=person).order_by("to")
    assert [mail.to for mail in mails] == ["own@city.example.jp", "taken@city.example.jp"]


def signed_in_with_issued(office: Office = Office.STAFF) -> tuple[Client, str]:
    """Sign in with a password that an administrator issued."""
    browser = as_holder(office)
    password = administrator().send("person_password", browser.person.pk).context["password"]
    fresh = Client()
    fresh.post(reverse("people:signin"), {"staff_number": browser.person.staff_number, "password": password})
    return fresh, password


@pytest.mark.parametrize("path", ["/", "/me/", "/messages/", "/appointments/"])
def test_issued_password_opens_no_page_but_its_change(path: str) -> None:
    fresh, _ = signed_in_with_issued()

    assert fresh.get(path)["Location"] == "/me/password/"
    assert "先にパスワードを変えてください" in fresh.get("/me/password/").content.decode()


def test_issued_password_makes_no_act() -> None:
    fresh, _ = signed_in_with_issued()

    answer = fresh.post(reverse("people:messages_read"))

    assert answer["Location"] == "/me/password/"
    assert Message.objects.exclude(read_at=None).count() == 0


def test_issued_password_is_not_kept_as_the_new_one() -> None:
    fresh, password = signed_in_with_issued()

    answer = fresh.post("/me/password/", dict.fromkeys(("old_password", "new_password1", "new_password2"), password))

    assert errors_of(answer) == {"new_password1": ["いまのパスワードと違うものにしてください。"]}
    assert fresh.get("/me/")["Location"] == "/me/password/"


def test_changed_password_opens_the_pages() -> None:
    fresh, password = signed_in_with_issued()

    fresh.post("/me/password/", {"old_password": password, "new_password1": NEW, "new_password2": NEW})

    assert fresh.get("/me/").status_code == 200


def test_entry_of_the_demonstration_asks_for_no_change(settings: Any) -> None:
    person = as_holder(Office.STAFF).person
    administrator().send("person_password", person.pk)
    visitor = Client()

    visitor.post(reverse("people:enter", args=[person.pk]))
    shown = visitor.get("/me/")
    settings.DEMONSTRATION_SIGN_IN = False

    assert shown.status_code == 200
    assert visitor.get("/me/")["Location"] == "/me/password/"


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
    there.force_login(person, backend="core.people.backend.PersonBackend")

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


def change(browser: Browser, old: str) -> Any:
    """Post the change of one's own password."""
    return browser.send("password", old_password=old, new_password1=NEW, new_password2=NEW)


def test_wrong_old_password_counts_and_is_noted() -> None:
    browser = as_holder(Office.STAFF, person=a_person(password=OLD))

    answer = change(browser, "wrong")

    assert errors_of(answer) == {"old_password": ["パスワードが違います。入力し直してください。"]}
    assert AccessAttempt.objects.get().failures_since_start == 1
    assert [facts["staff_number"] for facts in events("proof_failed")] == [browser.person.staff_number]


def test_guessing_the_old_password_is_limited_like_the_sign_in() -> None:
    browser = as_holder(Office.STAFF, person=a_person(password=OLD))
    for _ in range(5):
        change(browser, "wrong")

    answer = change(browser, OLD)

    assert "しばらく受け付けません" in errors_of(answer)["old_password"][0]
    assert Person.objects.get(pk=browser.person.pk).check_password(OLD) is True
    assert AccessAttempt.objects.get().failures_since_start == 5

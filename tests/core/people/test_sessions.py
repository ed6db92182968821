"""How a session ends: by idleness, by the day, by a new password, by leaving; and its keys."""

from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from core.lifecycle.act import edit
from core.lifecycle.actor import SYSTEM
from core.people.leaving import edit_person
from core.people.passwords import issue_password
from core.people.tasks import clear_sign_ins
from core.periods.clock import now
from core.staff.models import Person
from core.staff.offices import Office
from tests.core.people.helpers import LONG_AGO, administrator, as_holder, said
from tests.factories.clocks import EdgeClock
from tests.factories.core import AT, a_person, a_version, an_actor, an_appointment

pytestmark = pytest.mark.django_db
PASSWORD, NEW = "nagisa-no-koe-2026", "kumo-no-mine-2027"
ENDED = "操作がないまま時間がたったか、サインインから長い時間がたったため、サインインを終えました。"


def a_member() -> Person:
    """Make a person of staff who can sign in."""
    person = a_person(staff_number="100001", password=PASSWORD)
    return an_appointment(person, Office.STAFF, None, LONG_AGO).person


def signed_in() -> Client:
    """Sign in as the member of staff."""
    browser = Client()
    browser.post(reverse("people:signin"), {"staff_number": "100001", "password": PASSWORD})
    return browser


def is_in(browser: Client) -> bool:
    """Tell whether the browser's next page opens."""
    return browser.get(reverse("people:my_authority")).status_code == 200


def test_session_lasts_until_the_idle_minutes_are_over(clock: EdgeClock) -> None:
    a_member()
    browser = signed_in()
    clock.go(minutes=29, seconds=59)
    before = is_in(browser)
    clock.go(minutes=30)
    answer = browser.get(reverse("people:my_authority"))

    assert before
    assert (answer.status_code, answer["Location"]) == (302, "/signin/?next=/me/")
    assert said(answer) == [ENDED]
    assert "_auth_user_id" not in browser.session


def test_idle_minutes_come_from_the_rulebook(clock: EdgeClock) -> None:
    a_member()
    a_version(settings={"idle_minutes": 5})
    browser = signed_in()
    clock.go(minutes=5)

    assert not is_in(browser)


def test_every_request_goes_on_for_as_long_again(clock: EdgeClock) -> None:
    a_member()
    browser = signed_in()
    opened = []
    for _ in range(4):
        clock.go(minutes=25)
        opened.append(is_in(browser))

    assert opened == [True] * 4


def test_asking_how_long_is_left_is_no_activity(clock: EdgeClock) -> None:
    a_member()
    browser = signed_in()
    left = []
    for _ in range(3):
        clock.go(minutes=10)
        left.append(browser.get(reverse("people:idle")).json()["left"])

    assert left == [20 * 60, 10 * 60, 0]
    assert not is_in(browser)


def test_going_on_is_activity(clock: EdgeClock) -> None:
    a_member()
    browser = signed_in()
    clock.go(minutes=20)

    answer = browser.post(reverse("people:idle")).json()

    assert answer["left"] == 30 * 60
    clock.go(minutes=20)
    assert is_in(browser)


def test_idle_answer_to_nobody_names_nobody(client: Client) -> None:
    assert client.get(reverse("people:idle")).json() == {"left": 0}
    assert client.post(reverse("people:idle")).json() == {"left": 0}


def test_text_posted_too_late_is_given_back(clock: EdgeClock) -> None:
    a_member()
    browser = signed_in()
    clock.go(minutes=31)

    answer = browser.post(reverse("people:set_deputy"), {"reason": "三日間の出張のため"})

    assert (answer.status_code, answer.context["typed"]) == (403, [("理由", "三日間の出張のため")])


def test_session_ends_ten_hours_after_the_sign_in_whatever_is_done(clock: EdgeClock) -> None:
    a_member()
    browser = signed_in()
    for _ in range(23):
        clock.go(minutes=25)
        assert is_in(browser)
    clock.go(minutes=25)

    assert not is_in(browser)


def test_session_without_clocks_is_over() -> None:
    browser = as_holder(Office.STAFF)
    session = browser.session
    del session["active"]
    session.save()

    assert not is_in(browser)


def test_key_changes_with_the_office() -> None:
    browser = as_holder(Office.STAFF)
    other = an_appointment(browser.person, Office.AUDITOR, None, LONG_AGO)
    before = browser.session.session_key

    browser.send("choose_capacity", capacity=f"a{other.pk}")

    assert browser.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()


def test_own_new_password_ends_the_other_sessions_and_changes_the_key() -> None:
    a_member()
    here, elsewhere = signed_in(), signed_in()
    before = here.session.session_key

    given = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
    here.post(reverse("people:password"), given)

    assert (is_in(here), is_in(elsewhere)) == (True, False)
    assert here.session.session_key != before
    assert "_auth_user_id" not in elsewhere.session


def test_issued_password_ends_all_sessions() -> None:
    person = a_member()
    browsers = [signed_in(), signed_in()]

    issue_password(person, by=an_actor(Office.ADMINISTRATOR), at=AT)

    assert [is_in(browser) for browser in browsers] == [False, False]


def test_disabling_ends_all_sessions() -> None:
    person = a_member()
    browsers = [signed_in(), signed_in()]

    edit_person(person, by=SYSTEM, at=now(), seen=person.fingerprint(), values={"is_active": False})

    assert [is_in(browser) for browser in browsers] == [False, False]


def test_sessions_of_one_who_left_do_not_come_back_with_him() -> None:
    person = a_person(staff_number="100001", password=PASSWORD)
    browser = signed_in()
    edit_person(person, by=SYSTEM, at=now(), seen=person.fingerprint(), values={"is_active": False})
    edit(person, by=SYSTEM, at=now(), is_active=True)

    browser.get(reverse("people:my_authority"))

    assert "_auth_user_id" not in browser.session
    assert Person.objects.get(pk=person.pk).has_usable_password() is False


def test_sessions_that_are_over_are_cleared_by_the_clock() -> None:
    browser = administrator()
    Session.objects.update(expire_date=AT.replace(year=2020))

    clear_sign_ins()

    assert Session.objects.filter(session_key=browser.session.session_key).count() == 0


def test_page_says_how_long_is_left(clock: EdgeClock) -> None:
    a_member()
    browser = signed_in()
    clock.go(minutes=10)

    shown: Any = browser.get(reverse("people:my_authority"))

    assert shown.context["seconds_left"] == 30 * 60
    assert 'data-left="1800"' in shown.content.decode()

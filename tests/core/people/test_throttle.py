"""Guessing is slowed, nobody is locked out by another, and every limit ends by itself (ADR 0019)."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.apps import apps
from django.test import Client
from django.urls import get_resolver, reverse

from core.audit.models import Event
from core.people import throttle
from core.people.tasks import clear_sign_ins
from core.people.trying import end_words
from core.periods.clock import JAPAN
from core.staff.offices import Office
from tests.core.people.helpers import administrator, as_holder, errors_of, events, said
from tests.factories.clocks import EdgeClock
from tests.factories.core import a_person

pytestmark = pytest.mark.django_db
PASSWORD = "nagisa-no-koe-2026"
NUMBER = "100001"
WAIT = "失敗が続いたため、しばらく受け付けません。"


def tried(
    browser: Client | None = None, number: str = NUMBER, password: str = "wrong", address: str = "192.0.2.1"
) -> Any:
    """Try to sign in, with a fresh browser unless one is given."""
    given = {"staff_number": number, "password": password}
    return (browser or Client()).post(reverse("people:signin"), given, REMOTE_ADDR=address)


def fail(times: int, **where: Any) -> Any:
    """Fail so often; return the last answer."""
    return [tried(**where) for _ in range(times)][-1]


def fail_from_everywhere(times: int) -> None:
    """Fail for the number, from another address each time."""
    for host in range(times):
        tried(address=f"198.51.100.{host + 1}")


def a_known_browser() -> Client:
    """Return a browser the person signed in from once and signed out of again."""
    browser = Client()
    tried(browser, password=PASSWORD)
    browser.post(reverse("people:signout"))
    return browser


def test_fifth_failure_says_when_to_come_back(clock: EdgeClock) -> None:
    a_person(staff_number=NUMBER, password=PASSWORD)

    before, last = fail(4), fail(1)

    assert (before.status_code, last.status_code) == (200, 429)
    assert last["Retry-After"] == "900"
    assert errors_of(last)["__all__"][0].startswith(WAIT)


def test_limit_is_no_place_to_mend() -> None:
    page = fail(5).content.decode()
    assert ("しばらく受け付けません</p>" in page, 'role="alert"' in page) == (True, True)
    assert [word for word in ("直すと次へ進めます", "入力した内容はすべて残っています") if word in page] == []


@pytest.mark.parametrize(
    ("at", "words"), [((0, 20), "0時36分"), ((23, 50), "11月27日0時6分"), ((9, 0), "9時16分")], ids=str
)
def test_end_of_a_limit_is_named_with_its_day_where_that_is_another(at: tuple[int, int], words: str) -> None:
    began = datetime(2026, 11, 26, *at, tzinfo=JAPAN)
    assert end_words(began + timedelta(minutes=15), began) == words


@pytest.mark.parametrize("failures", [4, 5])
def test_person_page_says_whether_tries_are_refused_now(clock: EdgeClock, failures: int) -> None:
    person, browser = a_person(staff_number=NUMBER, password=PASSWORD), administrator()
    fail(failures)
    page = browser.to("person_edit", person.pk)
    closed = end_words(clock.at + timedelta(minutes=15), clock.at)
    refused = f"いま受け付けていません。{closed}まで。" in page.content.decode()
    warned = "続くと、しばらくサインインを受け付けません。" in page.content.decode()
    assert (refused, warned) == (failures == 5, failures == 4)


def test_right_password_is_refused_while_it_lasts_and_taken_after(clock: EdgeClock) -> None:
    a_person(staff_number=NUMBER, password=PASSWORD)
    fail(5)
    clock.go(minutes=14, seconds=59)
    during = tried(password=PASSWORD)
    clock.go(seconds=1)
    after = tried(password=PASSWORD)

    assert (during.status_code, after.status_code) == (429, 302)


def test_tries_that_are_refused_do_not_make_it_longer(clock: EdgeClock) -> None:
    a_person(staff_number=NUMBER, password=PASSWORD)
    fail(5)
    for _ in range(14):
        clock.go(minutes=1)
        tried()
    clock.go(minutes=1)

    assert tried(password=PASSWORD).status_code == 302


def test_nobodys_number_is_limited_in_the_same_words(clock: EdgeClock) -> None:
    a_person(staff_number=NUMBER, password=PASSWORD)

    known, unknown = fail(5), fail(5, number="999999", address="192.0.2.2")

    assert (known.status_code, known["Retry-After"]) == (unknown.status_code, unknown["Retry-After"])
    assert errors_of(known) == errors_of(unknown)


def test_an_attacker_elsewhere_leaves_the_persons_own_address_open() -> None:
    a_person(staff_number=NUMBER, password=PASSWORD)
    fail(5, address="203.0.113.66")

    assert tried(password=PASSWORD, address="192.0.2.1").status_code == 302


def test_success_forgets_the_failures_before_it() -> None:
    a_person(staff_number=NUMBER, password=PASSWORD)
    fail(4)
    tried(password=PASSWORD)

    assert fail(4).status_code == 200


def test_guessing_from_many_addresses_is_slowed() -> None:
    a_person(staff_number=NUMBER, password=PASSWORD)
    fail_from_everywhere(20)

    assert tried(password=PASSWORD, address="203.0.113.66").status_code == 429


def test_guessing_from_many_addresses_leaves_a_browser_known_to_the_person_open() -> None:
    a_person(staff_number=NUMBER, password=PASSWORD)
    browser = a_known_browser()
    fail_from_everywhere(25)

    assert tried(browser, password=PASSWORD, address="203.0.113.66").status_code == 302


def test_failures_at_the_same_address_leave_a_known_browser_open() -> None:
    a_person(staff_number=NUMBER, password=PASSWORD)
    browser = a_known_browser()
    fail(5)

    assert tried(browser, password=PASSWORD).status_code == 302


def test_known_browser_has_a_limit_of_its_own() -> None:
    a_person(staff_number=NUMBER, password=PASSWORD)
    browser = a_known_browser()

    assert fail(5, browser=browser).status_code == 429
    assert tried(browser, password=PASSWORD, address="203.0.113.66").status_code == 429


def test_browser_known_to_one_person_is_unknown_to_another() -> None:
    a_person(staff_number=NUMBER, password=PASSWORD)
    a_person(staff_number="100002", password=PASSWORD)
    browser = a_known_browser()
    fail(5, number="100002")

    assert tried(browser, number="100002", password=PASSWORD).status_code == 429


def test_device_cookie_that_was_altered_is_unknown() -> None:
    a_person(staff_number=NUMBER, password=PASSWORD)
    browser = a_known_browser()
    browser.cookies["device"] = browser.cookies["device"].value[:-1] + "_"
    fail(5)

    assert tried(browser, password=PASSWORD).status_code == 429


def test_device_cookie_names_nobody() -> None:
    a_person(staff_number=NUMBER, password=PASSWORD)

    cookie = a_known_browser().cookies["device"]

    assert (cookie["httponly"], cookie["samesite"], NUMBER in cookie.value) == (True, "Lax", False)


def test_guessing_many_numbers_from_one_address_is_slowed() -> None:
    for number in range(50):
        tried(number=f"7{number:05}")
    a_person(staff_number=NUMBER, password=PASSWORD)

    assert tried(password=PASSWORD).status_code == 429
    assert tried(password=PASSWORD, address="192.0.2.2").status_code == 302


def test_another_browser_name_is_no_way_round() -> None:
    a_person(staff_number=NUMBER, password=PASSWORD)
    for number in range(5):
        Client(headers={"user-agent": f"browser {number}"}).post(
            reverse("people:signin"), {"staff_number": NUMBER, "password": "wrong"}
        )

    assert tried(password=PASSWORD, address="127.0.0.1").status_code == 429


def test_what_is_refused_unseen_is_noted_once() -> None:
    a_person(staff_number=NUMBER, password=PASSWORD)
    fail(30)

    noted = events("signin_failed")
    assert [("limited_until" in facts) for facts in noted] == [False] * 4 + [True]
    assert {facts["address"] for facts in noted} == {"192.0.2.1"}


def test_trail_is_not_filled_by_guessing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throttle, "NOTED_LIMIT", 12)
    for host in range(30):
        tried(number=f"7{host:05}", address=f"198.51.100.{host + 1}")

    assert Event.objects.filter(move="signin_failed").count() == 12


def test_administrator_ends_the_limit_of_another() -> None:
    person = a_person("若松 直人", staff_number=NUMBER, password=PASSWORD)
    fail(5)
    browser = administrator()
    shown = browser.to("person_edit", person.pk)

    answer = browser.send("person_release", person.pk)

    assert shown.context["failures"] == 5
    assert said(answer) == ["若松 直人さんのサインインの制限を解きました。"]
    assert events("signin_released") == [{"person": person.stream}]
    assert tried(password=PASSWORD).status_code == 302


def test_administrator_does_not_end_his_own_limit() -> None:
    browser = administrator()
    fail(5, number=browser.person.staff_number)

    answer = browser.send("person_release", browser.person.pk)

    assert answer.status_code == 403
    assert browser.to("person_edit", browser.person.pk).context["release_url"] == ""
    assert AccessAttempt.objects.count() == 1


def test_limits_are_ended_by_administrators_only() -> None:
    person = a_person(staff_number=NUMBER)
    fail(5)

    assert as_holder(Office.AUDITOR).send("person_release", person.pk).status_code == 404
    assert as_holder(Office.STAFF).send("person_release", person.pk).status_code == 404
    assert AccessAttempt.objects.count() == 1


def test_what_was_typed_is_kept_nowhere() -> None:
    Client().post(
        reverse("people:signin") + "?x=secret", {"staff_number": "my-password", "password": "w", "z": "secret"}
    )

    row = AccessAttempt.objects.get()
    kept = [row.username, row.get_data, row.post_data, row.path_info, row.http_accept, row.user_agent]
    assert [text for text in kept if "secret" in text or "my-password" in text] == []
    assert (AccessLog.objects.count(), AccessFailureLog.objects.count()) == (0, 0)


def test_old_failures_are_cleared_by_the_clock() -> None:
    fail(2)
    AccessAttempt.objects.update(attempt_time=AccessAttempt.objects.get().attempt_time - timedelta(minutes=16))

    clear_sign_ins()

    assert AccessAttempt.objects.count() == 0


def test_axes_brings_no_page() -> None:
    assert not apps.is_installed("django.contrib.admin")
    assert "axes" not in get_resolver().namespace_dict
